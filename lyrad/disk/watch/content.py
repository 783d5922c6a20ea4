"""Hold what stands in one folder in as little memory as it takes, and quick to compare.

A film has a hundred thousand files, and an object for each would cost ten times what is known of
it. So a folder is one text of names and one array of numbers; sightings are made of it when
somebody asks. Knows nothing of the disk.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from lyrad.model.drop import Sighting
from lyrad.model.names import RelPath

Row = tuple[int, int, int, int]
"""A file's size in bytes, mtime and ctime in nanoseconds, and inode."""

_WIDTH = 4
_SIGN, _WORD = 1 << 63, 1 << 64


class Content(NamedTuple):
    """What stands in one folder: files first, then folders, as the disk gave them.

    Attributes:
        files: the files' names, with a slash before, between and after them; empty without any.
        folders: the folders' names, likewise.
        numbers: a row for each file, then an inode for each folder; 64 bits each.
    """

    files: str
    folders: str
    numbers: array[int]

    @property
    def file_names(self) -> list[str]:
        """Return the files' names in the order of their rows."""
        return self.files[1:-1].split("/") if self.files else []

    @property
    def folder_names(self) -> list[str]:
        """Return the folders' names in the order of their inodes."""
        return self.folders[1:-1].split("/") if self.folders else []

    @property
    def names(self) -> list[str]:
        """Return all names in the order of their places."""
        return self.file_names + self.folder_names if self.folders else self.file_names

    def paths(self, prefix: str) -> list[RelPath]:
        """Return the paths of all entries; `prefix` goes before each name."""
        return cast("list[RelPath]", [prefix + name for name in self.names])

    @property
    def file_count(self) -> int:
        """Return how many files there are."""
        return (len(self.numbers) - self.folder_count) // _WIDTH

    @property
    def folder_count(self) -> int:
        """Return how many folders there are."""
        return self.folders.count("/") - 1 if self.folders else 0

    def rows(self) -> dict[str, Row]:
        """Return each file's row by its name."""
        numbers = iter(self.numbers)
        names = self.file_names
        rows = zip(numbers, numbers, numbers, numbers, strict=False)
        return dict(zip(names, rows, strict=False))

    def inodes(self) -> dict[str, int]:
        """Return each folder's inode by its name."""
        return dict(zip(self.folder_names, self.numbers[_WIDTH * self.file_count :], strict=True))

    def place(self, name: str) -> int | None:
        """Return which entry has this name, counted from the first file; None where none has."""
        at = self.files.find(f"/{name}/")
        if at >= 0:
            return self.files.count("/", 0, at)
        at = self.folders.find(f"/{name}/")
        return self.file_count + self.folders.count("/", 0, at) if at >= 0 else None

    def sighting(self, place: int, path: RelPath) -> Sighting:
        """Return the sighting of the entry at a place. A folder's own size and times are left 0.

        They move with every card that is written into it.
        """
        files = self.file_count
        if place >= files:
            inode = self.numbers[_WIDTH * files + place - files]
            return Sighting(path=path, folder=True, size=0, mtime_ns=0, ctime_ns=0, inode=inode)
        size, mtime, ctime, inode = self.numbers[_WIDTH * place : _WIDTH * (place + 1)]
        return Sighting(
            path=path, folder=False, size=size, mtime_ns=mtime, ctime_ns=ctime, inode=inode
        )

    def sightings(self, prefix: str) -> Iterator[Sighting]:
        """Give all sightings in the order of their places; `prefix` goes before each name."""
        paths = self.paths(prefix)
        for path, (size, mtime, ctime, inode) in zip(paths, self.rows().values(), strict=False):
            yield Sighting(
                path=path, folder=False, size=size, mtime_ns=mtime, ctime_ns=ctime, inode=inode
            )
        files = self.file_count
        for path, inode in zip(paths[files:], self.numbers[_WIDTH * files :], strict=True):
            yield Sighting(path=path, folder=True, size=0, mtime_ns=0, ctime_ns=0, inode=inode)

    def without_inodes(self) -> Content:
        """Return the content with all inodes 0."""
        numbers, end = self.numbers[:], _WIDTH * self.file_count
        numbers[3:end:_WIDTH] = array("q", bytes(8 * self.file_count))
        numbers[end:] = array("q", bytes(8 * self.folder_count))
        return self._replace(numbers=numbers)

    def with_row(self, place: int, row: Row) -> Content:
        """Return the content with another row for the file at a place."""
        start = _WIDTH * place
        former = self.numbers[start : start + _WIDTH]
        fresh = _array(row)
        if former == fresh:
            return self
        numbers = self.numbers[:start] + fresh + self.numbers[start + _WIDTH :]
        return self._replace(numbers=numbers)

    def changes(self) -> array[int]:
        """Return each file's ctime, in nanoseconds."""
        return self.numbers[2 : len(self.numbers) - self.folder_count : _WIDTH]

    def newest(self) -> int | None:
        """Return the latest of the files' times, in nanoseconds; None where there is no file."""
        if not self.files:
            return None
        end = _WIDTH * self.file_count
        return max(*self.numbers[1:end:_WIDTH], *self.numbers[2:end:_WIDTH])


def packed(
    files: Iterable[str], rows: list[int], folders: Iterable[str] = (), inodes: Iterable[int] = ()
) -> Content:
    """Return the content; `rows` has four numbers for each file, one row after the other.

    It is used up: the inodes are put to its end.
    """
    rows.extend(inodes)
    return Content(_joined(files), _joined(folders), _array(rows))


def merged(rows: dict[str, Row], inodes: dict[str, int]) -> Content:
    """Return the content with these files and folders."""
    numbers = [number for row in rows.values() for number in row]
    return packed(rows, numbers, inodes, inodes.values())


def _joined(names: Iterable[str]) -> str:
    joined = "/".join(names)
    return f"/{joined}/" if joined else ""


def _array(numbers: Sequence[int]) -> array[int]:
    try:
        return array("q", numbers)
    except OverflowError:  # inodes of some shares use all 64 bits, broken dates even more
        return array("q", _wrapped(numbers))


def _wrapped(numbers: Iterable[int]) -> Iterator[int]:
    """Give each number as the signed one with the same lowest 64 bits: they are but compared."""
    return ((number + _SIGN) % _WORD - _SIGN for number in numbers)


EMPTY = packed((), [])
"""A folder in which nothing stands."""
