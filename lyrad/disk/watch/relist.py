"""Choose which folders to list again, when only some are suspected; the rest is left alone.

A suspicion may be of a folder that is new, gone or moved by now. Whatever it is, the listings
that come out can be taken into the index parents first, and leave no gap.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path

from lyrad.disk.watch.index import Index
from lyrad.disk.watch.scan import Listing, list_folder, scan_tree
from lyrad.model.names import RelPath


def relist(
    root: Path, index: Index, *, folders: AbstractSet[RelPath], deep: AbstractSet[RelPath]
) -> tuple[Listing, ...]:
    """Return listings of the folders, a parent before its children.

    Those in `deep` are listed with all below, and so is every folder that turns out to be new
    or to be another than the index knows. For one that is unknown or gone, the nearest one above
    it that is known is listed, for it is that one which changed.
    """
    listings: dict[RelPath, Listing] = {}
    waiting = sorted({_known(index, folder) for folder in {*folders, *deep}}, reverse=True)
    while waiting:
        folder = waiting.pop()
        if folder in listings:
            continue
        listing = listings[folder] = list_folder(root, folder)
        if listing.gone and folder:
            waiting.append(_parent(folder))
        for child in listing.sightings:
            if child.folder and (child.path in deep or not index.same(child)):
                below = scan_tree(root, child.path)
                listings.update({listing.folder: listing for listing in below})
    return tuple(listings[folder] for folder in sorted(listings))


def _known(index: Index, folder: RelPath) -> RelPath:
    while folder and folder not in index:
        folder = _parent(folder)
    return folder


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
