"""Decide when what was seen has stopped changing.

A drop is a set: after any member changed, all must stay quiet, and nothing in the scene's subtree
may still be arriving. Knows nothing of the disk: times come in, a time goes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Quiet times in seconds.

    `usual` holds for a drop and its scene, `with_takes` for the members of a shot that has a take:
    somebody who edits a finished shot saves more than once.
    """

    usual: float
    with_takes: float


def ready_at(
    members: Iterable[float], *, scene: float | None, quiet: Quiet, has_takes: bool
) -> float:
    """Return when the set may be taken as settled, if nothing changes until then.

    Args:
        members: when each member last changed, in monotonic seconds; at least one.
        scene: when anything in the scene's subtree last changed, or None for never.
        quiet: the quiet times in force.
        has_takes: whether the shot has a take already.
    """
    hush = quiet.with_takes if has_takes else quiet.usual
    settled = max(members) + hush
    return settled if scene is None else max(settled, scene + quiet.usual)
