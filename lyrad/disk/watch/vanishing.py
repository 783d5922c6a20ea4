"""Decide whether what is gone from the tree was deleted, or only is not to be seen.

A disk that was mounted below the root and went away, or a server that lost a volume, leaves a
tree that stands and is empty. People delete and move as well, but seldom a tenth of a film within
one look. So that much at once is kept as it was until somebody says that it was meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lyrad.disk.watch.content import Content, Row, merged
from lyrad.disk.watch.differences import differences
from lyrad.disk.watch.index import Index
from lyrad.disk.watch.scan import Listing
from lyrad.model.names import RelPath

_LEAST = 50
_PART = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is gone and was not believed: names by the folder that they went from.

    Attributes:
        names: files and folders; of a folder all below it is kept as well.
        files: how many files that are.
        known: how many files were known when they went.
    """

    names: Mapping[RelPath, frozenset[str]] = field(default_factory=dict)
    files: int = 0
    known: int = 0

    def places(self, index: Index) -> Iterator[RelPath]:
        """Give the folders of which nothing is known for now."""
        for folder, names in self.names.items():
            content = index.content(folder)
            inner = {*content.folder_names} & names if content else set()
            yield from (_below(folder, name) for name in inner)
            if names - inner:
                yield folder

    def without(self, other: Kept, index: Index) -> Kept:
        """Return what is kept here and not in the other."""
        left = {at: gone - other.names.get(at, frozenset()) for at, gone in self.names.items()}
        names = {at: gone for at, gone in left.items() if gone}
        return replace(self, names=names, files=sum(1 for _ in _marks(index, names)))


def keep(index: Index, listings: Iterable[Listing], kept: Kept) -> Kept:
    """Return what is not to be believed gone after these listings.

    What was kept before stays so until it is seen again. What went now is kept if it is at least
    50 files and a tenth of all, not counting those that came elsewhere with the same
    size and time: these were moved.

    Args:
        index: the tree before these listings are taken in.
        listings: at most one of each folder.
        kept: what was kept until now.
    """
    if not len(index):
        return Kept()  # a first look misses nothing
    looked = [listing for listing in listings if not listing.error]
    went = {listing.folder: gone for listing in looked if (gone := _gone(index, listing))}
    seen = {listing.folder for listing in looked if listing.folder in kept.names}
    still = {
        at: names & went.get(at, frozenset()) if at in seen else names
        for at, names in kept.names.items()
    }
    fresh = {at: names - still.get(at, frozenset()) for at, names in went.items()}
    if _too_many(index, fresh, looked):
        still |= went
    names = {at: gone for at, gone in still.items() if gone and at in index}
    if names == kept.names:
        return kept
    return Kept(names=names, files=sum(1 for _ in _marks(index, names)), known=index.files)


def restored(index: Index, listing: Listing, kept: Kept) -> Content:
    """Return a listing's content with what is kept put back as it was known."""
    known = index.content(listing.folder)
    names = kept.names.get(listing.folder)
    if not names or known is None:
        return listing.content
    rows = {name: row for name, row in known.rows().items() if name in names}
    inodes = {name: inode for name, inode in known.inodes().items() if name in names}
    content = merged({**listing.content.rows(), **rows}, {**listing.content.inodes(), **inodes})
    found = differences(known, content)
    return content if found.changed or found.gone else known


def _too_many(
    index: Index, gone: Mapping[RelPath, frozenset[str]], looked: Iterable[Listing]
) -> bool:
    """Decide whether more is gone at once than people delete."""
    least = max(_LEAST, _PART * index.files)
    lost = Counter(_marks(index, gone))
    if lost.total() < least:
        return False
    lost -= Counter(_come(index, looked))
    return lost.total() >= least


def _gone(index: Index, listing: Listing) -> frozenset[str]:
    """Return the names that a folder had and has no more."""
    known = index.content(listing.folder)
    if known is None or known is listing.content:
        return frozenset()
    return frozenset(differences(known, listing.content).gone)


def _come(index: Index, looked: Iterable[Listing]) -> Iterator[tuple[int, int]]:
    """Give size and time of each file that was not there before."""
    for listing in looked:
        known = index.content(listing.folder)
        former = known.rows() if known else {}
        if known is not listing.content:
            yield from (
                _mark(row) for name, row in listing.content.rows().items() if name not in former
            )


def _marks(index: Index, gone: Mapping[RelPath, frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Give size and time of each known file that is gone, those below gone folders among them."""
    waiting: list[tuple[RelPath, frozenset[str] | None]] = [*gone.items()]
    while waiting:
        folder, names = waiting.pop()
        content = index.content(folder)
        if content is None:
            continue
        for name, row in content.rows().items():
            if names is None or name in names:
                yield _mark(row)
        inner = content.folder_names
        waiting += [
            (_below(folder, name), None) for name in inner if names is None or name in names
        ]


def _mark(row: Row) -> tuple[int, int]:
    return row[0], row[1]


def _below(folder: RelPath, name: str) -> RelPath:
    return RelPath(f"{folder}/{name}" if folder else name)
