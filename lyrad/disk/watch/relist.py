"""Choose which folders to list again, when only some are suspected; the rest is left alone.

A suspicion may be of a folder that is new, gone or moved by now. Whatever it is, the listings
that come out can be taken into the index as they come, and leave no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from lyrad.disk.watch.index import Index
from lyrad.disk.watch.scan import Listing
from lyrad.model.names import RelPath


class Relist:
    """Where to go from each listing.

    Folders in `deep` are listed with all below, and so is every folder that turns out to be new
    or to be another than the index knows. For one that is unknown or gone, the nearest one above
    it that is known is listed, for it is that one which changed.
    """

    def __init__(
        self, index: Index, folders: AbstractSet[RelPath], deep: AbstractSet[RelPath] = frozenset()
    ) -> None:
        self._index = index
        self._deep = set(deep)
        self.start = sorted({self._known(folder) for folder in folders | deep})
        self._asked = set(self.start)

    def below(self, listing: Listing) -> Iterator[RelPath]:
        """Give the folders to list after this one, each once."""
        if listing.gone:
            yield from self._once([_parent(listing.folder)] if listing.folder else ())
            return
        known = self._index.content(listing.folder)
        if known is listing.content and not self._deep:
            return
        former = known.inodes() if known else {}
        whole = listing.folder in self._deep
        for name, inode in listing.content.inodes().items():
            path = RelPath(f"{listing.folder}/{name}" if listing.folder else name)
            if whole or path not in self._index or former.get(name) != inode:
                self._deep.add(path)
            if path in self._deep:
                yield from self._once([path])

    def _once(self, folders: Iterable[RelPath]) -> Iterator[RelPath]:
        for folder in folders:
            if folder not in self._asked:
                self._asked.add(folder)
                yield folder

    def _known(self, folder: RelPath) -> RelPath:
        while folder and folder not in self._index:
            folder = _parent(folder)
        return folder


def everything(listing: Listing) -> list[RelPath]:
    """Return every folder in a listing, so that the whole tree is listed."""
    if not listing.content.folders:
        return []
    prefix = f"{listing.folder}/" if listing.folder else ""
    return [RelPath(prefix + name) for name in listing.content.folder_names]


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
