"""Find out where the data of a file end that was given its full size before its data.

Rests on copies being written from front to back. A real file may end in zeros too, so this alone
condemns nothing: formats whose end cannot be empty use it.
"""

from __future__ import annotations

from typing import BinaryIO

from lyrad.model.drop import Wholeness

BLOCK = 4096
CODED = 64
"""So many zeros do not stand at the end of compressed data."""


def empty(file: BinaryIO, end: int, *, length: int = BLOCK) -> bool:
    """Decide whether the last bytes before `end` (or all, if fewer) are zeros."""
    length = min(length, end)
    file.seek(end - length)
    return not any(file.read(length))


def percent_filled(file: BinaryIO, size: int) -> int:
    """Return how many percent lie before the empty end, to the nearest block, rounded down.

    Halves the file until it has the last block with data; exact for what is written in order.
    """
    low, high = 0, -(-size // BLOCK)
    while low < high:
        middle = (low + high) // 2
        file.seek(middle * BLOCK)
        if any(file.read(BLOCK)):
            low = middle + 1
        else:
            high = middle
    return min(low * BLOCK, size) * 100 // size


def cut(file: BinaryIO, size: int) -> Wholeness:
    """Return the verdict on a picture whose end is missing, with how far it got where known."""
    if empty(file, size):
        return ends_after(percent_filled(file, size))
    return Wholeness(whole=False, checked=True, reason="the picture is cut off before its end")


def ends_after(percent: int) -> Wholeness:
    """Return the verdict on a picture that is there up to so many percent."""
    return Wholeness(whole=False, checked=True, reason=f"the picture ends after {percent} %")


def unknown(file: BinaryIO, size: int) -> Wholeness:
    """Return the verdict on a format that is not known: only standing still speaks for it."""
    reason = "its end is still empty" if empty(file, size) else ""
    return Wholeness(whole=True, checked=False, reason=reason)


WHOLE = Wholeness(whole=True, checked=True)
