"""Date what is seen in the first look at a local tree, so that a restart waits for nothing."""

from __future__ import annotations

from collections.abc import Callable

from lyrad.model.drop import Sighting
from lyrad.ports import Clock

# A change longer ago than this is not told from older ones.
_OLDEST = 86_400.0


def dated(clock: Clock, now: float) -> Callable[[Sighting], float]:
    """Return what says when a sighting changed, in monotonic seconds.

    By the kernel's own change time, which no copying program sets; it is on the same clock as
    ours. One that lies in the future says nothing.
    """
    wall_ns = int(clock.now().timestamp() * 1e9)

    def date(sighting: Sighting) -> float:
        age = (wall_ns - sighting.ctime_ns) / 1e9
        return now - min(max(age, 0.0), _OLDEST)

    return date
