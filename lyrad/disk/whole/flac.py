"""FLAC: blocks that describe the sound, then frames that are numbered and have checksums.

RFC 9639, sections 8 and 9. The first block says how many samples there are; the last frame must
reach that number, and its checksum must hold. An encoder that is at work has said no number yet.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.disk.whole.checksum import crc
from lyrad.model.drop import Wholeness

MAGIC = b"fLaC"
_LEAST_HEAD = 42
# Longer than nearly any frame. A tag of the older kind may stand behind the last one.
_REACH = 1 << 18
_ID3V1 = 128
_SYNC = re.compile(rb"\xff[\xf8\xf9]")
_SIZES = {1: 192, **{n: 576 << (n - 2) for n in range(2, 6)}}
_SIZES |= {n: 256 << (n - 8) for n in range(8, 16)}
_crc8, _crc16 = crc(0x07, 8), crc(0x8005, 16)


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the frames reach the last sample that the header speaks of."""
    file.seek(0)
    head = file.read(_LEAST_HEAD)
    if len(head) < _LEAST_HEAD:
        return tail.no("only its first bytes are there")
    (usual,) = struct.unpack(">H", head[8:10])
    total = int.from_bytes(head[18:26], "big") & ((1 << 36) - 1)
    if not total:
        return tail.doubt("its header does not say yet how long the sound is")
    file.seek(max(0, size - _REACH))
    data = file.read(_REACH)
    if data[-_ID3V1:].startswith(b"TAG"):
        data = data[:-_ID3V1]
    for start in reversed([found.start() for found in _SYNC.finditer(data)]):
        frame = _frame(data[start : start + 16], usual)
        if frame is not None and frame.end == total:
            # A checksum over data and itself is zero.
            return tail.cut(file, size, what="sound") if _crc16(data[start:]) else tail.WHOLE
    return tail.cut(file, size, what="sound")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """A frame by its header: the number of the sample after its last."""

    end: int


def _frame(head: bytes, usual: int) -> _Frame | None:
    """Return the frame that this header begins, or None where it is none."""
    found = _number(head[4:])
    if found is None:
        return None
    number, width = found
    place, code = 4 + width, head[2] >> 4
    more = {6: 1, 7: 2}.get(code, 0)
    block = int.from_bytes(head[place : place + more], "big") + 1 if more else _SIZES.get(code, 0)
    place += more + {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    if not block or len(head) <= place or _crc8(head[:place]) != head[place]:
        return None
    first = number if head[1] & 1 else number * usual
    return _Frame(end=first + block)


def _number(data: bytes) -> tuple[int, int] | None:
    """Return a number that is written as UTF-8 writes letters, and its width in bytes."""
    if not data:
        return None
    ones = len(f"{data[0]:08b}") - len(f"{data[0]:08b}".lstrip("1"))
    if ones == 0:
        return data[0], 1
    if ones == 1 or len(data) < ones:
        return None
    number = data[0] & (0x7F >> ones)
    for byte in data[1:ones]:
        number = number << 6 | byte & 0x3F
    return number, ones
