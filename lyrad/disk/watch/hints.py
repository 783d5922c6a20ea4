"""Gather what native events say until the next look; wake whoever waits.

A hint names a folder that is worth another look. Losing one costs time, never a drop.
"""

from __future__ import annotations

import threading
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from lyrad.disk.watch.ignore import ignored
from lyrad.model.names import RelPath

# One drop is many events: after the first, one look waits until there was a breath without any,
# and takes in all of them. Whoever goes on writing is not waited for.
_BREATH_SECONDS = 0.02
_MOST_BREATHS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """What was hinted at: folders to list, folders to list with all below, or everything."""

    folders: frozenset[RelPath] = frozenset()
    deep: frozenset[RelPath] = frozenset()
    everything: bool = False


class Hints:
    """Hints of one production, gathered by the threads that hear of them."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._folders: set[RelPath] = set()
        self._deep: set[RelPath] = set()
        self._everything = False
        self._nudged = False
        self._count = 0

    def touched(self, path: RelPath, *, folder: bool) -> None:
        """Take down that something happened to a file or folder; noise wakes nobody."""
        if not path:
            self.lost()
        elif not any(ignored(name) for name in path.split("/")):
            self.suspect({RelPath(path.rpartition("/")[0])}, {path} if folder else set())

    def suspect(self, folders: AbstractSet[RelPath], deep: AbstractSet[RelPath]) -> None:
        """Take down folders that are worth another look, and new ones with all below."""
        with self._wake:
            self._folders |= folders
            self._deep |= deep
            self._count += 1
            self._wake.notify_all()

    def lost(self) -> None:
        """Take down that events were lost: only a look at everything helps."""
        with self._wake:
            self._everything = True
            self._count += 1
            self._wake.notify_all()

    def nudge(self) -> None:
        """Wake whoever waits, at once."""
        with self._wake:
            self._nudged = True
            self._wake.notify_all()

    def take(self) -> Hinted:
        """Return what was hinted at since the last time."""
        with self._wake:
            hinted = Hinted(
                folders=frozenset(self._folders),
                deep=frozenset(self._deep),
                everything=self._everything,
            )
            self._folders.clear()
            self._deep.clear()
            self._everything = False
            return hinted

    def wait(self, seconds: float) -> None:
        """Return when there are hints, on a nudge, or after so many seconds."""
        with self._wake:
            self._wake.wait_for(self._roused, timeout=max(seconds, 0.0))
            if self._roused():
                self._gather()
            self._nudged = False

    def _gather(self) -> None:
        """Wait out a breath without a hint, or a few breaths, or a nudge."""
        for _ in range(_MOST_BREATHS):
            before = self._count
            nudged = self._wake.wait_for(lambda: self._nudged, timeout=_BREATH_SECONDS)
            if nudged or self._count == before:
                return

    def _roused(self) -> bool:
        return self._nudged or self._everything or bool(self._folders)
