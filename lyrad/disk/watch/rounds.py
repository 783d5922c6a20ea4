"""Choose what is looked at in one round of a tree of which most has not changed.

A folder's own time tells of names that came and went, and is asked of all folders. It tells
nothing of a file that is written in place. So what changed lately is looked at each time, and
beside it a slice of the tree, whatever its times say: after twenty rounds all was listed again.
Knows nothing of the disk or of the clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from lyrad.disk.watch.index import Index
from lyrad.model.names import RelPath

LATELY = 600.0
"""Seconds for which a file that changed is looked at in each round."""

JUST = 90.0
"""Seconds for which it is looked at in between too: longer than the longest usual quiet time."""

_ROUNDS = 20
_LEAST = 5000
# From this part of a folder's files on, listing it is cheaper than asking for each by its name.
_MOST_OF = 0.25


@dataclass(slots=True)
class Slices:
    """The tree in slices, one after the other, each folder once in about twenty."""

    _waiting: list[RelPath] = field(default_factory=list)

    def next(self, index: Index) -> set[RelPath]:
        """Return the folders of the next slice: a twentieth of the files, or 5,000 if more."""
        least = max(math.ceil(index.files / _ROUNDS), _LEAST)
        if index.files <= least:
            return set(index)
        chosen: set[RelPath] = set()
        files = 0
        while files < least and len(chosen) < len(index):
            if not self._waiting:
                self._waiting = [*index][::-1]
            folder = self._waiting.pop()
            content = index.content(folder)
            if content and folder not in chosen:
                chosen.add(folder)
                files += content.file_count
        return chosen


@dataclass(slots=True)
class Hot:
    """The folders in which something changed lately, and when (monotonic seconds)."""

    _folders: dict[RelPath, float] = field(default_factory=dict)

    def note(self, folder: RelPath, at: float) -> None:
        """Note that something in the folder changed."""
        self._folders[folder] = at

    def folders(self, since: float) -> Iterator[RelPath]:
        """Give the folders in which something changed after a moment."""
        return (folder for folder, at in tuple(self._folders.items()) if at > since)

    def cool(self, since: float) -> None:
        """Forget what changed no later than at that moment."""
        self._folders = {folder: at for folder, at in self._folders.items() if at > since}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is looked at: folders to list, and files to look at in folders that are not listed."""

    folders: frozenset[RelPath]
    files: dict[RelPath, tuple[str, ...]] = field(default_factory=dict)


def choice(index: Index, hot: Hot, since: float, folders: AbstractSet[RelPath]) -> Choice:
    """Return what to look at: these folders, and what changed since a moment.

    A folder of which most files changed is listed; of another only these are looked at.
    """
    listed, files = set(folders), {}
    for folder in hot.folders(since):
        content = index.content(folder)
        names = index.lately(folder, since)
        if content is None or len(names) >= _MOST_OF * content.file_count:
            listed.add(folder)
        elif names:
            files[folder] = names
    return Choice(
        folders=frozenset(listed),
        files={folder: names for folder, names in files.items() if folder not in listed},
    )
