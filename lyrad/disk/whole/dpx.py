"""DPX: a header that says the file's size, then a picture as it is, not compressed.

SMPTE ST 268-1, the generic file header. A black picture ends in zeros: a doubt only.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

BIG, LITTLE = b"SDPX", b"XPDS"
_HEADER = struct.Struct("4sI8sI")
_UNSAID = 0xFFFFFFFF


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the file has the size that its header says."""
    file.seek(0)
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return tail.no("only its first bytes are there")
    order = ">" if head.startswith(BIG) else "<"
    _, picture, _, promised = struct.unpack(order + _HEADER.format, head)
    if promised == _UNSAID:
        return tail.unknown(file, size)
    end = max(promised, picture)
    if end > size or not end:
        return tail.short(end, size) if end else tail.cut(file, size)
    return tail.open_ended(file, end)
