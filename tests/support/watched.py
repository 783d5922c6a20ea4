"""A production on a real disk that is watched, and hands that drop things into it."""

from __future__ import annotations

import time

from lyrad.disk.watch import Watch
from lyrad.model.names import RelPath
from tests.support.clock import FakeClock


class Film:
    def __init__(self, base, *, share=False):
        self.base, self.root = base, base / "FILM"
        self.root.mkdir(exist_ok=True)
        (self.root / "production.yaml").write_text("title: x\n")
        self.clock = FakeClock()
        self.watch = Watch(self.root, share=share, clock=self.clock)

    def put(self, path, data=b"x"):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target

    def look(self, *, full=False):
        self.clock.advance(0.5)
        return set(self.watch.look(full=full))

    def hear(self, *expected, seconds=10.0):
        """Look as the daemon does, until all that was expected was told."""
        end, told = time.monotonic() + seconds, set()
        while not set(expected) <= told and time.monotonic() < end:
            self.watch.wait(0.5)
            told |= self.look()
        assert set(expected) <= told
        return told

    def seen(self, path):
        return self.watch.index.seen(RelPath(path))

    def agrees(self):
        """Whether the index holds exactly what the disk holds."""
        on_disk = {str(path.relative_to(self.root)) for path in self.root.rglob("*")}
        known = {
            seen.sighting.path
            for folder in self.watch.index
            for seen in self.watch.index.children(folder)
        }
        return known == on_disk
