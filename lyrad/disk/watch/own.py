"""Tell what lyrad itself makes in a tree from what people do there: its takes disturb nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from lyrad.model.names import RelPath


class Own:
    """The folders that are lyrad's, and those above them that it will have made."""

    def __init__(self) -> None:
        self._folders: set[RelPath] = set()
        self._made: set[RelPath] = set()

    def add(self, folder: RelPath, *, there: Callable[[RelPath], bool]) -> None:
        """Take a folder for lyrad's, and those above it that are not there yet."""
        self._folders.add(folder)
        above = _parent(folder)
        while above and not there(above):
            self._made.add(above)
            above = _parent(above)

    def discard(self, folder: RelPath) -> None:
        """Take a folder for lyrad's no more: it went, and its name is anybody's."""
        self._folders.discard(folder)

    def others(self, folder: RelPath, names: Sequence[str]) -> Collection[str]:
        """Return those of a folder's names that others made; to be asked once for each change."""
        if not self._folders and not self._made:
            return names
        above = folder
        while above:
            if above in self._folders:
                return ()
            above = _parent(above)
        prefix = f"{folder}/" if folder else ""
        return [name for name in names if not self._is_own(RelPath(prefix + name))]

    def _is_own(self, path: RelPath) -> bool:
        if path in self._made:
            self._made.discard(path)
            return True
        return path in self._folders


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
