"""Look at one root's tree, at all of it or where something may have changed, and remember it.

When to look is decided elsewhere. What cannot be seen stays as it was: a folder that cannot be
read, and what vanished in such numbers that nobody believes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lyrad.disk.watch import words
from lyrad.disk.watch.ages import Dates, dated, undated
from lyrad.disk.watch.content import Content
from lyrad.disk.watch.hints import Hinted
from lyrad.disk.watch.index import Index
from lyrad.disk.watch.relist import Relist, everything
from lyrad.disk.watch.rounds import JUST, LATELY, Choice, Hot, Slices, choice
from lyrad.disk.watch.scan import ROOT, Listing, Scan
from lyrad.disk.watch.times import moved
from lyrad.disk.watch.vanishing import Kept, keep, restored
from lyrad.disk.watch.walk import walk
from lyrad.model.names import RelPath
from lyrad.ports import Clock

# Shorter than the shortest quiet time. After a long look the pause is longer; who takes a file
# asks for its state once more.
_NOW_AND_THEN = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one look saw, not yet taken in; `kept` is what of it is not believed."""

    listings: tuple[Listing, ...]
    kept: Kept


class Eyes:
    """Looks at one tree.

    Args:
        root: the production's folder.
        clock: the time by which changes are dated.
        attend: called with each folder before it is listed, so that what comes after is heard.
        on_gone: called with each folder that went.
    """

    def __init__(
        self,
        root: Path,
        clock: Clock,
        *,
        attend: Callable[[RelPath], None],
        on_gone: Callable[[RelPath], None],
    ) -> None:
        self.index = Index(on_gone=on_gone)
        self.accepting = False
        self._clock = clock
        self._attend = attend
        self._scan = Scan(root=root)
        self._threads, self._skew = 1, 0.0
        self._slices, self._hot, self._hot_at = Slices(), Hot(), clock.monotonic()
        self._kept = Kept()
        self._unread: frozenset[RelPath] = frozenset()
        self._illegible: dict[RelPath, tuple[str, ...]] = {}

    def adjust(self, *, share: bool, threads: int, skew: float) -> None:
        """See as the root needs it.

        Args:
            share: whether other computers write there; their inodes and times are not believed.
            threads: how many folders are listed at once.
            skew: the seconds by which the root's clock is ahead of ours.
        """
        self._scan = replace(self._scan, inodes=not share)
        self._threads, self._skew = threads, skew

    @property
    def closed(self) -> frozenset[RelPath]:
        """Return the folders of which nothing is known for now."""
        return self._unread.union(self._kept.places(self.index))

    @property
    def keeps(self) -> bool:
        """Return whether something vanished that is not believed gone."""
        return bool(self._kept.names)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what people should know of the tree, a sentence each."""
        return words.troubles(self._unread, self._illegible, self._kept)

    def everything(self) -> Sight:
        """See the whole tree."""
        listings = tuple(walk([ROOT], self._list, everything, threads=self._threads))
        kept = keep(self.index, listings, self._kept)
        if self.accepting:  # what people were asked about, and nothing that went since
            kept = kept.without(self._kept, self.index)
        return Sight(listings=listings, kept=kept)

    def round(self, hinted: Hinted) -> Sight:
        """See what moved by its folder's time, what changed lately, and a slice of the rest."""
        index, since = self.index, self._clock.monotonic() - LATELY
        self._hot.cool(since)
        folders = self._slices.next(index)
        times = (asked for asked in index.times() if asked[0] not in folders)
        folders |= moved(self._scan.root, times, threads=self._threads)
        return self._see(choice(index, self._hot, since, folders | hinted.folders), hinted)

    def hinted(self, hinted: Hinted) -> Sight:
        """See what was hinted at, and what changed just now.

        In a burst of hints the latter is done but now and then, or a fifth of the time at most.
        """
        begun = self._clock.monotonic()
        if begun < self._hot_at:
            return self._see(Choice(folders=hinted.folders), hinted)
        sight = self._see(choice(self.index, self._hot, begun - JUST, hinted.folders), hinted)
        ended = self._clock.monotonic()
        self._hot_at = ended + max(_NOW_AND_THEN, 4 * (ended - begun))
        return sight

    def take_in(self, sight: Sight, *, local: bool) -> tuple[RelPath, ...]:
        """Take a look into the index and return the paths that changed.

        Args:
            sight: what was seen.
            local: whether a first look may date files by the kernel's clock.
        """
        now = self._clock.monotonic()
        first = self._first_dates(now, local=local) if not len(self.index) else None
        self._kept, self.accepting = sight.kept, False
        changed: list[RelPath] = []
        just = Dates(now, lately=True)
        for listing in sight.listings:
            if listing.folder and not self.index.expects(listing.folder):
                continue
            if listing.error is not None:
                self.index.note_time(listing.folder, None, now)
                continue
            kept = listing.folder in self._kept.names
            content = restored(self.index, listing, self._kept) if kept else listing.content
            dates = first(content) if first else just
            paths = self.index.apply(listing.folder, content, now, dates=dates.changed)
            if listing.time is not None:
                self.index.note_time(listing.folder, None if kept else listing.time, now)
            if paths and dates.lately:
                self._hot.note(listing.folder, now)
            changed += paths
        self._note_troubles(sight.listings)
        return tuple(changed)

    def _first_dates(self, now: float, *, local: bool) -> Callable[[Content], Dates]:
        """Return what dates a folder at the first look, and says whether it changed lately."""
        if local:
            return dated(self._clock, now, lately=LATELY)
        return undated(self._clock, now, lately=LATELY, skew=self._skew)

    def _list(self, folder: RelPath) -> Listing:
        self._attend(folder)
        return self._scan.list(folder, self.index.content(folder))

    def _see(self, chosen: Choice, hinted: Hinted) -> Sight:
        """See what was chosen; where much is gone, see all, for it may have been moved."""
        relist = Relist(self.index, chosen.folders, hinted.deep | self.index.unlisted)
        listings = [*walk(relist.start, self._list, relist.below, threads=self._threads)]
        listed = {listing.folder for listing in listings}
        files = {at: names for at, names in chosen.files.items() if at not in listed}
        listings += walk(
            files,
            lambda folder: self._glance(folder, files[folder]),
            _nowhere,
            threads=self._threads if files else 1,
        )
        kept = keep(self.index, listings, self._kept)
        if kept.files > self._kept.files:
            return self.everything()
        return Sight(listings=tuple(listings), kept=kept)

    def _glance(self, folder: RelPath, names: tuple[str, ...]) -> Listing:
        content = self.index.content(folder)
        return self._scan.look_at(folder, names, content) if content else self._list(folder)

    def _note_troubles(self, listings: tuple[Listing, ...]) -> None:
        unread = set(self._unread)
        for listing in listings:
            unread.discard(listing.folder)
            if listing.error is not None and not listing.gone:
                unread.add(listing.folder)
            elif listing.illegible:
                self._illegible[listing.folder] = listing.illegible
            elif listing.time is not None:
                self._illegible.pop(listing.folder, None)
        # One that went with the folder above it is no longer in anybody's way.
        self._unread = frozenset(at for at in unread if at == ROOT or self.index.expects(at))
        for folder in [at for at in self._illegible if at not in self.index]:
            del self._illegible[folder]


def _nowhere(listing: Listing) -> tuple[RelPath, ...]:
    del listing
    return ()
