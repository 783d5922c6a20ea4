"""HEIC and AVIF: a list of where each part of the picture lies, then the parts.

ISO/IEC 14496-12, section 8.11: `meta` holds `iloc`, with places and lengths in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.disk.whole.boxes import TornError, boxes, read, within
from lyrad.model.drop import Wholeness

BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})
_MOST_LIST = 1 << 24
_VERSION_AND_FLAGS = 4


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether all parts of the picture are inside the file, and the last is not empty."""
    try:
        listed = next((box for box in boxes(file, 0, size) if box.kind == b"meta"), None)
        if listed is None or listed.end > size:
            return tail.cut(file, size)
        inner = replace(listed, start=listed.start + _VERSION_AND_FLAGS)
        table = next(within(file, inner, b"iloc"), None)
        ends = list(_ends(read(file, table, most=_MOST_LIST))) if table else []
    except (TornError, IndexError):
        return tail.cut(file, size)
    end = max(ends, default=0)
    if end > size:
        return tail.ends_after(size * 100 // end)
    hollow = any(tail.empty(file, one, length=tail.CODED) for one in ends if one)
    return tail.cut(file, size) if hollow or not end else tail.WHOLE


@dataclass(slots=True)
class _Numbers:
    """Reads numbers of given widths, one after the other; raises IndexError at the end."""

    data: bytes
    place: int = 0

    def next(self, width: int) -> int:
        if self.place + width > len(self.data):
            raise IndexError
        self.place += width
        return int.from_bytes(self.data[self.place - width : self.place], "big")


def _ends(data: bytes) -> Iterator[int]:
    """Yield where each extent that lies in the file itself ends."""
    numbers = _Numbers(data)
    version = numbers.next(4) >> 24
    widths = numbers.next(2)
    offset, length, base, index = ((widths >> shift) & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version > 1 else 2
    for _ in range(numbers.next(wide)):
        numbers.next(wide)
        elsewhere = numbers.next(2) & 15 if version else 0
        numbers.next(2)
        start = numbers.next(base)
        for _ in range(numbers.next(2)):
            numbers.next(index if version else 0)
            end = start + numbers.next(offset) + numbers.next(length)
            if not elsewhere:
                yield end
