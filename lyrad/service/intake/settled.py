"""Keep what has come to rest in one production, and how what has not grows.

What rested need not settle again as long as it does not change, whatever happens around it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lyrad.core.gathering import READY, Gathering, Growth, Lull, said_ready
from lyrad.core.settle import Change
from lyrad.model.drop import Seen, Sighting
from lyrad.model.names import RelPath
from lyrad.ports import Index


@dataclass(slots=True)
class Settled:
    """The sets that came to rest, by their first member's path; scenes' pauses; growing files."""

    _sets: dict[RelPath, tuple[Sighting, ...]] = field(default_factory=dict)
    _scenes: dict[RelPath, Lull] = field(default_factory=dict)
    _growing: dict[RelPath, Growth] = field(default_factory=dict)

    def rests(self, members: Iterable[Seen]) -> bool:
        """Return whether these very sightings were found at rest before."""
        sightings = tuple(seen.sighting for seen in members)
        return self._sets.get(sightings[0].path) == sightings

    def rested(self, members: Iterable[Seen]) -> None:
        """Note that a set was found at rest."""
        sightings = tuple(seen.sighting for seen in members)
        self._sets[sightings[0].path] = sightings

    def change(self, seen: Seen) -> Change:
        """Return how a file last changed, its pauses remembered until it is taken."""
        path = seen.sighting.path
        growth = self._growing.get(path)
        self._growing[path] = growth.then(seen) if growth else Growth(seen=seen)
        return self._growing[path].change

    def taken(self, path: RelPath) -> None:
        """Note that a file was taken: how it arrived says nothing of later edits."""
        self._growing.pop(path, None)

    def scene(self, folder: RelPath, index: Index, *, floor: float) -> Gathering | None:
        """Return how a scene fills whose changes are waited for so long, or None if never seen."""
        found = gathering(folder, index)
        if found is None:
            return None
        lull = self._scenes.get(folder, Lull(wait=floor)).then(found.pause, floor=floor)
        self._scenes[folder] = lull
        return replace(found, pause=lull.pause)


def gathering(folder: RelPath, index: Index) -> Gathering | None:
    """Return how a folder fills by what was seen of it, or None where nothing was."""
    changed = index.changed_below(folder)
    if changed is None:
        return None
    mark = index.seen(RelPath(f"{folder}/{READY}"))
    said = False
    if mark is not None and mark.changed_at >= changed:
        said = said_ready(mark.changed_at, _others(folder, index))
    return Gathering(changed=changed, pause=index.gap_below(folder), said=said)


def _others(folder: RelPath, index: Index) -> Iterable[float]:
    """Give when everything in the folder but its `.ready` last changed."""
    for child in index.children(folder):
        path = child.sighting.path
        if path != f"{folder}/{READY}":
            yield child.changed_at
            yield index.changed_below(path) or child.changed_at
