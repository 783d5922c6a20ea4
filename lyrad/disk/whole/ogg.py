"""Ogg: pages that say their lengths and have checksums; the last one is marked as the last.

RFC 3533, section 6. A recording that was broken off has no such mark and stays as it is, so its
lack makes a doubt only.
"""

from __future__ import annotations

from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.disk.whole.checksum import crc
from lyrad.model.drop import Wholeness

MAGIC = b"OggS"
_HEAD, _LAST = 27, 4
_SUM = slice(22, 26)
_LONGEST_PAGE = _HEAD + 255 + 255 * 255
_NOT_LAST = "its last page is not marked as the last"
_crc32 = crc(0x04C11DB7, 32)


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the last page is all there, and is the last."""
    file.seek(max(0, size - _LONGEST_PAGE))
    data = file.read(_LONGEST_PAGE)
    start = data.rfind(MAGIC)
    page = data[start:] if start >= 0 else b""
    if len(page) < _HEAD or len(page) < _length(page) or not _sound(page[: _length(page)]):
        return tail.cut(file, size, what="sound")
    return tail.WHOLE if page[5] & _LAST else tail.doubt(_NOT_LAST)


def _length(page: bytes) -> int:
    """Return how long the page is by its table of lengths."""
    segments = page[_HEAD : _HEAD + page[26]]
    return _HEAD + page[26] + sum(segments)


def _sound(page: bytes) -> bool:
    """Decide whether a page is what its checksum says, which counts as zeros in itself."""
    said = int.from_bytes(page[_SUM], "little")
    return _crc32(page[: _SUM.start] + bytes(4) + page[_SUM.stop :]) == said
