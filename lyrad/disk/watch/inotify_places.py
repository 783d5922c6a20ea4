"""Remember which folder each of the kernel's watch numbers stands for, however folders move.

The kernel numbers folders, not paths: a folder that was renamed keeps its number. So a path is
believed only from whoever has just looked there, and the newest word holds. Knows no disk.
"""

from __future__ import annotations

from lyrad.model.names import RelPath


class Places:
    """Watch numbers and the paths they stand for, one to one. Not safe to share."""

    def __init__(self) -> None:
        self._paths: dict[int, RelPath] = {}
        self._numbers: dict[RelPath, int] = {}
        self._below: dict[RelPath, set[RelPath]] = {}

    def __len__(self) -> int:
        """Return how many numbers stand for a path."""
        return len(self._paths)

    def path(self, number: int) -> RelPath | None:
        """Return the folder that the number stands for, or None: it went, or never was."""
        return self._paths.get(number)

    def put(self, number: int, path: RelPath) -> int | None:
        """Take down that the number stands for the path, and for no other.

        Returns:
            Another number that stood for the path until now, and stands for nothing any more.
        """
        before = self._numbers.get(path)
        if before == number:
            return None
        if before is not None:
            del self._paths[before]
        self.drop(number)
        self._paths[number] = path
        self._numbers[path] = number
        self._hang(path)
        return before

    def drop(self, number: int) -> None:
        """Forget a number; what is below its folder stays."""
        path = self._paths.pop(number, None)
        if path is not None:
            del self._numbers[path]
            self._prune(path)

    def drop_tree(self, folder: RelPath) -> tuple[int, ...]:
        """Forget a folder and all below it, and return their numbers."""
        tree = [folder]
        for path in tree:  # grows meanwhile
            tree += self._below.get(path, ())
        found = tuple(self._numbers[path] for path in tree if path in self._numbers)
        for path in reversed(tree):
            if path in self._numbers:
                self.drop(self._numbers[path])
        return found

    def _hang(self, path: RelPath) -> None:
        """Make the path known to the folders above it, as far as it is not yet."""
        while path:
            above = _parent(path)
            siblings = self._below.get(above)
            if siblings:
                siblings.add(path)
                return  # what has others below it is known to those above it
            self._below[above] = {path}
            path = above

    def _prune(self, path: RelPath) -> None:
        """Take the path, and those above it that only led to it, from the folders above them."""
        while path and path not in self._numbers and not self._below.get(path):
            self._below.pop(path, None)
            above = _parent(path)
            self._below[above].discard(path)
            path = above


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
