"""Matroska and WebM: elements that say their lengths; a program at work leaves the length open.

RFC 8794 (EBML) and RFC 9559. What was recorded live keeps its open length for good, so that makes
a doubt only.
"""

from __future__ import annotations

from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MAGIC = b"\x1aE\xdf\xa3"
_SEGMENT = b"\x18S\x80g"


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the segment is as long as it says."""
    head = _length(file, len(MAGIC))
    if head is None or head[1] is None:
        return tail.no("only its first bytes are there")
    place = head[0] + head[1]
    file.seek(place)
    if file.read(len(_SEGMENT)) != _SEGMENT:
        return tail.cut(file, size, what="clip")
    segment = _length(file, place + len(_SEGMENT))
    if segment is None:
        return tail.no("only its first bytes are there")
    start, length = segment
    if length is None:
        return tail.doubt("its header does not say yet how long the clip is")
    end = start + length
    return tail.short(end, size) if end > size else tail.open_ended(file, end, coded=True)


def _length(file: BinaryIO, place: int) -> tuple[int, int | None] | None:
    """Return where an element's data begin and their length (None if open), or None at the end."""
    file.seek(place)
    data = file.read(8)
    if not data or not data[0]:
        return None
    width = 9 - data[0].bit_length()
    if len(data) < width:
        return None
    bits = (1 << 7 * width) - 1
    value = int.from_bytes(data[:width], "big") & bits
    return place + width, None if value == bits else value
