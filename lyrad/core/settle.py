"""Decide when what was seen has stopped changing.

A drop is a set: after any member changed, all must stay quiet, and nothing in the scene's subtree
may still be arriving. Knows nothing of the disk: times come in, a time goes out. How a folder
fills, and a file grows, is followed in `core.gathering`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

LONGEST = 60.0
"""No pause that was learnt or doubled is longer than this, in seconds."""

_JERKS = 3.0
"""What arrives in jerks is at rest after so many times its longest pause."""

_UNKNOWN = 3.0
"""Where no format says that a file has ended, only time does: so many times the usual one.

What was enough in trials of copies that stall, in seconds on a local disk and on a share: pictures
0.5 and 2, media 1 and 3, text 2 and 10. The usual time of a set is below none of them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Quiet times in seconds.

    `usual` holds for a drop and its scene, `with_takes` for what changed once the shot had a take:
    somebody who edits a finished shot saves more than once. `attributes` is how long a file that
    nobody opened may still look as it did before (NFS); 0 where files look as they are.
    """

    usual: float
    with_takes: float
    attributes: float = 0.0

    @property
    def around(self) -> float:
        """Return how long what is not opened must be quiet: longer than it may look unchanged."""
        return max(self.usual, self.attributes + 1.0) if self.attributes else self.usual

    @property
    def unknown(self) -> float:
        """Return how long a file must be quiet of whose content no known format speaks."""
        return max(self.usual, min(_UNKNOWN * self.usual, LONGEST))

    def asked(self, seconds: Iterable[float | None]) -> Quiet:
        """Return the quiet times of a drop of which rules with these wishes speak.

        The longest wish replaces the usual time; a rule that wishes nothing is content with it.
        """
        wishes = [self.usual if wish is None else wish for wish in seconds]
        longest = max(wishes, default=self.usual)
        return replace(self, usual=longest, with_takes=max(self.with_takes, longest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """When a member last changed (monotonic seconds), and its longest pause while it grew."""

    at: float
    pause: float = 0.0


def ready_at(
    members: Iterable[Change],
    *,
    scene: float | None,
    quiet: Quiet,
    first_take: float | None,
) -> float:
    """Return when the set may be taken as settled, if nothing changes until then.

    All times are monotonic seconds.

    Args:
        members: how each member last changed; at least one.
        scene: when the scene's subtree will have come to rest, or None for a scene never seen.
        quiet: the quiet times in force.
        first_take: when the shot got its first take, or None; what changed before has settled.
    """
    settled = max(
        change.at + stretched(change.pause, _floor(change.at, quiet, first_take))
        for change in members
    )
    return settled if scene is None else max(settled, scene)


def stretched(pause: float, floor: float) -> float:
    """Return how long to wait for what paused so long before: not below `floor` seconds."""
    return max(floor, min(_JERKS * pause, LONGEST))


def again_at(changed: float, now: float, *, first: float) -> float:
    """Return when to look again at what is not whole and does not change.

    Each pause is as long as all before it, so they double, from `first` up to `LONGEST` seconds.
    """
    return now + min(max(now - changed, first), LONGEST)


def _floor(changed: float, quiet: Quiet, first_take: float | None) -> float:
    edited = first_take is not None and changed > first_take
    return quiet.with_takes if edited else quiet.usual
