"""ZIP, and what is one inside (XLSX, DOCX): entries, then a list of them, written last.

PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.4. Without the list the archive is not whole; with it,
each entry must begin where the list says.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MAGIC, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
_LISTED, _END_64, _WHERE_64 = b"PK\x01\x02", b"PK\x06\x06", b"PK\x06\x07"
_END = struct.Struct("<4s4xHHIIH")
_WHERE = struct.Struct("<4s4xQ4x")
_LONGEST_COMMENT = 0xFFFF
_NO_LIST = "the archive has no list of its contents yet"
# The list of a larger archive is looked at in part.
_MOST_LISTED = 1 << 20


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the list is there, and what it lists."""
    reach = min(size, _END.size + _LONGEST_COMMENT)
    file.seek(size - reach)
    data = file.read(reach)
    at = data.rfind(EMPTY)
    if at < 0 or len(data) - at < _END.size:
        return tail.no(_NO_LIST)
    _, _, count, length, offset, comment = _END.unpack_from(data, at)
    if len(data) - at - _END.size < comment:
        return tail.no(_NO_LIST)
    place = size - reach + at
    if 0xFFFFFFFF in {length, offset} or count == 0xFFFF:  # noqa: PLR2004 - "see ZIP64"
        length, offset, place = _long(file, place) or (length, offset, place)
    # Where a program was put before the archive, the list's own place is off by its length.
    shift = place - length - offset
    if shift < 0:
        return tail.no(_NO_LIST)
    file.seek(place - length)
    listed = file.read(min(length, _MOST_LISTED))
    if count and not listed.startswith(_LISTED):
        return tail.no(_NO_LIST)
    return _entries(file, listed, shift, end=place - length)


def _long(file: BinaryIO, place: int) -> tuple[int, int, int] | None:
    """Return length and offset of the list, and where it ends, from ZIP64's records."""
    file.seek(max(0, place - _WHERE.size))
    where = file.read(_WHERE.size)
    if not where.startswith(_WHERE_64) or len(where) < _WHERE.size:
        return None
    _, at = _WHERE.unpack(where)
    file.seek(at)
    record = file.read(56)
    if not record.startswith(_END_64) or len(record) < 56:  # noqa: PLR2004 - the record's length
        return None
    length, offset = struct.unpack_from("<QQ", record, 40)
    return length, offset, at


def _entries(file: BinaryIO, listed: bytes, shift: int, *, end: int) -> Wholeness:
    for offset in _offsets(listed):
        file.seek(offset + shift)
        if file.read(4) != MAGIC:
            return tail.no("the archive lists something that is not there yet")
    return tail.open_ended(file, end) if listed else tail.WHOLE


def _offsets(listed: bytes) -> Iterator[int]:
    """Yield where the listed entries begin; those of ZIP64 are left out."""
    place = 0
    while listed[place : place + 4] == _LISTED and place + 46 <= len(listed):
        name, extra, comment = struct.unpack_from("<HHH", listed, place + 28)
        (offset,) = struct.unpack_from("<I", listed, place + 42)
        if offset != 0xFFFFFFFF:  # noqa: PLR2004 - "see ZIP64"
            yield offset
        place += 46 + name + extra + comment
