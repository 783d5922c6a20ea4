"""Decide when a scene that changes is assembled: once it is quiet, or after long enough anyway.

Knows no disk: changes come in with their times. What is kept here may be lost: after a restart all
scenes are looked at, and what stands already is not made again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

USUAL = 60.0
"""Seconds without a change after which a scene is assembled, where its rule says no other."""

LONGEST = 10
"""So many times the quiet time a scene may go on changing until it is assembled anyway."""


@dataclass(slots=True)
class Quiet:
    """Since when each scene has been changing, and when it is due (monotonic seconds)."""

    _since: dict[str, float] = field(default_factory=dict)
    _due: dict[str, float] = field(default_factory=dict)

    def changed(self, scene: str, now: float, quiet: float) -> None:
        """Take in that something changed in a scene."""
        since = self._since.setdefault(scene, now)
        self._due[scene] = min(now + quiet, since + LONGEST * quiet)

    def at(self, scene: str, moment: float) -> None:
        """Look at a scene at this moment, though nothing changes."""
        self._due[scene] = moment

    def take_due(self, now: float) -> tuple[str, ...]:
        """Return the scenes that are due, and forget their changes."""
        due = tuple(sorted(scene for scene, moment in self._due.items() if moment <= now))
        for scene in due:
            del self._due[scene]
            self._since.pop(scene, None)
        return due

    def next_due(self) -> float | None:
        """Return when the next scene is due, or None."""
        return min(self._due.values(), default=None)
