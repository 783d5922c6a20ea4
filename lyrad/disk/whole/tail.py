"""Find out where the data of a file end that was given its full size before its data.

Rests on copies being written from front to back. A real file may end in zeros too, so this alone
condemns nothing: formats whose end cannot be empty use it, and others let it make them doubt.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from lyrad.model.drop import Wholeness

BLOCK = 4096
CODED = 64
"""So many zeros do not stand at the end of compressed data."""
# Fewer zeros than these are no sign of anything.
_TELLING = 512

WHOLE = Wholeness(whole=True, checked=True)
_EMPTY_END = "its end is still empty"
_STEPS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"), (1, "bytes"))


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


def hole(file: BinaryIO, size: int) -> Wholeness | None:
    """Return the doubt about a file with a hole in it, where the file system tells of holes.

    Space that was only reserved counts as a hole on ext4, XFS and tmpfs. A file may keep one for
    good (a sparse copy), so it makes no more than a doubt.
    """
    try:
        start = os.lseek(file.fileno(), 0, os.SEEK_HOLE)
    except OSError:
        return None
    if start >= size:
        return None
    return doubt(f"it has a gap, which begins after {start * 100 // size} %")


def no(reason: str) -> Wholeness:
    """Return the verdict on a file of a known format that is not all there."""
    return Wholeness(whole=False, checked=True, reason=reason)


def doubt(reason: str) -> Wholeness:
    """Return the verdict on a file whose skeleton is all there, and which looks unfinished."""
    return Wholeness(whole=True, checked=True, reason=reason)


def cut(file: BinaryIO, size: int, *, what: str = "picture") -> Wholeness:
    """Return the verdict on what lacks its end, with how far it got where that is known."""
    if empty(file, size):
        return ends_after(percent_filled(file, size), what=what)
    return no(f"the {what} is cut off before its end")


def ends_after(percent: int, *, what: str = "picture") -> Wholeness:
    """Return the verdict on what is there up to so many percent."""
    return no(f"the {what} ends after {percent} %")


def short(promised: int, size: int) -> Wholeness:
    """Return the verdict on a file whose header speaks of more bytes than there are."""
    return no(f"its header speaks of {_amount(promised)}, and {_amount(size)} are there")


def open_ended(file: BinaryIO, end: int, *, coded: bool = False) -> Wholeness:
    """Return the verdict on a format that nothing marks the end of, and whose end may be zeros.

    `coded` says that its data are compressed, so that few zeros are enough to doubt.
    """
    length = CODED if coded else _last_block(end)
    return doubt(_EMPTY_END) if empty(file, end, length=length) else WHOLE


def unknown(file: BinaryIO, size: int) -> Wholeness:
    """Return the verdict on a format that is not known: only standing still speaks for it."""
    reason = _EMPTY_END if empty(file, size, length=_last_block(size)) else ""
    return Wholeness(whole=True, checked=False, reason=reason)


def _last_block(end: int) -> int:
    """Return how much a copy that goes block by block may leave empty at last, if it says much."""
    rest = end % BLOCK
    return rest if rest >= _TELLING else BLOCK


def _amount(count: int) -> str:
    unit, name = next(step for step in _STEPS if count >= step[0] or step[0] == 1)
    return f"{count / unit:.4g} {name}"
