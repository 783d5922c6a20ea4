"""Safetensors: the length of a header, the header in JSON, and the tensors that it speaks of.

The format's own README. Nothing marks the end, and trained numbers may be zeros, so an empty end
makes a doubt only; the loader wants exactly as many bytes as the header speaks of.
"""

from __future__ import annotations

import json
from typing import BinaryIO

from lyrad.disk.whole import tail
from lyrad.model.drop import Wholeness

_LENGTH = 8
_MORE = "there is more in it than its header speaks of"
# What the format's own loader allows.
_LONGEST_HEADER = 100_000_000


def check(file: BinaryIO, size: int) -> Wholeness:
    """Return whether all tensors are there that the header speaks of."""
    file.seek(0)
    words = file.read(_LENGTH + 1)
    length = int.from_bytes(words[:_LENGTH], "little")
    if not any(words):
        return tail.cut(file, size, what="model")
    if words[_LENGTH:] not in {b"", b"{"} or length > _LONGEST_HEADER:
        return tail.unknown(file, size)
    file.seek(_LENGTH)
    reach = _reach(file.read(length))
    if _LENGTH + length > size or reach is None:
        return tail.no("its header is not all there yet")
    end = _LENGTH + length + reach
    if end > size:
        return tail.short(end, size)
    return tail.doubt(_MORE) if end < size else tail.open_ended(file, end)


def _reach(header: bytes) -> int | None:
    """Return where the last tensor ends, in bytes after the header; None if nobody can tell."""
    try:
        tensors = json.loads(header)
        places = (one["data_offsets"] for name, one in tensors.items() if name != "__metadata__")
        return max((int(end) for _, end in places), default=0)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
