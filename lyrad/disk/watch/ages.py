"""Date what is seen in the first look at a tree: a restart waits for nothing that is old."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from itertools import chain, repeat
from typing import NamedTuple

from lyrad.core.settle import LONGEST
from lyrad.disk.watch.content import Content
from lyrad.ports import Clock

# A change longer ago than this is not told from older ones.
_OLDEST = 86_400.0
_NS = 1e9


class Dates(NamedTuple):
    """When a folder's entries changed, in monotonic seconds, and whether any did lately."""

    changed: float | array[float]
    lately: bool


def dated(clock: Clock, now: float, *, lately: float) -> Callable[[Content], Dates]:
    """Return what dates a folder on a disk of this computer.

    Files by the kernel's own change time, which no copying program sets; it is on the same clock
    as ours. One that lies in the future says nothing. A folder's time moves with every card that
    is written into it, so folders count as old. Nobody waits for what has rested for a minute:
    there, one date for all will do.
    """
    wall = clock.now().timestamp()
    oldest = now - _OLDEST
    nothing = Dates(oldest, lately=False)

    def date(content: Content) -> Dates:
        if not content.files:
            return nothing
        changes = content.changes()
        youngest = wall - max(changes) / _NS
        if youngest > LONGEST:
            return Dates(now - min(youngest, _OLDEST), youngest < lately)
        ages = (min(max(wall - change / _NS, 0.0), _OLDEST) for change in changes)
        dates = chain((now - age for age in ages), repeat(oldest, content.folder_count))
        return Dates(array("d", dates), lately=True)

    return date


def undated(clock: Clock, now: float, *, lately: float, skew: float) -> Callable[[Content], Dates]:
    """Return what dates a folder on a share: now, since its times are another computer's.

    Args:
        clock: ours.
        now: monotonic seconds.
        lately: for how many seconds a change is one of lately.
        skew: the seconds by which the share's clock is ahead of ours.
    """
    since = int((clock.now().timestamp() + skew - lately) * _NS)

    def date(content: Content) -> Dates:
        newest = content.newest()
        return Dates(now, newest is not None and newest > since)

    return date
