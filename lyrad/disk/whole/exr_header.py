"""Read what an EXR's header says of its picture: into how many chunks it is cut, and how packed.

OpenEXR file layout, "Structure of an OpenEXR File". Only what the places of the chunks hang on.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import BinaryIO

_TILED, _DEEP, _PARTS = 1 << 9, 1 << 11, 1 << 12
# Lines in a chunk, by the way of packing; the rest have one.
_LINES = {3: 16, 4: 32, 5: 16, 6: 32, 7: 32, 8: 32, 9: 256, 10: 256, 11: 32}
_LONGEST_WORD, _LONGEST_VALUE, _MOST_FIELDS, _MOST_PARTS = 256, 1 << 20, 4096, 1024
_ONE_LEVEL, _MIPMAP, _ROUND_UP = 0, 1, 0x10


class CutError(Exception):
    """The header does not end inside the file, or is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One picture of the file: how many chunks it has, and what its chunks look like."""

    chunks: int
    packed: bool
    tiled: bool
    deep: bool


def parts(file: BinaryIO) -> tuple[tuple[Part, ...], bool]:
    """Return the parts, and whether chunks begin with their part's number; leaves the file behind.

    Raises:
        CutError: the header is not all there.
    """
    file.seek(4)
    (flags,) = struct.unpack("<I", _bytes(file, 4))
    if not flags & _PARTS:
        return (_part(_fields(file), flags),), False
    found: list[Part] = []
    while fields := _fields(file):
        found.append(_part(fields, flags))
        if len(found) > _MOST_PARTS:
            raise CutError
    if not found:
        raise CutError
    return tuple(found), True


def _part(fields: dict[bytes, bytes], flags: int) -> Part:
    kind = fields.get(b"type", b"")
    tiled = b"tile" in kind if kind else bool(flags & _TILED)
    deep = kind.startswith(b"deep") if kind else bool(flags & _DEEP)
    packing = int.from_bytes(fields.get(b"compression", b""), "little")
    try:
        if b"chunkCount" in fields:
            (count,) = map(int, struct.unpack("<i", fields[b"chunkCount"]))
        else:
            count = _tiles(fields) if tiled else _strips(fields, packing)
    except (struct.error, KeyError, ZeroDivisionError) as error:
        raise CutError from error
    return Part(chunks=count, packed=packing != 0, tiled=tiled, deep=deep)


def _size(fields: dict[bytes, bytes]) -> tuple[int, int]:
    left, top, right, bottom = map(int, struct.unpack("<4i", fields[b"dataWindow"]))
    return right - left + 1, bottom - top + 1


def _strips(fields: dict[bytes, bytes], packing: int) -> int:
    _, height = _size(fields)
    return -(-height // _LINES.get(packing, 1))


def _tiles(fields: dict[bytes, bytes]) -> int:
    """Return how many tiles there are, on all levels of smaller and smaller pictures."""
    width, height = _size(fields)
    wide, high, mode = map(int, struct.unpack("<IIB", fields[b"tiles"]))
    levels, up = mode & 15, bool(mode & _ROUND_UP)
    if levels == _ONE_LEVEL:
        return -(-width // wide) * -(-height // high)
    if levels == _MIPMAP:
        count = _levels(max(width, height), up=up)
        sizes = [(_at(width, n, up=up), _at(height, n, up=up)) for n in range(count)]
        return sum(-(-across // wide) * -(-down // high) for across, down in sizes)
    across = sum(-(-_at(width, n, up=up) // wide) for n in range(_levels(width, up=up)))
    return across * sum(-(-_at(height, n, up=up) // high) for n in range(_levels(height, up=up)))


def _levels(length: int, *, up: bool) -> int:
    exact = math.log2(max(length, 1))
    return (math.ceil(exact) if up else math.floor(exact)) + 1


def _at(length: int, level: int, *, up: bool) -> int:
    step = 1 << level
    return max(1, -(-length // step) if up else length // step)


def _fields(file: BinaryIO) -> dict[bytes, bytes]:
    """Return the attributes of the header here; none where the list of headers ends."""
    fields: dict[bytes, bytes] = {}
    while name := _word(file):
        _word(file)
        (length,) = struct.unpack("<I", _bytes(file, 4))
        if length > _LONGEST_VALUE or len(fields) > _MOST_FIELDS:
            raise CutError
        fields[name] = _bytes(file, length)
    return fields


def _word(file: BinaryIO) -> bytes:
    start = file.tell()
    word, found, _ = file.read(_LONGEST_WORD).partition(b"\0")
    if not found:
        raise CutError
    file.seek(start + len(word) + 1)
    return word


def _bytes(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise CutError
    return data
