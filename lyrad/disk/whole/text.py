"""Text: not empty, and without the zero bytes of a file that got its size before its words.

Whether the text makes sense, and even whether its last line is there, only its reader can say.
"""

from __future__ import annotations

from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

# Longer text than anybody writes by hand is judged by its end.
_LIMIT = 1 << 20
_EMPTY = Wholeness(whole=False, checked=True, reason="part of the text is still empty")


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the text has no gap. UTF-16, with a mark or without, is text as well."""
    file.seek(0)
    mark = file.read(2)
    file.seek(max(0, size - _LIMIT) // 2 * 2)
    data = file.read(_LIMIT + 1)
    if b"\0" not in data:
        return tail.WHOLE
    wide = mark in {b"\xff\xfe", b"\xfe\xff"} or not any(data[0::2]) or not any(data[1::2])
    units = zip(data[0::2], data[1::2], strict=False)
    gap = len(data) % 2 or any(low == 0 == high for low, high in units)
    return tail.WHOLE if wide and not gap else _EMPTY
