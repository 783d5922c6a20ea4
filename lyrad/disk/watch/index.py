"""Remember what was last seen in a production, and when it last changed.

Contents of folders come in, changed paths go out. Knows nothing of the disk or of the clock. What
has settled, and what a change means, is decided elsewhere.

A folder's own size and times are left out of the comparison: they move with every card that is
written into it. It changes when it appears, when it goes, and when another takes its place.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from lyrad.disk.watch.content import Content
from lyrad.disk.watch.differences import Differences, differences
from lyrad.disk.watch.known import Known
from lyrad.disk.watch.own import Own
from lyrad.model.drop import Seen
from lyrad.model.names import RelPath


class Index:
    """The last look at every file and folder of one production.

    Args:
        on_gone: told of each folder that went, but not of those below it.

    Attributes:
        files: how many files are known.
    """

    def __init__(self, *, on_gone: Callable[[RelPath], None] | None = None) -> None:
        self.files = 0
        self._on_gone = on_gone
        self._folders: dict[RelPath, Known] = {}
        self._coming: dict[RelPath, float | None] = {}
        self._own = Own()

    def __iter__(self) -> Iterator[RelPath]:
        """Iterate over the folders whose content is known, the root (an empty path) among them."""
        return iter(tuple(self._folders))

    def __len__(self) -> int:
        """Return the number of folders whose content is known."""
        return len(self._folders)

    def __contains__(self, folder: RelPath) -> bool:
        """Return whether the folder's content is known."""
        return folder in self._folders

    def content(self, folder: RelPath) -> Content | None:
        """Return what stands in a folder, or None where it is not known."""
        known = self._folders.get(folder)
        return known.content if known else None

    def seen(self, path: RelPath) -> Seen | None:
        """Return the last look at a file or folder, or None. The root itself is never sighted."""
        above, _, name = path.rpartition("/")
        known = self._folders.get(RelPath(above))
        place = known.content.place(name) if known else None
        if known is None or place is None:
            return None
        return Seen(
            sighting=known.content.sighting(place, path), changed_at=known.changed_at(place)
        )

    def children(self, folder: RelPath) -> tuple[Seen, ...]:
        """Return what stands directly in a folder, by name."""
        known = self._folders.get(folder)
        if known is None:
            return ()
        sightings = known.content.sightings(_prefix(folder))
        seen = (
            Seen(sighting=sighting, changed_at=known.changed_at(place))
            for place, sighting in enumerate(sightings)
        )
        return tuple(sorted(seen, key=lambda child: child.sighting.path))

    def changed_below(self, folder: RelPath) -> float | None:
        """Return when anything in the folder's whole subtree last changed; None if never seen.

        What appeared counts, what went too; what lyrad published there itself does not.
        """
        known = self._folders.get(folder)
        return known.below if known else self._coming.get(folder)

    def gap_below(self, folder: RelPath) -> float:
        """Return the longest pause in seconds between changes below the folder, in this arrival.

        A pause of more than a minute ends an arrival and begins a new one, with a gap of 0.
        """
        known = self._folders.get(folder)
        return known.gap if known else 0.0

    def lately(self, folder: RelPath, since: float) -> tuple[str, ...]:
        """Return the names of the files in a folder that changed after a moment."""
        known = self._folders.get(folder)
        return known.lately(since) if known else ()

    def times(self) -> Iterator[tuple[RelPath, int | None]]:
        """Give each known folder with its own time, or with None where that tells nothing."""
        return ((folder, known.trusted) for folder, known in tuple(self._folders.items()))

    def expects(self, folder: RelPath) -> bool:
        """Return whether such a folder was sighted, whether or not its content is known."""
        return folder in self._folders or folder in self._coming

    @property
    def unlisted(self) -> frozenset[RelPath]:
        """Return the folders that were sighted, but whose content is not known."""
        return frozenset(self._coming)

    def note_time(self, folder: RelPath, time: int | None, now: float) -> None:
        """Note a folder's own time at a listing (ns); None where it tells nothing of its names."""
        known = self._folders.get(folder)
        if known:
            known.note_time(time, now)

    def own(self, folder: RelPath) -> None:
        """Count nothing at or below this folder as a change of the folders above it.

        Told before a take is published. Folders above it that are not there yet will be made by
        lyrad too, so their appearance is no change either. Ends when the folder goes.
        """
        self._own.add(folder, there=lambda above: self.seen(above) is not None)

    def apply(
        self,
        folder: RelPath,
        content: Content,
        now: float,
        *,
        dates: float | array[float] | None = None,
    ) -> tuple[RelPath, ...]:
        """Take in one folder's whole content and return the paths that changed.

        With a folder goes all that was known below it; the content of a new one is not known
        until it comes itself. What is different changed now; what stands in a folder that was
        not known changed now too, or when `dates` say: all its entries at once, or each by itself.
        `now` never runs backwards.
        """
        known = self._folders.get(folder)
        if known is None:
            return self._appear(folder, content, now if dates is None else dates)
        if content is known.content:
            return ()
        found = differences(known.content, content)
        lost = self._lose(folder, found, now)
        self.files += content.file_count - known.content.file_count
        known.become(content, found, now)
        self._stir(folder, found.changed, content, now)
        return tuple({*lost, *_paths(folder, found.changed)})

    def forget(self, folder: RelPath) -> tuple[RelPath, ...]:
        """Drop all that is known below a folder, and return the paths; this is no change."""
        paths: list[RelPath] = []
        waiting = [folder]
        while waiting:
            current = waiting.pop()
            self._coming.pop(current, None)
            self._own.discard(current)
            known = self._folders.pop(current, None)
            if known:
                self.files -= known.content.file_count
                paths += known.content.paths(_prefix(current))
                waiting += _paths(current, known.content.folder_names)
        return tuple(paths)

    def _appear(
        self, folder: RelPath, content: Content, changed: float | array[float]
    ) -> tuple[RelPath, ...]:
        """Take in a folder that was not known until now."""
        self._folders[folder] = Known(content, changed, self._coming.pop(folder, None))
        self.files += content.file_count
        names = content.names
        if isinstance(changed, float):
            self._stir(folder, names, content, changed)
        else:
            self._stir(folder, names, content, dict(zip(names, changed, strict=True)))
        return tuple(_paths(folder, names))

    def _lose(self, folder: RelPath, found: Differences, now: float) -> list[RelPath]:
        """Drop what is gone from a folder, with all below; return the paths."""
        if self._own.others(folder, found.gone):  # while it is known what is lyrad's own
            self._raise(folder, now)
        gone = _paths(folder, found.gone)
        for path in gone:
            if self._on_gone and self.expects(path):
                self._on_gone(path)
        return [path for one in gone for path in (one, *self.forget(one))]

    def _stir(
        self,
        folder: RelPath,
        names: Sequence[str],
        content: Content,
        dates: float | Mapping[str, float],
    ) -> None:
        """Tell each folder upwards when something in this one changed, and the changed folders."""
        others = self._own.others(folder, names)
        if content.folders:
            counted, prefix = set(others), _prefix(folder)
            for name in set(names).intersection(content.folder_names):
                at = dates if isinstance(dates, float) else dates[name]
                self._arrive(RelPath(prefix + name), at if name in counted else None)
        if others:
            latest = dates if isinstance(dates, float) else max(dates[name] for name in others)
            self._raise(folder, latest)

    def _arrive(self, folder: RelPath, at: float | None) -> None:
        """Take in that a folder is new, or another than before; None for one of lyrad's making."""
        if folder not in self._folders:
            self._coming[folder] = at
        elif at is not None:
            self._raise(folder, at)

    def _raise(self, folder: RelPath, at: float) -> None:
        """Tell the folder and each above it of a change below, up to where it is known."""
        known = self._folders.get(folder)
        while known and known.stirred(at) and folder:
            folder = _parent(folder)
            known = self._folders.get(folder)


def _paths(folder: RelPath, names: Iterable[str]) -> list[RelPath]:
    prefix = _prefix(folder)
    # A cast, since even a call that does nothing is felt a hundred thousand times.
    return cast("list[RelPath]", [prefix + name for name in names])


def _prefix(folder: RelPath) -> str:
    return f"{folder}/" if folder else ""


def _parent(path: RelPath) -> RelPath:
    return RelPath(path.rpartition("/")[0])
