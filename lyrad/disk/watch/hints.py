"""Gather what native events say until the next look; wake whoever waits.

A hint names a folder that is worth another look. Losing one costs time, never a drop.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from lyrad.disk.watch.ignore import ignored
from lyrad.model.names import RelPath

# One drop is many events: a breath after the first lets one look take in all of them.
_GATHER_SECONDS = 0.1


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

    def touched(self, path: RelPath, *, folder: bool) -> None:
        """Take down that something happened to a file or folder; noise wakes nobody."""
        if not path:
            self.lost()
        elif not any(ignored(name) for name in path.split("/")):
            with self._wake:
                self._folders.add(RelPath(path.rpartition("/")[0]))
                if folder:
                    self._deep.add(path)
                self._wake.notify_all()

    def lost(self) -> None:
        """Take down that events were lost: only a look at everything helps."""
        with self._wake:
            self._everything = True
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
        """Return when there is a hint, on a nudge, or after so many seconds."""
        with self._wake:
            self._wake.wait_for(self._roused, timeout=max(seconds, 0.0))
            if not self._nudged and self._roused():
                self._wake.wait_for(lambda: self._nudged, timeout=_GATHER_SECONDS)
            self._nudged = False

    def _roused(self) -> bool:
        return self._nudged or self._everything or bool(self._folders)
