"""Look into a cue's folder and say how it stands.

Goes from names to a settled spec to the cut of its scenes to its place in the film, and stops at
the first thing that is not ready. Decides nothing about jobs: that is `core.cues.wanted`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.core import lacking as general
from lyrad.core import match, settle
from lyrad.core.cues import lacking, names
from lyrad.core.cues.span import faded, needs_shots, placed
from lyrad.core.gathering import folder_ready_at
from lyrad.core.identity import digest
from lyrad.model.cue import CueKey
from lyrad.model.cue_take import CueTake
from lyrad.model.drop import Drop, Member
from lyrad.model.names import Fingerprint, RelPath
from lyrad.model.plan import VIDEO
from lyrad.model.rule import Match
from lyrad.model.spotting import CueLook, CueStanding, Spotted
from lyrad.model.standing import Unsettled
from lyrad.ports import ReadCue
from lyrad.service.intake.cues.ground import Ground
from lyrad.service.intake.cues.provenance import first_take, takes_of
from lyrad.service.intake.reader import NotReadyError, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A cue's folder, with what looking into it rests on."""

    cue: CueKey
    folder: RelPath
    matches: tuple[Match, ...]
    takes: tuple[CueTake, ...]


def look(cue: CueKey, folder: RelPath, reader: Reader, ground: Ground) -> CueLook:
    """Return how the cue stands now, and which takes it has."""
    desk = reader.desk
    takes, foreign = takes_of(cue, folder, desk)
    matches = match.matches(desk.rules.book, names.conventional(cue))
    place = _Place(cue=cue, folder=folder, matches=matches, takes=takes)
    scenes: tuple[str, ...] = (cue.scene,)
    standing: CueStanding
    try:
        member = _spec(place, reader)
        copy = desk.store.path(member.sha256)
        read = reader.right(lambda: desk.library.cue(copy, member.path, cue), member.path)
        scenes = read.scenes
        standing = _spotted(place, member, read, reader, ground)
    except NotReadyError as early:
        if not isinstance(early.standing, CueStanding):
            raise
        standing = early.standing
    return CueLook(
        cue=cue, folder=folder, standing=standing, scenes=scenes, takes=takes, foreign=foreign
    )


def _spec(place: _Place, reader: Reader) -> Member:
    """Return the private copy of the cue's spec, once it has come to rest."""
    desk = reader.desk
    files = (one for one in desk.watch.index.children(place.folder) if not one.sighting.folder)
    specs = names.spec_files(one.sighting.path.rpartition("/")[2] for one in files)
    for code in (place.cue.scene, place.cue.cue):
        if desk.unnamed(code):
            raise NotReadyError(general.a_name(code))
    paths = tuple(RelPath(f"{place.folder}/{name}") for name in specs)
    _settle(place, paths, reader)
    if not specs:
        raise NotReadyError(lacking.a_spec())
    if len(specs) > 1:
        raise NotReadyError(general.one_of("spec", specs))
    return reader.member("spec", paths[0])


def _settle(place: _Place, paths: tuple[RelPath, ...], reader: Reader) -> None:
    """Wait until the spec, and the scene around it, have come to rest."""
    desk = reader.desk
    found = (desk.watch.index.seen(path) for path in paths)
    members = tuple(seen for seen in found if seen is not None)
    if members and reader.settled.rests(members):
        return
    scene, floor = match.scene_folder(desk.production.tree, place.cue.scene), desk.quiet.around
    fills = reader.settled.scene(scene, desk.watch.index, floor=floor)
    around = folder_ready_at(fills, floor=floor) if fills else None
    ready_at = around or 0.0
    if members:
        ready_at = settle.ready_at(
            [reader.settled.change(seen) for seen in members],
            scene=around,
            quiet=desk.quiet.asked(one.rule.when.quiet for one in place.matches),
            first_take=first_take(place.takes, desk.clock),
        )
    if desk.clock.monotonic() < ready_at and not (fills and fills.said):
        raise NotReadyError(Unsettled(ready_at=ready_at))
    if members:
        reader.settled.rested(members)


def _picture(place: _Place, reader: Reader) -> tuple[Member, ...]:
    """Return the private copy of the scene's film, where a rule has music made to it."""
    steps = (step for one in place.matches for step in one.rule.steps)
    if not any(step.fields.get("picture") is True for step in steps):
        return ()
    desk = reader.desk
    scene = match.scene_folder(desk.production.tree, place.cue.scene)
    files = (one for one in desk.watch.index.children(scene) if not one.sighting.folder)
    film = names.film_file(
        place.cue.scene, (one.sighting.path.rpartition("/")[2] for one in files)
    )
    return (reader.member(VIDEO, RelPath(f"{scene}/{film}")),) if film else ()


def _spotted(
    place: _Place, member: Member, read: ReadCue, reader: Reader, ground: Ground
) -> Spotted:
    """Return the cue with its place in the film."""
    if not place.matches:
        raise NotReadyError(general.a_rule(names.SPEC))
    rough = read.resolve(reader.rate(place.cue.scene))
    layouts = ground.of(read.scenes, reader, shots=needs_shots(rough))
    spec = read.resolve(layouts[0].rate)
    start = reader.desk.production.start_timecode
    span, hits = reader.right(
        lambda: placed(spec, layouts, start=start, shown=member.path), member.path
    )
    return Spotted(
        drop=Drop(
            lead=names.conventional(place.cue),
            members=(member, *_picture(place, reader)),
            fingerprint=Fingerprint(digest({"own": dict(spec.own)})),
        ),
        spec=faded(spec, span),
        span=span,
        hits=hits,
        matches=place.matches,
        notes=reader.doubts(member.path),
    )
