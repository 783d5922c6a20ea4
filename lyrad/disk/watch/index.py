"""Remember what was last seen in a production, and when it last changed.

Listings come in, changed paths go out. Knows nothing of the disk or of the clock. What has
settled, and what a change means, is decided elsewhere.

A folder's own size and times are left out of the comparison: they move with every card that is
written into it. It changes when it appears, when it goes, and when another takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from lyrad.model.drop import Seen, Sighting
from lyrad.model.names import RelPath


class Index:
    """The last look at every file and folder of one production.

    Args:
        inodes: whether a new inode at an old path is a change. Some shares make inode numbers up
            again after each look, so there only sizes and times count.
    """

    def __init__(self, *, inodes: bool = True) -> None:
        self._inodes = inodes
        self._folders: dict[RelPath, dict[RelPath, Seen]] = {}
        self._below: dict[RelPath, float] = {}
        self._own: set[RelPath] = set()
        self._made: set[RelPath] = set()

    def __iter__(self) -> Iterator[RelPath]:
        """Iterate over the folders whose content is known, the root (an empty path) among them."""
        return iter(tuple(self._folders))

    def __len__(self) -> int:
        """Return the number of folders whose content is known."""
        return len(self._folders)

    def __contains__(self, folder: RelPath) -> bool:
        """Return whether the folder's content is known."""
        return folder in self._folders

    def seen(self, path: RelPath) -> Seen | None:
        """Return the last look at a file or folder, or None. The root itself is never sighted."""
        return self._folders.get(_parent(path), {}).get(path)

    def children(self, folder: RelPath) -> tuple[Seen, ...]:
        """Return what stands directly in a folder, by name."""
        return tuple(seen for _, seen in sorted(self._folders.get(folder, {}).items()))

    def changed_below(self, folder: RelPath) -> float | None:
        """Return when anything in the folder's whole subtree last changed; None if never seen.

        What appeared counts, what went too; what lyrad published there itself does not.
        """
        return self._below.get(folder)

    def same(self, sighting: Sighting) -> bool:
        """Decide whether the path looks as it did, and, for a folder, whether it was listed."""
        seen = self.seen(sighting.path)
        if seen is None or (sighting.folder and sighting.path not in self._folders):
            return False
        return self._key(seen.sighting) == self._key(sighting)

    def own(self, folder: RelPath) -> None:
        """Count nothing at or below this folder as a change of the folders above it.

        Told before a take is published. Folders above it that are not there yet will be made by
        lyrad too, so their appearance is no change either. Ends when the folder goes.
        """
        self._own.add(folder)
        above = _parent(folder)
        while above and self.seen(above) is None:
            self._made.add(above)
            above = _parent(above)

    def apply(
        self,
        folder: RelPath,
        sightings: Iterable[Sighting],
        now: float,
        *,
        dated: Callable[[Sighting], float] | None = None,
    ) -> tuple[RelPath, ...]:
        """Take in one folder's whole listing and return the paths that changed, by name.

        With a folder goes all that was known below it; the content of a new one is not known
        until its own listing comes. What is new or different changed now, or, where `dated` says
        so, before; `now` never runs backwards.
        """
        old = self._folders.get(folder, {})
        new = {
            sighting.path: self._look_again(
                old.get(sighting.path), sighting, dated(sighting) if dated else now
            )
            for sighting in sightings
        }
        gone = [
            path
            for path, seen in old.items()
            if path not in new or (seen.sighting.folder and not new[path].sighting.folder)
        ]
        for path in gone:
            self._count(path, now)  # while it is still known whether it is lyrad's own
        lost = [below for path in gone for below in (path, *self.forget(path))]
        self._folders[folder] = new
        changed = [path for path, seen in new.items() if seen is not old.get(path)]
        for path in changed:
            self._count(path, new[path].changed_at)
        return tuple(sorted({*lost, *changed}))

    def forget(self, folder: RelPath) -> tuple[RelPath, ...]:
        """Drop all that is known below a folder, and return the paths; this is no change."""
        paths: list[RelPath] = []
        waiting = [folder]
        while waiting:
            current = waiting.pop()
            self._below.pop(current, None)
            self._own.discard(current)
            known = self._folders.pop(current, {})
            paths += known
            waiting += [path for path, seen in known.items() if seen.sighting.folder]
        return tuple(paths)

    def _look_again(self, old: Seen | None, sighting: Sighting, now: float) -> Seen:
        """Return the old look where nothing changed, so that its time stands."""
        if old is not None and self._key(old.sighting) == self._key(sighting):
            return old
        return Seen(sighting=sighting, changed_at=now)

    def _count(self, path: RelPath, at: float) -> None:
        """Tell each folder from the path upwards when something changed below it."""
        if self._is_own(path):
            return
        seen = self.seen(path)
        above = path if seen is not None and seen.sighting.folder else _parent(path)
        while True:
            self._below[above] = max(at, self._below.get(above, at))
            if not above:
                return
            above = _parent(above)

    def _is_own(self, path: RelPath) -> bool:
        if path in self._made:
            self._made.discard(path)
            return True
        while self._own and path:
            if path in self._own:
                return True
            path = _parent(path)
        return False

    def _key(self, sighting: Sighting) -> tuple[int, ...]:
        inode = sighting.inode if self._inodes else 0
        if sighting.folder:
            return (inode,)
        return (inode, sighting.size, sighting.mtime_ns, sighting.ctime_ns)


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
