"""WebP: a RIFF container that says its size in its head, and holds chunks that say theirs.

WebP container specification (RFC 9649), section 2: a chunk is kind, size and data, made even.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MARK = ((0, b"RIFF"), (8, b"WEBP"))
_HEAD = 12
_CHUNK_HEAD = 8
# Chunks of compressed picture; the others (profile, Exif, XMP) may be padded with zeros.
_CODED = frozenset({b"VP8 ", b"VP8L", b"ANMF"})


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether all that the head promises is there."""
    file.seek(4)
    promised = int.from_bytes(file.read(4), "little") + 8
    promised = max(promised + promised % 2, _HEAD)
    if size < promised:
        return tail.ends_after(size * 100 // promised)
    return tail.WHOLE if _chunks_filled(file, promised) else tail.cut(file, promised)


def _chunks_filled(file: BinaryIO, end: int) -> bool:
    """Decide whether the chunks reach the end, and none is a gap that waits for its data."""
    place, pictures = _HEAD, 0
    while place < end:
        file.seek(place)
        head = file.read(_CHUNK_HEAD)
        if len(head) < _CHUNK_HEAD or head.startswith(b"\0"):
            return False
        kind, length = struct.unpack("<4sI", head)
        place += _CHUNK_HEAD + length
        if kind in _CODED:
            pictures += 1
            if place > end or tail.empty(file, place, length=min(length, tail.CODED)):
                return False
        place += length % 2
    return pictures > 0
