"""GIF: ends with one byte of its own, after an empty block.

GIF89a, section 27. To follow the blocks would be to read the picture, so only the end is looked
at.
"""

from __future__ import annotations

from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

MAGIC = b"GIF8"
_END = b"\0;"


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether the file ends as a GIF does; zeros or a stray byte may follow."""
    file.seek(max(0, size - tail.BLOCK))
    data = file.read(tail.BLOCK)
    if data.rstrip(b"\0").endswith(_END) or data[-3:-1] == _END:
        return tail.WHOLE
    return tail.cut(file, size)
