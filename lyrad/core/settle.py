"""Decide when what was seen has stopped changing.

A drop is a set: after any member changed, all must stay quiet, and nothing in the scene's subtree
may still be arriving. Knows nothing of the disk: times come in, a time goes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Quiet times in seconds.

    `usual` holds for a drop and its scene, `with_takes` for what changed once the shot had a take:
    somebody who edits a finished shot saves more than once.
    """

    usual: float
    with_takes: float

    def asked(self, seconds: Iterable[float | None]) -> Quiet:
        """Return the quiet times of a drop of which rules with these wishes speak.

        The longest wish replaces the usual time; a rule that wishes nothing is content with it.
        """
        wishes = [self.usual if wish is None else wish for wish in seconds]
        longest = max(wishes, default=self.usual)
        return replace(self, usual=longest, with_takes=max(self.with_takes, longest))


def ready_at(
    members: Iterable[float],
    *,
    scene: float | None,
    quiet: Quiet,
    first_take: float | None,
    around: float | None = None,
) -> float:
    """Return when the set may be taken as settled, if nothing changes until then.

    All times are monotonic seconds.

    Args:
        members: when each member last changed; at least one.
        scene: when anything in the scene's subtree last changed, or None for never.
        quiet: the quiet times in force.
        first_take: when the shot got its first take, or None; what changed before has settled.
        around: how long the scene must be quiet, where that is not the members' usual time.
    """
    settled = max(changed + _hush(changed, quiet, first_take) for changed in members)
    hush = quiet.usual if around is None else around
    return settled if scene is None else max(settled, scene + hush)


def _hush(changed: float, quiet: Quiet, first_take: float | None) -> float:
    edited = first_take is not None and changed > first_take
    return quiet.with_takes if edited else quiet.usual
