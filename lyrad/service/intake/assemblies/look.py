"""Look into a scene and say what its assembly would be now: takes, planned lengths, music."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from lyrad.core import frames, match
from lyrad.core.assembly.choice import newest
from lyrad.core.assembly.layout import laid
from lyrad.model.assembly import Assembly, CueFootage, CutShot
from lyrad.model.cue import CUES, CueKey
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.spec import ShotSpec
from lyrad.model.standing import Lacking, Unsettled
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.provenance import takes_of
from lyrad.service.intake.reader import NotReadyError, Reader

Shots = Mapping[str, tuple[tuple[RelPath, ShotKey], ...]]
"""The shots' folders of each scene."""

_NOWHERE = Fraction(24)
"""The rate of a shot without a spec, whose length nobody knows."""


def shots_of(desk: Desk) -> Shots:
    """Return every scene with the folders of its shots, in one walk over the tree."""
    found: dict[str, list[tuple[RelPath, ShotKey]]] = defaultdict(list)
    for folder in desk.watch.index:
        shot = match.shot_at(desk.production.tree, folder)
        if shot is not None and not any(map(desk.unnamed, (shot.scene, shot.shot))):
            found[shot.scene].append((folder, shot))
    return {scene: tuple(shots) for scene, shots in found.items()}


def look(
    scene: str, shots: Iterable[tuple[RelPath, ShotKey]], desk: Desk, reader: Reader
) -> Assembly | None:
    """Return the scene's assembly as it would be now; None while it has no take.

    Raises:
        NotReadyError: a spec that is needed is still changing.
        Temporary: the share does not let lyrad look.
    """
    cut = [
        found for folder, shot in shots if (found := _shot(shot, folder, desk, reader)) is not None
    ]
    return laid(scene, cut, _cues(scene, desk), desk.production.start_timecode)


def _shot(shot: ShotKey, folder: RelPath, desk: Desk, reader: Reader) -> CutShot | None:
    """Return what can be cut in of a shot; None where the folder is none."""
    takes, _ = takes_of(shot, folder, desk)
    footage = desk.footage.of(shot, takes)
    if footage:
        return CutShot(shot=shot, frames=None, rate=footage[0].rate, words="", footage=footage)
    names = [
        seen.sighting.path.rpartition("/")[2]
        for seen in desk.watch.index.children(folder)
        if not seen.sighting.folder
    ]
    specs = frames.spec_files(names)
    if not specs:
        return None
    spec = _planned(shot, RelPath(f"{folder}/{specs[0]}"), reader) if len(specs) == 1 else None
    return CutShot(
        shot=shot,
        frames=spec.frames if spec else None,
        rate=spec.rate if spec else _NOWHERE,
        words=spec.description if spec else "",
        footage=(),
    )


def _planned(shot: ShotKey, path: RelPath, reader: Reader) -> ShotSpec | None:
    """Return what is planned of a shot that has no take, or None where its spec has faults."""
    try:
        member = reader.member("spec", path)
        return reader.resolved(reader.spec(member), shot.scene, member.path)
    except NotReadyError as early:
        standing = early.standing
        if isinstance(standing, Unsettled) or (
            isinstance(standing, Lacking) and standing.arriving
        ):
            raise
        return None


def _cues(scene: str, desk: Desk) -> Iterator[CueFootage]:
    """Yield the take of each of the scene's cues that is to be heard."""
    place = RelPath(f"{match.scene_folder(desk.production.tree, scene)}/{CUES}")
    for seen in desk.watch.index.children(place):
        path = seen.sighting.path
        name = path.rpartition("/")[2]
        if not seen.sighting.folder or desk.unnamed(name):
            continue
        take = newest(desk.footage.cue(CueKey(scene=scene, cue=name), path))
        if take is not None:
            yield take
