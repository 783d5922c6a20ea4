"""TIFF: directories that say where in the file each strip or tile of a picture lies.

TIFF 6.0, section 2, and its 64-bit form, BigTIFF. All pages of the chain are followed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

LITTLE, BIG = b"II*\0", b"MM\0*"
LITTLE_64, BIG_64 = b"II+\0", b"MM\0+"

_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_BYTES |= {16: 8, 17: 8, 18: 8}
_FORMATS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_COMPRESSION = 259
# Where the data lie and how long they are: strips, then tiles.
_DATA = ((273, 279), (324, 325))
# No compression, and fax codings: these may truly end in thousands of zeros (black, white).
_MAY_BE_EMPTY = frozenset({1, 2, 3, 4, 32771})
_MOST_PAGES = 4096
_MOST_VALUES = 1 << 22


class _CutError(Exception):
    """Something that the file speaks of lies beyond its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """How this file writes numbers: byte order, and the sizes of its directories' fields."""

    order: str
    offset: str
    count: str

    def read(self, file: BinaryIO, form: str) -> tuple[int, ...]:
        layout = struct.Struct(self.order + form)
        data = file.read(layout.size)
        if len(data) < layout.size:
            raise _CutError
        return layout.unpack(data)


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether all directories and all data that they speak of lie inside the file."""
    try:
        pages = list(_pages(file, size))
    except _CutError:
        return tail.cut(file, size)
    reach = max((end for page in pages for _, end in page.data), default=0)
    if not reach:
        return tail.cut(file, size)  # a directory of zeros: only the size is there yet
    if _coded_at(reach, pages):
        return tail.cut(file, reach) if tail.empty(file, reach, length=tail.CODED) else tail.WHOLE
    return tail.unknown(file, reach) if tail.empty(file, reach) else tail.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One picture: where its data begin and end, and whether they are compressed."""

    data: tuple[tuple[int, int], ...]
    coded: bool


def _pages(file: BinaryIO, size: int) -> Iterator[_Page]:
    file.seek(0)
    magic = file.read(4)
    order = "<" if magic.startswith(b"II") else ">"
    if magic in {LITTLE_64, BIG_64}:
        shape = _Shape(order=order, offset="Q", count="Q")
        _, _, place = shape.read(file, "HHQ")
    else:
        shape = _Shape(order=order, offset="I", count="H")
        (place,) = shape.read(file, "I")
    seen: set[int] = set()
    while place and place not in seen and len(seen) < _MOST_PAGES:
        seen.add(place)
        file.seek(place)
        fields, place = _directory(file, shape, size)
        yield _page(fields, size)


def _coded_at(reach: int, pages: Iterable[_Page]) -> bool:
    """Decide whether the data that lie last are compressed."""
    return any(page.coded for page in pages for _, end in page.data if end == reach)


def _directory(file: BinaryIO, shape: _Shape, size: int) -> tuple[dict[int, tuple[int, ...]], int]:
    """Return the fields that matter of the directory here, and where the next one is."""
    (count,) = shape.read(file, shape.count)
    width = struct.calcsize(f"={shape.offset}")
    entries = []
    for _ in range(count):
        tag, kind, many = shape.read(file, f"HH{shape.offset}")
        entries.append((tag, kind, many, file.read(width)))
    (following,) = shape.read(file, shape.offset)
    fields = {}
    for tag, kind, many, value in entries:
        fields[tag] = _values(file, shape, size, (kind, many, value))
    return fields, following


def _values(
    file: BinaryIO, shape: _Shape, size: int, entry: tuple[int, int, bytes]
) -> tuple[int, ...]:
    """Return a field's numbers, or nothing where it holds no plain numbers."""
    kind, many, value = entry
    length = _BYTES.get(kind, 0) * many
    if length > len(value):
        (place,) = struct.unpack(shape.order + shape.offset, value)
        if place + length > size:
            raise _CutError
        if kind not in _FORMATS or many > _MOST_VALUES:
            return ()
        file.seek(place)
        value = file.read(length)
    form = _FORMATS.get(kind, "")
    return struct.unpack_from(f"{shape.order}{many}{form}", value) if form else ()


def _page(fields: dict[int, tuple[int, ...]], size: int) -> _Page:
    data = tuple(
        (start, start + length)
        for offsets, lengths in _DATA
        for start, length in zip(fields.get(offsets, ()), fields.get(lengths, ()), strict=False)
    )
    if any(end > size for _, end in data):
        raise _CutError
    coded = not _MAY_BE_EMPTY.intersection(fields.get(_COMPRESSION, (1,)))
    return _Page(data=data, coded=coded)
