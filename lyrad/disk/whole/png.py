"""PNG: a row of chunks that ends with IEND.

PNG specification, third edition, section 5: each chunk is length, type, data and checksum.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MAGIC = b"\x89PNG\r\n\x1a\n"
# Below this, how far a chunk got says nothing of how far the picture got.
_TELLING = 1 << 16


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the chunks reach IEND; what follows it does not matter."""
    place = len(MAGIC)
    while True:
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004
            return tail.cut(file, size)
        length, kind = struct.unpack(">I4s", head)
        if not kind.isalpha():
            return tail.cut(file, size)
        place += 12 + length
        if place > size and length > _TELLING and not tail.empty(file, size):
            return tail.ends_after(size * 100 // place)
        if place > size:
            return tail.cut(file, size)
        if kind == b"IEND":
            return tail.WHOLE
