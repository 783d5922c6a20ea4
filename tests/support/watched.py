"""A production on a real disk that is watched, and hands that drop things into it."""

from __future__ import annotations

import time

from lyrad.disk.watch import Watch
from lyrad.disk.watch.mode import Every
from lyrad.disk.watch.probe import Probe
from lyrad.model.names import RelPath
from tests.support.clock import FakeClock


def found(*, share=False, folder_times=True):
    """What a usual disk, or a usual share, turns out to be when it is tried."""
    kind = "cifs" if share else "ext4"
    events = None if share else True
    return Probe(
        kind=kind, share=share, events=events, folder_times=folder_times, skew=0.0, writable=True
    )


class Film:
    def __init__(self, base, *, share=False, folder_times=True, every=None):
        self.base, self.root = base, base / "FILM"
        self.root.mkdir(exist_ok=True)
        (self.root / "production.yaml").write_text("title: x\n")
        self.clock = FakeClock()
        self.probe = found(share=share, folder_times=folder_times)
        self.watch = Watch(
            self.root, clock=self.clock, every=every or Every(), probes=lambda _: self.probe
        )

    def put(self, path, data=b"x"):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target

    def look(self, *, full=False, after=0.5):
        self.clock.advance(after)
        return set(self.watch.look(full=full))

    def hear(self, *expected, seconds=10.0):
        """Look as the daemon does, until all that was expected was told."""
        end, told = time.monotonic() + seconds, set()
        while not set(expected) <= told and time.monotonic() < end:
            self.watch.wait(0.5)
            told |= self.look()
        assert set(expected) <= told
        return told

    def come_to_agree(self, seconds=10.0):
        """Look as the daemon does, until the index holds what the disk holds."""
        end = time.monotonic() + seconds
        while not self.agrees() and time.monotonic() < end:
            self.watch.wait(0.5)
            self.look()
        assert self.agrees()

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
