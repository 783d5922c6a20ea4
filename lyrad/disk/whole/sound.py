"""WAV, BWF, RF64, W64 and AIFF: a header that says how long the sound is, and the sound.

Nothing marks the end, and silence is zeros, so an empty end makes a doubt only. Recorders write
the lengths last; until then the header says nothing, or less than is there.
"""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import BinaryIO

from lyrad.disk.whole import iff, tail
from lyrad.model.drop import Wholeness

WAVE = ((0, b"RIFF"), (8, b"WAVE"))
RF64 = ((0, b"RF64"), (8, b"WAVE"))
BW64 = ((0, b"BW64"), (8, b"WAVE"))
AIFF = ((0, b"FORM"), (8, b"AIFF"))
AIFC = ((0, b"FORM"), (8, b"AIFC"))
W64 = ((0, b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"),)

_UNSAID = "its header does not say yet how long the sound is"
_MORE = "there is more in it than its header speaks of"
_NO_SOUND = "the sound has not begun yet"
_GUID, _W64_HEAD = 16, 24
# Programs leave a byte or a tag behind the sound; a recorder that is at work leaves more.
_STRAY = 1 << 12


def wave(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the sound that a WAV's header speaks of is there."""
    return _chunked(file, size, order="<", sound=b"data")


def aiff(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the sound that an AIFF's header speaks of is there."""
    return _chunked(file, size, order=">", sound=b"SSND")


def w64(file: BinaryIO, size: int) -> Wholeness:
    """Return whether a Sony Wave64's chunks, which count their own heads, reach the end."""
    file.seek(_GUID)
    (whole,) = struct.unpack("<Q", file.read(8).ljust(8, b"\0"))
    if whole <= _W64_HEAD + _GUID:
        return tail.doubt(_UNSAID)
    return _measured(file, size, promised=whole, end=min(whole, size))


def _chunked(file: BinaryIO, size: int, *, order: str, sound: bytes) -> Wholeness:
    found = {chunk.kind: chunk for chunk in iff.chunks(file, size, order=order)}
    if sound not in found:
        return tail.no(_NO_SOUND)
    promised, data = iff.promised(file, order=order), found[sound]
    if b"ds64" in found:
        promised, length = _long(file, found[b"ds64"])
        data = replace(data, length=length)
    if promised in iff.UNSAID or (data.length in iff.UNSAID and size > data.start):
        return tail.doubt(_UNSAID)
    if data.end > size:
        return tail.short(data.end, size)
    return _measured(file, size, promised=promised + 8, end=data.end)


def _long(file: BinaryIO, chunk: iff.Chunk) -> tuple[int, int]:
    """Return the file's and the sound's length from the chunk that RF64 has for large ones."""
    file.seek(chunk.start)
    whole, data = struct.unpack("<QQ", file.read(16).ljust(16, b"\0"))
    return int(whole), int(data)


def _measured(file: BinaryIO, size: int, *, promised: int, end: int) -> Wholeness:
    if promised > size:
        return tail.short(promised, size)
    if size > promised + _STRAY:
        return tail.doubt(_MORE)
    return tail.open_ended(file, end)
