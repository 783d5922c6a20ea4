"""Follow what is still being gathered: a file that grows in jerks, a folder that fills.

Decides how long its pauses let anybody wait. Knows nothing of the disk: looks come in with their
times. What a set of files needs beside this is `core.settle`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.core.settle import LONGEST, Change, stretched
from lyrad.model.drop import Seen

READY = ".ready"
"""Whoever puts a file of this name into a folder says that the folder is all there."""

FOLDER = 10.0
"""Seconds of quiet that a folder needs at least: of 40 pictures copied with one pause of 8 s,
2 and 5 s took the first half for all, 10 and 15 s took the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """One file on its way: how it looked last, and its longest pause so far, in seconds."""

    seen: Seen
    pause: float = 0.0

    def then(self, seen: Seen) -> Growth:
        """Return the growth with a further look taken in.

        Another file at the same path begins anew, and so does one that paused for longer than
        anybody waits.
        """
        pause = seen.changed_at - self.seen.changed_at
        if seen.sighting.inode != self.seen.sighting.inode or pause > LONGEST:
            return Growth(seen=seen)
        return Growth(seen=seen, pause=max(self.pause, pause))

    @property
    def change(self) -> Change:
        """Return what settling has to know of it."""
        return Change(at=self.seen.changed_at, pause=self.pause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lull:
    """What the pauses in a place teach where people work and copies arrive side by side.

    `longest` is the longest pause in what arrives now, `wait` how long a change was waited for. A
    pause longer than that was no part of a copy: the place was at rest, and what came after is
    somebody at work, of whose pauses there is nothing to learn.
    """

    wait: float
    longest: float = 0.0
    rested: bool = False

    def then(self, longest: float, *, floor: float) -> Lull:
        """Return the lull after a further look; a shorter longest pause is a new arrival's."""
        if longest < self.longest:
            return Lull(wait=floor).then(longest, floor=floor)
        rested = self.rested or longest > self.wait
        wait = floor if rested else stretched(longest, floor)
        return Lull(wait=wait, longest=longest, rested=rested)

    @property
    def pause(self) -> float:
        """Return the pause that is to be reckoned with, in seconds."""
        return 0.0 if self.rested else self.longest


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """How a folder fills: all times in monotonic seconds.

    `changed` is when anything in its subtree last changed, `pause` the longest pause while it
    arrives, `said` whether somebody said that it is all there (see `said_ready`).
    """

    changed: float
    pause: float = 0.0
    said: bool = False


def said_ready(mark: float | None, others: Iterable[float]) -> bool:
    """Decide whether the folder's `.ready`, changed at `mark`, came after everything else.

    What was seen in one and the same look with it may have come after it: then nothing was said.
    """
    return mark is not None and all(other < mark for other in others)


def folder_ready_at(gathering: Gathering, *, floor: float = FOLDER) -> float:
    """Return when the folder may be taken as all there, if nothing changes until then.

    After `floor` seconds of quiet in the whole subtree, or three times its longest pause, up to
    a minute; at once where somebody said so.
    """
    if gathering.said:
        return gathering.changed
    return gathering.changed + stretched(gathering.pause, floor)
