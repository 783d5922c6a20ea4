"""The boxes of MP4, MOV and HEIF files: a length, a kind, data, and boxes inside of boxes.

Finds where they lie, and nothing more; what a file must have, its format's own module says.
ISO/IEC 14496-12, section 4.2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_HEAD = struct.Struct(">I4s")
_LONG = 8
_TO_THE_END, _LONG_FOLLOWS = 0, 1
_MOST_BOXES = 1 << 16


class TornError(Exception):
    """What should be a box is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where a box and its data begin, and where they end by its head."""

    kind: bytes
    begin: int
    start: int
    end: int


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes from `start` on; the last may reach beyond `end`.

    Raises:
        TornError: something here is no box.
    """
    place = start
    for _ in range(_MOST_BOXES):
        if place >= end:
            return
        box = _box(file, place, end)
        yield box
        place = box.end
    raise TornError


def within(file: BinaryIO, box: Box, *kinds: bytes) -> Iterator[Box]:
    """Yield the boxes of these kinds that lie directly in a box.

    Raises:
        TornError: the boxes do not fill the box exactly.
    """
    for found in boxes(file, box.start, box.end):
        if found.end > box.end:
            raise TornError
        if found.kind in kinds:
            yield found


def read(file: BinaryIO, box: Box, *, most: int) -> bytes:
    """Return a box's data, at most so many bytes."""
    file.seek(box.start)
    return file.read(min(box.end - box.start, most))


def _box(file: BinaryIO, place: int, end: int) -> Box:
    file.seek(place)
    head = file.read(_HEAD.size + _LONG)
    # QuickTime ends some lists of boxes with four zeros.
    if end - place == 4 and head[:4] == bytes(4):  # noqa: PLR2004
        return Box(kind=b"", begin=place, start=end, end=end)
    if len(head) < _HEAD.size:
        raise TornError
    length, kind = _HEAD.unpack_from(head)
    if not all(_letter(byte) for byte in kind):
        raise TornError
    start = place + _HEAD.size
    if length == _TO_THE_END:
        return Box(kind=kind, begin=place, start=start, end=end)
    if length == _LONG_FOLLOWS:
        start += _LONG
        length = int.from_bytes(head[_HEAD.size :], "big")
    if place + length < start:
        raise TornError
    return Box(kind=kind, begin=place, start=start, end=place + length)


def _letter(byte: int) -> bool:
    """Decide whether a box's kind may hold this: ASCII, and the (c) of old QuickTime."""
    return 0x20 <= byte <= 0x7E or byte == 0xA9  # noqa: PLR2004
