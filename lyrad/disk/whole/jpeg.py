"""JPEG: marked segments, then coded data up to the marker EOI.

ITU-T T.81, annex B. In coded data a 0xFF byte is followed by 0x00 or a restart marker, so the end
of the picture cannot be mistaken. A thumbnail's own end lies inside a segment, which is skipped.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MAGIC = b"\xff\xd8\xff"
_SOS, _EOI = 0xDA, 0xD9
# A marker that ends a run of coded data: neither a stuffed byte, a restart, nor a fill byte.
_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
# In the head the next marker is near; in coded data it is far.
_FIRST, _CHUNK = 1 << 10, 1 << 20


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the segments and coded data reach EOI; what follows does not matter."""
    place: int | None = 2
    while place is not None:
        place, marker = _next_marker(file, place)
        if marker == _EOI:
            return tail.WHOLE
        if place is not None:
            place = _after_segment(file, place)
        if place is not None and place > size:
            break
    return tail.cut(file, size)


def _next_marker(file: BinaryIO, place: int) -> tuple[int | None, int]:
    """Return where the next marker's own data begin, and the marker; None at the end."""
    file.seek(place)
    kept, step = b"", _FIRST
    while chunk := file.read(step):
        data, step = kept + chunk, _CHUNK
        if found := _MARKER.search(data):
            return file.tell() - len(data) + found.end(), found[1][0]
        kept = data[-1:]
    return None, 0


def _after_segment(file: BinaryIO, place: int) -> int | None:
    file.seek(place)
    length = file.read(2)
    return place + int.from_bytes(length, "big") if len(length) == 2 else None  # noqa: PLR2004
