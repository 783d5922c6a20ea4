"""Ears at a real folder, and what they hint at."""

from __future__ import annotations

import time

from lyrad.disk.watch.ears import listen
from lyrad.disk.watch.hints import Hinted, Hints
from lyrad.model.names import RelPath


class Listener:
    def __init__(self, base, hints=None):
        self.base, self.root = base, base / "FILM"
        self.root.mkdir()
        self.hints = hints or Hints()
        self.ears = listen(self.root, self.hints)
        self._asked = 0

    def make(self, *folders):
        for folder in folders:
            (self.root / folder).mkdir(parents=True)
        self.attend(*folders)
        self.hinted()

    def attend(self, *folders):
        for folder in folders:
            self.ears.attend(RelPath(folder))

    def put(self, path, data=b"x"):
        (self.root / path).write_bytes(data)

    def hinted(self, seconds=10.0):
        """Return the hints of all that happened until now: the kernel keeps the order."""
        self._asked += 1
        marker = RelPath(f"marker{self._asked}")
        (self.root / marker).mkdir()
        folders, deep, everything = set(), set(), False
        end = time.monotonic() + seconds
        while marker not in deep and not everything and time.monotonic() < end:
            self.hints.wait(0.1)
            found = self.hints.take()
            folders |= found.folders
            deep |= found.deep
            everything = everything or found.everything
        assert everything or marker in deep
        return Hinted(
            folders=frozenset(folders), deep=frozenset(deep - {marker}), everything=everything
        )

    def suspected(self):
        """Return which folders below the root are suspected, and nothing else must be."""
        found = self.hinted()
        assert not found.everything
        return set(found.folders - {""})
