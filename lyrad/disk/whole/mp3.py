"""MP3: frames without an end. A header that many encoders write says how many bytes there are.

The Xing header (`Xing` or `Info` in the first frame), which encoders write last. Without it only
standing still speaks for the file.
"""

from __future__ import annotations

import re
import struct
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

_XING = re.compile(rb"(?:Xing|Info)(.{4})(.{8})", re.DOTALL)
_NEAR = 4096
_FRAMES, _BYTES = 1, 2


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether all bytes are there that the first frame speaks of."""
    start = _after_tag(file)
    file.seek(start)
    found = _XING.search(file.read(_NEAR))
    flags = int.from_bytes(found[1], "big") if found else 0
    if found is None or not flags & _BYTES:
        return tail.unknown(file, size)
    (length,) = struct.unpack_from(">I", found[2], 4 if flags & _FRAMES else 0)
    end = start + int(length)
    if end > size:
        return tail.short(end, size)
    return tail.open_ended(file, end, coded=True)


def _after_tag(file: BinaryIO) -> int:
    """Return where the first frame is, behind a tag of the newer kind (ID3v2)."""
    file.seek(0)
    head = file.read(10)
    if not head.startswith(b"ID3"):
        return 0
    length = 0
    for byte in head[6:]:
        length = length << 7 | byte & 0x7F
    return 10 + length
