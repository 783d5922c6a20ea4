"""See one production's tree: decide when to look, and where.

The scan is the truth and events only make it early, so there is one way in for both, and for the
first look at the start. A root that is not there (an unmounted share, an empty mount point) is
unknown, not deleted: nothing that was known is given up until it is back.
What the changes mean is decided elsewhere. Ages are this computer's own: a file's times are
never asked, but for the kernel's change time at the first look at a local tree.
"""

from __future__ import annotations

import errno
import stat
import threading
from collections.abc import Iterable
from pathlib import Path

from lyrad.disk.watch import words
from lyrad.disk.watch.ages import dated
from lyrad.disk.watch.events import Events
from lyrad.disk.watch.hints import Hinted, Hints
from lyrad.disk.watch.index import Index
from lyrad.disk.watch.pace import SHARE_SECONDS, Pace
from lyrad.disk.watch.relist import relist
from lyrad.disk.watch.scan import ROOT, Listing, scan_tree
from lyrad.model.names import RelPath
from lyrad.ports import Clock

MARK = "production.yaml"
"""The file that says that the root is really there."""

# A file that grows makes no event until it is closed: where something changed lately, each look
# looks again. Longer than the usual quiet times.
_HOT_SECONDS = 20.0
_WARNING_SECONDS = 600.0


