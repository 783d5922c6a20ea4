"""See one production's tree: decide when to look, and at how much.

The scan is the truth and events only make it early, so there is one way in for both, and for the
first look at the start. A root that is not there (an unmounted share, an empty mount point) is
unknown, not deleted: nothing that was known is given up until it is back.
What the changes mean is decided elsewhere. Ages are this computer's own: a file's times are
never asked, but for the kernel's change time at the first look at a local tree.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from lyrad.disk import mounts
from lyrad.disk.watch import words
from lyrad.disk.watch.anchor import Anchor, Identity
from lyrad.disk.watch.eyes import Eyes, Sight
from lyrad.disk.watch.hearing import Hearing
from lyrad.disk.watch.hints import Hinted, Hints
from lyrad.disk.watch.index import Index
from lyrad.disk.watch.mode import Every, choose
from lyrad.disk.watch.probe import Probe, probe
from lyrad.model.names import RelPath
from lyrad.ports import Clock


class Watch:
    """Sees one production's tree, and remembers it in `index`.

    Args:
        root: the production's folder.
        clock: the time by which changes are dated.
        every: the seconds between two looks at the whole tree.
        anchor: says whether the production is there; None where any production will do.
        probes: finds out what the root's file system does, once `start` was called; None for
            trying it. Without `start` nothing is tried, and only the table of mounts is asked.
    """

    def __init__(
        self,
        root: Path,
        *,
        clock: Clock,
        every: Every | None = None,
        anchor: Anchor | None = None,
        probes: Callable[[Path], Probe] | None = None,
    ) -> None:
        self._root = root
        self._clock = clock
        self._every = every or Every()
        self._anchor = anchor or Anchor(root, None, reads_id=_any)
        self._probes = probes or partial(probe, clock=clock)
        self._hints = Hints()
        self._hearing = Hearing(root, self._hints, clock)
        self._eyes = Eyes(root, clock, attend=self._hearing.attend, on_gone=self._hearing.leave)
        self._looking = threading.Lock()
        self._started = False
        self._identity: Identity | None = None
        self._probe = Probe(kind=mounts.UNKNOWN, share=True)
        self._mode = choose(self._probe, self._every)
        self._anew = True
        self._next = clock.monotonic()

    @property
    def index(self) -> Index:
        """Return what was last seen. It stands still while the root is away."""
        return self._eyes.index

    @property
    def healthy(self) -> bool:
        """Return whether the root is there, and is the production's."""
        return self._anchor.identify() is not None

    @property
    def interval(self) -> float:
        """Return the seconds between two looks at the whole tree."""
        return self._mode.every

    @property
    def closed(self) -> frozenset[RelPath]:
        """Return the folders that could not be listed last; what is in them is unknown."""
        return self._eyes.closed

    @property
    def keeps(self) -> bool:
        """Return whether much vanished at once, and is kept until somebody says it was meant."""
        return self._eyes.keeps

    @property
    def mode(self) -> str:
        """Return how this root is watched, for people."""
        return self._mode.words

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what people should know of the watching, a sentence each."""
        away = () if self.healthy else (words.AWAY.format(why=self._anchor.words),)
        return (*away, *self._hearing.warnings, *self._eyes.warnings)

    def start(self) -> None:
        """Find out what the file system does, and listen for events where it tells of all."""
        with self._looking:
            self._started = True
            self._identity = self._anchor.identify()
            if self._identity is not None:
                self._prepare()

    def stop(self) -> None:
        """End listening and wake whoever waits."""
        with self._looking:
            self._started = False
            self._hearing.end()
        self._hints.nudge()

    def nudge(self) -> None:
        """Wake whoever waits."""
        self._hints.nudge()

    def wait(self, seconds: float) -> None:
        """Return on an event, on a nudge, when a look at the whole is due, or after so long."""
        due = self._next - self._clock.monotonic()
        self._hints.wait(min(seconds, due) if self.healthy else seconds)

    def accept(self) -> None:
        """Take for deleted, at the next look, what vanished at once and was kept until then."""
        self._eyes.accepting = True
        self._hints.nudge()

    def look(self, *, full: bool = False) -> tuple[RelPath, ...]:
        """Look where something may have changed and return the paths that did change.

        Every folder is listed when asked to, for the first time, when events were lost, and when
        the root came back. While the root is away nothing has changed.
        """
        with self._looking:
            if not self._present():
                return ()
            hinted = self._hints.take()
            whole = self._hearing.lost(hinted) or full or self._anew or self._eyes.accepting
            try:
                sight = self._see(hinted, whole=whole)
            except OSError:
                sight = None
            if sight is None or self._anchor.identify() != self._identity:
                self._identity = None  # it went while we looked: this may be half a tree
                return ()
            self._anew = False
            self._hearing.give_up_if_full()
            self._settle_mode()
            return self._eyes.take_in(sight, local=not self._probe.share)

    def _see(self, hinted: Hinted, *, whole: bool) -> Sight:
        """Look at everything, at what a round takes in, or where events tell of changes."""
        now = self._clock.monotonic()
        due = now >= self._next
        if whole or due:
            self._next = now + self.interval
        if whole or (due and not self._mode.folder_times):
            return self._eyes.everything()
        return self._eyes.round(hinted) if due else self._eyes.hinted(hinted)

    def _present(self) -> bool:
        """Decide whether the root is there; where it is another than before, begin anew."""
        identity = self._anchor.identify()
        if identity != self._identity:
            self._eyes.accepting = False  # it was said of what was missing then
        if identity is None:
            self._hints.take()  # all will be looked at when it is back
        elif identity != self._identity:
            self._prepare()
        self._identity = identity
        return identity is not None

    def _prepare(self) -> None:
        """Find out what stands at the root now; see and hear it from the beginning."""
        if self._started:
            self._probe = self._probes(self._root)
        else:
            self._probe = glance(self._root)
        self._anew = True
        self._mode = choose(self._probe, self._every)
        if self._started and self._mode.events:
            self._hearing.begin()
        else:
            self._hearing.end()
        self._settle_mode()
        self._eyes.adjust(
            share=self._probe.share, threads=self._mode.threads, skew=self._probe.skew or 0.0
        )

    def _settle_mode(self) -> None:
        """Look as often as a tree needs that tells no events, where they were expected."""
        if self._mode.events and not self._hearing.listening:
            often = min(self._every.local, self._every.share)
            why = words.POLLED if self._hearing.refused else ""
            self._mode = replace(self._mode, events=False, every=often, why=why)
            self._next = min(self._next, self._clock.monotonic() + often)


def glance(root: Path) -> Probe:
    """Return what the table of mounts alone tells of a root: nothing is written there."""
    found = mounts.mount(root)
    return Probe(
        kind=found.kind,
        known=found.nature is not mounts.Nature.UNKNOWN,
        share=found.nature is not mounts.Nature.LOCAL,
    )


def _any(path: Path) -> None:
    del path
