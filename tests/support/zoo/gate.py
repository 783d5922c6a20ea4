"""The daemon's own way in for any file: its real watch, settling and reader, in a told time.

The intake takes shots' files only; here each file of the zoo is offered to the same rooms in the
same order. What the reader takes a private copy of is admitted.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from lyrad.core import match
from lyrad.core.settle import Quiet
from lyrad.disk.reading import reading
from lyrad.disk.watch import Watch
from lyrad.disk.watch.probe import Probe
from lyrad.disk.whole import _judge
from lyrad.model.drop import Seen, Wholeness
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.settings import Settle
from lyrad.model.standing import Lacking, Standing, Unsettled
from lyrad.service.intake.department import AGAIN
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.look import _Place, _settle
from lyrad.service.intake.reader import NotReadyError, Reader
from tests.support.shoot import Shoot

# Older kernels date files by a tick of this length: what is seen must not look like what follows.
_TICK = 0.005


class Gate:
    """One production, empty at first, and what lyrad takes in it."""

    def __init__(self, tmp: Path, *, share: bool = False) -> None:
        self._shoot = Shoot(tmp)
        self._share = share
        self.clock = self._shoot.clock
        self.desk = self._desk()
        self._reader = Reader(self.desk)
        self.look()

    def folder(self, shot: ShotKey) -> Path:
        """Make a shot's folder and return it."""
        folder = self._shoot.folder(str(shot))
        folder.mkdir(parents=True)
        return folder

    def look(self) -> None:
        """Look as a post does."""
        time.sleep(_TICK)
        self.desk.watch.look(full=not self._share)

    def offer(self, shot: ShotKey, seen: Seen) -> str | float:
        """Return the hash of the content that is taken now, or when to ask again."""
        path = seen.sighting.path
        name = path.rpartition("/")[2]
        place = _Place(
            shot=shot,
            folder=match.shot_folder(self.desk.production.tree, shot),
            files={name: seen},
            matches=(),
            first_take=None,
            alike=(),
            finishes=(),
        )
        try:
            _settle(place, [name], self.desk, self._reader)
            return self._reader.member("file", path).sha256
        except NotReadyError as early:
            return self._again(early.standing)

    def seen(self, path: str) -> Seen | None:
        """Return how a path looked last."""
        return self.desk.watch.index.seen(RelPath(path))

    def close(self) -> None:
        """Let go of what is open."""
        self.desk.watch.stop()
        self._shoot.close()

    def _desk(self) -> Desk:
        desk, settle = self._shoot.built.desk, self._shoot.settings.settle
        kind = "nfs4" if self._share else "ext4"
        found = Probe(kind=kind, share=self._share, events=False, folder_times=True)
        watch = Watch(self._shoot.root, clock=self.clock, probes=lambda _: found)
        watch.start()
        whole = without_gaps if self._share else desk.whole
        return replace(desk, watch=watch, whole=whole, quiet=quiet(settle, share=self._share))

    def _again(self, standing: Standing) -> float:
        """Return when the daemon looks again at what stands so, though nothing changes."""
        if isinstance(standing, Unsettled):
            return standing.ready_at
        assert isinstance(standing, Lacking), standing
        return standing.again_at or self.clock.monotonic() + AGAIN


def without_gaps(path: Path) -> Wholeness:
    """Judge a file as on a share of the kind that tells of no gaps in files."""
    with reading(path) as file:
        size = file.seek(0, 2)
        file.seek(0)
        return _judge(path.suffix.lower(), file, size)


def quiet(settle: Settle, *, share: bool) -> Quiet:
    """Return the daemon's quiet times where nobody set others."""
    usual = settle.share if share else settle.local
    return Quiet(usual=usual, with_takes=settle.with_takes)
