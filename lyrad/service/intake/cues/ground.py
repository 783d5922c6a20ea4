"""Find how the scenes are cut that a cue runs over.

An editor's own cut in the scene's folder goes before lyrad's assembly, and that before the lengths
that the shots are planned with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NoReturn

from lyrad.core import frames, match
from lyrad.core.cues import lacking, strip
from lyrad.core.cues.names import assembly_file, cut_file
from lyrad.core.naming import natural_key
from lyrad.core.settle import Change, ready_at
from lyrad.model.drop import Sighting
from lyrad.model.layout import Layout
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.standing import Lacking, Refused, Unsettled
from lyrad.service.intake.reader import NotReadyError, Reader

ASSEMBLY = "assembly"
"""The source of lengths that lyrad's own assembly of the scene says."""

_Key = tuple[str, Fraction]


@dataclass(slots=True)
class Ground:
    """The scenes of one production as they are cut; a cut is read once, until it changes."""

    _known: dict[RelPath, tuple[Sighting, _Key, Layout]] = field(default_factory=dict)

    def of(self, scenes: Iterable[str], reader: Reader, *, shots: bool) -> tuple[Layout, ...]:
        """Return the scenes as they are cut, in their order.

        Args:
            scenes: the scenes' codes.
            reader: reads the production.
            shots: whether the shots have to be known; else the rate and a cut's clock will do.

        Raises:
            NotReadyError: something is still changing, wrong, or not there.
        """
        return tuple(self._scene(scene, reader, shots=shots) for scene in scenes)

    def _scene(self, scene: str, reader: Reader, *, shots: bool) -> Layout:
        desk = reader.desk
        place = match.scene_folder(desk.production.tree, scene)
        names = [
            seen.sighting.path.rpartition("/")[2]
            for seen in desk.watch.index.children(place)
            if not seen.sighting.folder
        ]
        rate = reader.rate(scene)
        own = cut_file(names)
        if own:
            return self._cut(RelPath(f"{place}/{own}"), (scene, rate), reader)
        if not shots:
            return strip.of_lengths(scene, rate, ())
        made = assembly_file(scene, names)
        if made:
            found = self._cut(RelPath(f"{place}/{made}"), (scene, rate), reader)
            return _of_lyrad(found)
        found = strip.of_lengths(scene, rate, _lengths(scene, rate, reader))
        if not found.frames:
            raise NotReadyError(lacking.a_length(scene))
        return found

    def _cut(self, path: RelPath, key: _Key, reader: Reader) -> Layout:
        """Return what a cut says, once it is whole and has come to rest."""
        desk = reader.desk
        seen = desk.watch.index.seen(path)
        if seen is None:
            raise NotReadyError(Unsettled(ready_at=desk.clock.monotonic() + desk.quiet.usual))
        known = self._known.get(path)
        if known and known[:2] == (seen.sighting, key):
            return known[2]
        change: Change = reader.settled.change(seen)
        rests = ready_at([change], scene=None, quiet=desk.quiet, first_take=None)
        if desk.clock.monotonic() < rests:
            raise NotReadyError(Unsettled(ready_at=rests))
        reader.check_whole(path)
        scene, rate = key
        found = reader.right(
            lambda: desk.cuts.layout(desk.root / path, path, scene=scene, rate=rate), path
        )
        reader.check_whole(path)  # read where it lies: what moved on meanwhile is read again
        reader.settled.taken(path)
        self._known[path] = (seen.sighting, key, found)
        return found


def _of_lyrad(found: Layout) -> Layout:
    """Return lyrad's own assembly of a scene: nobody's cut, and its clock is the production's."""
    return Layout(
        scene=found.scene,
        rate=found.rate,
        frames=found.frames,
        shots=found.shots,
        source=ASSEMBLY,
    )


def _lengths(scene: str, rate: Fraction, reader: Reader) -> Iterator[tuple[ShotKey, int]]:
    """Yield the scene's shots in their order, each with its length in the film's frames."""
    desk = reader.desk
    tree, index = desk.production.tree, desk.watch.index
    found = ((folder, match.shot_at(tree, folder)) for folder in index)
    shots = [(folder, shot) for folder, shot in found if shot and shot.scene == scene]
    for folder, shot in sorted(shots, key=lambda one: natural_key(one[1].shot)):
        if desk.unnamed(shot.shot):
            continue
        names = (seen.sighting.path.rpartition("/")[2] for seen in index.children(folder))
        specs = frames.spec_files(names)
        if specs:
            path = RelPath(f"{folder}/{specs[0]}")
            yield shot, _frames(shot, path, rate, reader)


def _frames(shot: ShotKey, path: RelPath, rate: Fraction, reader: Reader) -> int:
    try:
        _settle(path, reader)
        read = reader.spec(reader.member("spec", path))
        spec = reader.resolved(read, shot.scene, path)
    except NotReadyError as early:
        _wait_for(shot, early)
    exact = spec.frames / spec.rate * rate
    return int(exact + Fraction(1, 2))


def _settle(path: RelPath, reader: Reader) -> None:
    """Wait until a shot's spec has come to rest: people save more than once."""
    seen, clock = reader.desk.watch.index.seen(path), reader.desk.clock
    rests = seen.changed_at + reader.desk.quiet.usual if seen else 0.0
    if clock.monotonic() < rests:
        raise NotReadyError(Unsettled(ready_at=rests))


def _wait_for(shot: ShotKey, early: NotReadyError) -> NoReturn:
    """Say of which shot the length is not known, unless it only has to settle."""
    standing = early.standing
    if isinstance(standing, Lacking | Refused):
        raise NotReadyError(lacking.a_shot(shot, standing.detail)) from early
    raise early
