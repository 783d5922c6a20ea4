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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lyrad.disk.watch.content import EMPTY, Content, Row, merged, packed
from lyrad.disk.watch.ignore import ignored, suspect
from lyrad.model.names import RelPath

ROOT = RelPath("")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_TRIES = 3


class Listing(NamedTuple):
    """One folder as it looked; with an `error` nothing is known of what stands in it.

    Attributes:
        folder: which.
        content: what stands in it; the very object that was known, where nothing differs.
        time: the folder's own, in nanoseconds, before it was read; None where only some of its
            files were looked at.
        illegible: names that are no text in UTF-8, as a person may be shown them.
        error: why it could not be listed.
    """

    folder: RelPath
    content: Content = EMPTY
    time: int | None = None
    illegible: tuple[str, ...] = ()
    error: OSError | None = None

    @property
    def gone(self) -> bool:
        """Return whether the folder is not there, as against cannot be read."""
        return isinstance(self.error, FileNotFoundError | NotADirectoryError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Lists the folders of one root.

    Attributes:
        root: the production's folder.
        inodes: whether a new inode at an old path is a change. Some shares make inodes up again
            after each look, so there they are all taken for 0.
    """

    root: Path
    inodes: bool = True

    def list(self, folder: RelPath, known: Content | None = None) -> Listing:
        """Return the listing of one folder; an error stands in it.

        NFS forgets a handle when its server restarts: asking again by path is the cure.
        """
        for tries in reversed(range(_TRIES)):
            try:
                return self._list(folder, known)
            except OSError as error:
                if error.errno != errno.ESTALE or not tries:
                    return Listing(folder, error=error)
        raise AssertionError

    def look_at(self, folder: RelPath, names: Iterable[str], known: Content) -> Listing:
        """Return the listing of one folder of which only some files are looked at again.

        Where one is not there any more, or is no plain file, the whole folder is listed.
        """
        content = known
        try:
            handle = os.open(f"{self.root}/{folder}", _FOLDER)
            try:
                for name in names:
                    place = content.place(name)
                    found = os.stat(name, dir_fd=handle, follow_symlinks=False)
                    if place is None or not stat.S_ISREG(found.st_mode):
                        return self.list(folder, known)
                    content = content.with_row(place, self._row(found))
            finally:
                os.close(handle)
        except OSError:
            return self.list(folder, known)
        return Listing(folder, content)

    def _list(self, folder: RelPath, known: Content | None) -> Listing:
        handle = os.open(f"{self.root!s}/{folder}", _FOLDER)
        try:
            time = os.fstat(handle).st_mtime_ns
            with os.scandir(handle) as entries:
                raw = self._read(folder, entries)
        finally:
            os.close(handle)
        if known is not None and raw == known:
            return Listing(folder, known, time)
        content, illegible = _cleaned(raw)
        same = known is not None and content == known
        return Listing(folder, known if known and same else content, time, illegible)

    def _read(self, folder: RelPath, entries: Iterator[os.DirEntry[str]]) -> Content:
        """Return what stands in a folder, with noise that only its whole name betrays.

        The one loop that runs for each file of a film: no object is made but what is kept.
        """
        files: list[str] = []
        rows: list[int] = []
        folders: list[str] = []
        inodes: list[int] = []
        for entry in entries:
            name = entry.name
            if name[0] in "._" and ignored(name):
                continue
            try:
                if entry.is_file(follow_symlinks=False):
                    found: os.stat_result | None = entry.stat(follow_symlinks=False)
                elif entry.is_dir(follow_symlinks=False):
                    inodes.append(entry.inode())
                    folders.append(name)
                    continue
                else:
                    found = self._linked(folder, entry)
            except FileNotFoundError:
                continue  # it went meanwhile
            if found is None:
                continue
            rows += found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
            files.append(name)
        content = packed(files, rows, folders, inodes)
        return content if self.inodes else content.without_inodes()

    def _row(self, found: os.stat_result) -> Row:
        inode = found.st_ino if self.inodes else 0
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns, inode

    def _linked(self, folder: RelPath, entry: os.DirEntry[str]) -> os.stat_result | None:
        """Return the state of the file that a link points to, if it lies inside the production."""
        if not entry.is_symlink():
            return None
        target = Path(os.path.realpath(f"{self.root}/{folder}/{entry.name}"))
        if not target.is_relative_to(os.path.realpath(self.root)):
            return None
        try:
            found = target.lstat()
        except OSError:
            return None
        return found if stat.S_ISREG(found.st_mode) else None


def _cleaned(content: Content) -> tuple[Content, tuple[str, ...]]:
    """Return the content without noise and illegible names, and these as people may see them."""
    if not suspect(content.files + content.folders):
        return content, ()
    rows = {name: row for name, row in content.rows().items() if not ignored(name)}
    inodes = {name: inode for name, inode in content.inodes().items() if not ignored(name)}
    illegible = [name for name in (*rows, *inodes) if not _legible(name)]
    for name in illegible:
        rows.pop(name, None)
        inodes.pop(name, None)
    shown = tuple(os.fsencode(name).decode("utf-8", "replace") for name in illegible)
    return merged(rows, inodes), shown


def _legible(name: str) -> bool:
    """Decide whether a name is text: bytes that are none arrive as lone surrogates."""
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)
