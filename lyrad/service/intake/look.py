"""Look into a shot's folder and say how it stands.

Goes from names to settled files to private copies to a drop, and stops at the first thing that is
not ready. Decides nothing about jobs: that is `core.admit`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.core import frames, identity, lacking, match, settle
from lyrad.core.gathering import READY, folder_ready_at
from lyrad.core.tellings import tellings
from lyrad.core.unused import unused
from lyrad.model.drop import Drop, Member, Seen
from lyrad.model.names import Fields, RelPath, ShotKey
from lyrad.model.rule import Match
from lyrad.model.spec import Frame, FrameChoice
from lyrad.model.standing import Ready, ShotLook, Standing, Unsettled
from lyrad.ports import ReadShot
from lyrad.service.intake.alike import one_name
from lyrad.service.intake.briefs.look import briefed
from lyrad.service.intake.casting import cast_of
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.provenance import first_take, takes_of
from lyrad.service.intake.reader import NotReadyError, Reader
from lyrad.service.intake.spelled import as_on_disk, with_twins
from lyrad.service.intake.styling import styled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    shot: ShotKey
    folder: RelPath
    files: dict[str, Seen]
    matches: tuple[Match, ...]
    finishes: tuple[Match, ...]
    first_take: float | None
    alike: tuple[str, ...]

    def path(self, name: str) -> RelPath:
        return RelPath(f"{self.folder}/{name}")


def look(
    shot: ShotKey, folder: RelPath, desk: Desk, reader: Reader, *, alike: tuple[str, ...] = ()
) -> ShotLook:
    """Return how the shot stands now; `alike` are shots whose takes' files would share a name."""
    files = {
        seen.sighting.path.rpartition("/")[2]: seen
        for seen in desk.watch.index.children(folder)
        if not seen.sighting.folder
    }
    files.pop(READY, None)
    takes, foreign = takes_of(shot, folder, desk)
    spec = match.conventional(shot, "shot.yaml")
    place = _Place(
        shot=shot,
        folder=folder,
        files=files,
        matches=match.matches(desk.rules.book, spec),
        finishes=match.finishing(desk.rules.book, spec),
        first_take=first_take(takes, desk.clock),
        alike=alike,
    )
    used: set[str] = set()
    try:
        standing = _standing(place, used, desk, reader)
    except NotReadyError as early:
        standing = early.standing
    now = desk.clock.monotonic()
    idle, again_at = unused(
        files, used=frozenset(used), shot=shot, now=now, patience=desk.unused_after
    )
    return ShotLook(
        shot=shot,
        folder=folder,
        standing=standing,
        takes=takes,
        foreign=foreign,
        unused=with_twins(idle, files),
        again_at=again_at,
    )


def _standing(place: _Place, used: set[str], desk: Desk, reader: Reader) -> Standing | None:
    specs = frames.spec_files(place.files)
    pictures = [name for name in place.files if frames.looks_like_frame(name, place.shot)]
    told = () if specs else tellings(place.files)
    used.update(specs, pictures, (name for name, _ in told))
    if not specs and not pictures and not told:
        return None
    for code in (place.shot.scene, place.shot.shot):
        if desk.unnamed(code):
            return lacking.a_name(code)
    if place.alike:
        return one_name(place.alike)
    _settle(place, [*specs, *pictures, *(name for name, _ in told)], desk, reader)
    if not specs:
        found = briefed(place.shot, place.folder, told, desk, reader) if told else None
        return found or (lacking.a_spec() if pictures else None)
    if len(specs) > 1:
        return lacking.one_of("spec", specs)
    return _read(place, specs[0], used, desk, reader)


def _settle(place: _Place, names: Iterable[str], desk: Desk, reader: Reader) -> None:
    """Wait until a set has come to rest; one that has not changed since is at rest still."""
    found = [desk.watch.index.seen(place.path(name)) for name in sorted(names)]
    members = tuple(seen for seen in found if seen is not None)
    if not members or reader.settled.rests(members):
        return
    scene = match.scene_folder(desk.production.tree, place.shot.scene)
    floor = desk.quiet.around
    fills = reader.settled.scene(scene, desk.watch.index, floor=floor)
    ready_at = settle.ready_at(
        [reader.settled.change(seen) for seen in members],
        scene=folder_ready_at(fills, floor=floor) if fills else None,
        quiet=desk.quiet.asked(found.rule.when.quiet for found in place.matches),
        first_take=place.first_take,
    )
    said = fills is not None and fills.said
    if desk.clock.monotonic() < ready_at and not said:
        raise NotReadyError(Unsettled(ready_at=ready_at))
    reader.settled.rested(members)


def _read(
    place: _Place, spec_name: str, used: set[str], desk: Desk, reader: Reader
) -> Standing | None:
    spec_member = reader.member("spec", place.path(spec_name))
    if spec_member.sha256 in desk.ledger.history.outputs:
        return None  # lyrad's own results never trigger rules
    read = as_on_disk(reader.spec(spec_member), place.folder, desk.watch.index)
    named = {choice.path for choice in (read.first, read.last) if choice.path}
    used.update(named)
    spec = reader.resolved(read, place.shot.scene, spec_member.path)
    spec, loras = cast_of(styled(spec, reader), reader)
    if not place.matches:
        return lacking.a_rule(spec_name)
    parts = _frames(place, read, desk)
    _settle(place, named - place.files.keys(), desk, reader)
    members, notes = [spec_member], [*reader.doubts(spec_member.path), *spec.style.clashes]
    for role, found in parts:
        member = reader.member(role, place.path(found.name))
        reader.check_picture(member)
        members.append(member)
        notes += reader.doubts(member.path)
        if found.over:
            notes.append(f"{found.name} is used, not {', '.join(found.over)}.")
    return Ready(
        drop=_drop(place.shot, spec.own, [*members, *loras]),
        spec=spec,
        matches=place.matches,
        notes=tuple(notes),
        finishes=place.finishes,
    )


def _frames(place: _Place, read: ReadShot, desk: Desk) -> list[tuple[str, frames.Found]]:
    both = ((Frame.FIRST.role, read.first), (Frame.LAST.role, read.last))
    found = ((role, _frame(place, role, choice, desk)) for role, choice in both)
    return [(role, frame) for role, frame in found if frame is not None]


def _frame(place: _Place, role: str, choice: FrameChoice, desk: Desk) -> frames.Found | None:
    found = frames.frame_file(role, choice, place.files, place.shot)
    if isinstance(found, frames.Ambiguous):
        raise NotReadyError(lacking.one_of(f"{role} frame", found.names))
    if isinstance(found, frames.Absent):
        needed = any(role in found_match.rule.when.roles for found_match in place.matches)
        if needed and not found.meant:
            raise NotReadyError(lacking.a_frame(role))
        return None
    if desk.watch.index.seen(place.path(found.name)) is None:
        raise NotReadyError(lacking.a_named_frame(role, found.name))
    return found


def _drop(shot: ShotKey, own: Fields, members: list[Member]) -> Drop:
    lead = match.conventional(shot, "shot.yaml")
    return Drop(lead=lead, members=tuple(members), fingerprint=identity.fingerprint(own, members))
