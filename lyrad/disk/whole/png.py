"""PNG: a row of chunks that ends with IEND.

PNG specification, third edition, section 5: each chunk is length, type, data and checksum. Of the
checksums only the last picture chunk's and the end's are looked at: to look at all is to read all.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MAGIC = b"\x89PNG\r\n\x1a\n"
_HEAD, _CHECKSUM = 8, 4
# Below this, how far a chunk got says nothing of how far the picture got.
_TELLING = 1 << 16
# A chunk that is larger is judged by its end only.
_MOST_SUMMED = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    kind: bytes
    start: int
    length: int

    @property
    def end(self) -> int:
        """Return where the chunk ends by its head, its checksum included."""
        return self.start + _HEAD + self.length + _CHECKSUM


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the chunks reach IEND; what follows it does not matter."""
    last = None
    for chunk in _chunks(file):
        if chunk.end > size and chunk.length > _TELLING and not tail.empty(file, size):
            return tail.ends_after(size * 100 // chunk.end)
        if chunk.end > size or _hollow(file, chunk):
            return tail.cut(file, size)
        if chunk.kind == b"IEND":
            return _summed(file, *filter(None, (last, chunk)))
        last = chunk if chunk.kind == b"IDAT" else last
    return tail.cut(file, size)


def _chunks(file: BinaryIO) -> Iterator[_Chunk]:
    """Yield the chunks, up to where something is none."""
    place = len(MAGIC)
    while True:
        file.seek(place)
        head = file.read(_HEAD)
        if len(head) < _HEAD or not head[4:].isalpha():
            return
        length, kind = struct.unpack(">I4s", head)
        chunk = _Chunk(kind=kind, start=place, length=length)
        yield chunk
        place = chunk.end


def _hollow(file: BinaryIO, chunk: _Chunk) -> bool:
    """Decide whether a chunk of compressed picture ends in nothing, its checksum included."""
    length = min(chunk.length + _CHECKSUM, tail.CODED)
    return chunk.kind == b"IDAT" and tail.empty(file, chunk.end, length=length)


def _summed(file: BinaryIO, *chunks: _Chunk) -> Wholeness:
    """Return whether these chunks are what their checksums say."""
    for chunk in chunks:
        if chunk.length > _MOST_SUMMED:
            continue
        file.seek(chunk.start + 4)
        data = file.read(4 + chunk.length)
        if zlib.crc32(data) != int.from_bytes(file.read(_CHECKSUM), "big"):
            return tail.no("the end of the picture does not fit its checksum")
    return tail.WHOLE