class Watch:
    """Sees one production's tree, and remembers it in `index`.

    Args:
        root: the production's folder.
        share: whether other computers write there, unheard by this one's kernel.
        clock: the time by which changes are dated.
        every: the seconds between two looks at everything; None for the usual ones. Where events
            were expected and there are none, it is done more often.
    """

    def __init__(
        self, root: Path, *, share: bool, clock: Clock, every: float | None = None
    ) -> None:
        self._root = root
        self._share = share
        self._pace = Pace(share=share, every=every)
        self._clock = clock
        self._index = Index(inodes=not share)
        self._hints = Hints()
        self._looking = threading.Lock()
        self._started = False
        self._events: Events | None = None
        self._identity: tuple[int, int] | None = None
        self._next_full = clock.monotonic()
        self._hot: dict[RelPath, float] = {}
        self._short = False
        self._polled = ""
        self._lost_at: float | None = None
        self._troubles: tuple[str, ...] = ()
        self._closed: frozenset[RelPath] = frozenset()

    @property
    def index(self) -> Index:
        """Return what was last seen. It stands still while the root is away."""
        return self._index

    @property
    def healthy(self) -> bool:
        """Return whether the root is there: a folder with its `production.yaml`."""
        return self._identify() is not None

    @property
    def interval(self) -> float:
        """Return the seconds between two looks at everything."""
        return self._pace.interval(events=self._events is not None)

    @property
    def closed(self) -> frozenset[RelPath]:
        """Return the folders that could not be listed last; what is in them is unknown."""
        return self._closed

    @property
    def mode(self) -> str:
        """Return how this root is watched, for people."""
        return self._pace.mode(events=self._events is not None)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what people should know of the watching, a sentence each."""
        found = [] if self.healthy else [words.AWAY.format(root=self._root, mark=MARK)]
        found += [self._polled] if self._polled else []
        lately = self._clock.monotonic() - _WARNING_SECONDS
        found += [words.LOST] if self._lost_at is not None and self._lost_at > lately else []
        return (*found, *self._troubles)

    def start(self) -> None:
        """Begin to listen for events, where the file system tells of all changes."""
        with self._looking:
            self._started = True
            self._identity = self._identify()
            self._listen()

    def stop(self) -> None:
        """End listening and wake whoever waits."""
        with self._looking:
            self._started = False
            self._hush()
        self._hints.nudge()

    def nudge(self) -> None:
        """Wake whoever waits."""
        self._hints.nudge()

    def wait(self, seconds: float) -> None:
        """Return on an event, on a nudge, when a look at everything is due, or after so long."""
        due = self._next_full - self._clock.monotonic()
        self._hints.wait(min(seconds, due) if self.healthy else seconds)

    def look(self, *, full: bool = False) -> tuple[RelPath, ...]:
        """Look where something may have changed and return the paths that did change.

        Looks at everything when asked to, for the first time, when events were lost, when the
        root came back, and when the time has come. While the root is away nothing has changed.
        """
        with self._looking:
            if not self._present():
                return ()
            hinted = self._hints.take()
            self._note_losses(hinted)
            full = full or hinted.everything or self._clock.monotonic() >= self._next_full
            listings = tuple(scan_tree(self._root)) if full else self._partly(hinted)
            if self._identify() != self._identity:
                self._identity = None  # it went while we looked: this may be half a tree
                return ()
            changed = self._apply(listings)
            if full:
                self._after_full(listings)
            return changed

    def _identify(self) -> tuple[int, int] | None:
        """Return which folder stands at the root, or None where there is no production."""
        try:
            if not stat.S_ISREG((self._root / MARK).stat().st_mode):
                return None
            found = self._root.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _present(self) -> bool:
        """Decide whether the root is there; where it is another than before, begin anew."""
        identity = self._identify()
        if identity is not None and identity != self._identity:
            self._identity = identity
            self._listen()
            self._next_full = self._clock.monotonic()
        if identity is None:
            self._identity = None
            self._hints.take()  # all will be looked at when it is back
        return identity is not None

    def _listen(self) -> None:
        """Connect to the root's events; where that fails, scans must do."""
        self._hush()
        if not self._started or self._share or self._polled or self._identity is None:
            return
        try:
            self._events = Events(self._root, self._hints)
        except OSError as error:
            limit = error.errno in {errno.ENOSPC, errno.EMFILE}
            sentence = words.LIMIT if limit else words.NO_EVENTS
            self._polled = sentence.format(root=self._root, every=self._pace.instead)

    def _hush(self) -> None:
        if self._events is not None:
            self._events.stop()
            self._events = None

    def _note_losses(self, hinted: Hinted) -> None:
        if hinted.everything and self._events is not None and self._events.took_overflow():
            self._lost_at = self._clock.monotonic()

    def _partly(self, hinted: Hinted) -> tuple[Listing, ...]:
        """Return listings of the folders that were hinted at or that changed lately."""
        now = self._clock.monotonic()
        self._hot = {path: at for path, at in self._hot.items() if now - at < _HOT_SECONDS}
        return relist(
            self._root, self._index, folders={*hinted.folders, *self._hot}, deep=hinted.deep
        )

    def _apply(self, listings: Iterable[Listing]) -> tuple[RelPath, ...]:
        """Take listings into the index, parents first; what cannot be read stays as it was."""
        now = self._clock.monotonic()
        dates = dated(self._clock, now) if not len(self._index) and not self._share else None
        changed: set[RelPath] = set()
        closed = set(self._closed)
        for listing in listings:
            closed.discard(listing.folder)
            if listing.error is not None and not listing.gone:
                closed.add(listing.folder)
            seen = self._index.seen(listing.folder)
            here = listing.folder == ROOT or (seen is not None and seen.sighting.folder)
            if here and listing.error is None:
                changed.update(
                    self._index.apply(listing.folder, listing.sightings, now, dated=dates)
                )
        # One that went with the folder above it is no longer in anybody's way.
        self._closed = frozenset(at for at in closed if at == ROOT or self._index.seen(at))
        self._hot.update({_parent(path): now for path in changed})
        self._hot.update({path: now for path in changed if path in self._index})
        return tuple(sorted(changed))

    def _after_full(self, listings: tuple[Listing, ...]) -> None:
        self._troubles = words.troubles(listings)
        self._next_full = self._clock.monotonic() + self.interval
        if self._events is None:
            return
        if not self._events.alive:
            self._lost_at = self._next_full = self._clock.monotonic()
            self._listen()
            return
        watched = self._events.watched()
        short = watched is not None and watched < len(self._index)
        if short and self._short:
            self._hush()
            self._polled = words.LIMIT.format(root=self._root, every=self._pace.instead)
        elif short:  # perhaps folders came while we looked: look once more before judging
            self._next_full = self._clock.monotonic() + SHARE_SECONDS
        self._short = short


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
