"""List folders and say what stands in them; the truth that events only make early.

A folder that cannot be read is told apart from one that is empty: what lyrad knew of it stays.
Nothing is opened and nothing is hashed. Noise by name is left out, and so is what is neither a
file nor a folder. A link is sighted as the file that it points to, if that file lies inside the
production; links to folders are left out, since they would make one shot two, or a circle.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lyrad.disk.watch.ignore import ignored
from lyrad.model.drop import Sighting
from lyrad.model.names import RelPath

ROOT = RelPath("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One folder as it looked; with an `error` nothing is known of what stands in it.

    `illegible` are names that are no text in UTF-8, as a person may be shown them.
    """

    folder: RelPath
    sightings: tuple[Sighting, ...] = ()
    illegible: tuple[str, ...] = ()
    error: OSError | None = None

    @property
    def gone(self) -> bool:
        """Return whether the folder is not there, as against cannot be read."""
        return isinstance(self.error, FileNotFoundError | NotADirectoryError)


def scan_folder(root: Path, folder: RelPath) -> tuple[Sighting, ...]:
    """Return what stands directly in a folder, in no particular order.

    Raises:
        OSError: the folder, or one of its files, cannot be looked at.
    """
    listing = list_folder(root, folder)
    if listing.error:
        raise listing.error
    return listing.sightings


def scan_tree(root: Path, folder: RelPath = ROOT) -> Iterator[Listing]:
    """Give a listing of the folder and of each folder below it, a parent before its children.

    Errors stand in the listings; one folder's trouble does not stop the rest.
    """
    waiting = [folder]
    while waiting:
        listing = list_folder(root, waiting.pop())
        yield listing
        waiting += [sighting.path for sighting in listing.sightings if sighting.folder]


def list_folder(root: Path, folder: RelPath, *, tries: int = 3) -> Listing:
    """Return the listing of one folder; an error stands in it.

    NFS forgets a handle when its server restarts: asking again by path is the cure.
    """
    try:
        return _read(root, folder)
    except OSError as error:
        if error.errno == errno.ESTALE and tries > 1:
            return list_folder(root, folder, tries=tries - 1)
        return Listing(folder=folder, error=error)


def _read(root: Path, folder: RelPath) -> Listing:
    sightings: list[Sighting] = []
    illegible: list[str] = []
    prefix = f"{folder}/" if folder else ""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            name = entry.name
            if ignored(name):
                continue
            if not _legible(name):
                illegible.append(os.fsencode(name).decode("utf-8", "replace"))
            elif found := _stat(root, entry):
                sightings.append(_sighting(RelPath(prefix + name), found))
    return Listing(folder=folder, sightings=tuple(sightings), illegible=tuple(illegible))


def _legible(name: str) -> bool:
    """Decide whether a name is text: bytes that are none arrive as lone surrogates."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _stat(root: Path, entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return the state of a file or folder; None for what is neither, or gone meanwhile."""
    try:
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            return _linked(root, entry)
    except FileNotFoundError:
        return None
    return found if stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode) else None


def _linked(root: Path, entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return the state of the file that a link points to, if it lies inside the production."""
    target = Path(os.path.realpath(entry.path))
    if not target.is_relative_to(os.path.realpath(root)):
        return None
    try:
        found = target.lstat()
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _sighting(path: RelPath, found: os.stat_result) -> Sighting:
    return Sighting(
        path=path,
        folder=stat.S_ISDIR(found.st_mode),
        size=found.st_size,
        mtime_ns=found.st_mtime_ns,
        ctime_ns=found.st_ctime_ns,
        inode=found.st_ino,
    )
