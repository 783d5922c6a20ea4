"""Look into a shot's folder and say how it stands.

Goes from names to settled files to private copies to a drop, and stops at the first thing that is
not ready. Decides nothing about jobs: that is `core.admit`.
"""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.core import frames, identity, lacking, match, settle
from lyrad.core.unused import unused
from lyrad.model.drop import Drop, Member, Seen
from lyrad.model.names import Fields, RelPath, ShotKey
from lyrad.model.rule import Match
from lyrad.model.spec import Frame, FrameChoice
from lyrad.model.standing import Ready, ShotLook, Standing, Unsettled
from lyrad.model.take import Take
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.reader import NotReadyError, Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    shot: ShotKey
    folder: RelPath
    files: dict[str, Seen]
    first_take: float | None

    def path(self, name: str) -> RelPath:
        return RelPath(f"{self.folder}/{name}")


def look(shot: ShotKey, folder: RelPath, desk: Desk, reader: Reader) -> ShotLook:
    """Return how the shot stands now."""
    files = {
        seen.sighting.path.rpartition("/")[2]: seen
        for seen in desk.watch.index.children(folder)
        if not seen.sighting.folder
    }
    takes, foreign = _takes(shot, folder, desk)
    place = _Place(shot=shot, folder=folder, files=files, first_take=_first(takes, desk))
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
        unused=idle,
        again_at=again_at,
    )


def _standing(place: _Place, used: set[str], desk: Desk, reader: Reader) -> Standing | None:
    if desk.unnamed(place.shot.shot) or desk.unnamed(place.shot.scene):
        return lacking.a_name(place.shot)
    specs = frames.spec_files(place.files)
    pictures = [name for name in place.files if frames.looks_like_frame(name, place.shot)]
    used.update(specs, pictures)
    if not specs and not pictures:
        return None
    _settle(place, [*specs, *pictures], desk)
    if not specs:
        return lacking.a_spec()
    if len(specs) > 1:
        return lacking.one_of("spec", specs)
    return _read(place, specs[0], used, desk, reader)


def _settle(place: _Place, names: list[str], desk: Desk) -> None:
    scene = match.scene_folder(desk.production.tree, place.shot.scene)
    ready_at = settle.ready_at(
        (place.files[name].changed_at for name in names),
        scene=desk.watch.index.changed_below(scene),
        quiet=desk.quiet,
        first_take=place.first_take,
    )
    if desk.clock.monotonic() < ready_at:
        raise NotReadyError(Unsettled(ready_at=ready_at))


def _read(
    place: _Place, spec_name: str, used: set[str], desk: Desk, reader: Reader
) -> Standing | None:
    spec_member = reader.member("spec", place.path(spec_name))
    if spec_member.sha256 in desk.ledger.history.outputs:
        return None  # lyrad's own results never trigger rules
    read = reader.spec(spec_member)
    spec = reader.resolved(read, place.shot.scene, spec_member.path)
    lead = match.conventional(place.shot, "shot.yaml")
    matches = match.matches(desk.rules.book, lead)
    if not matches:
        return lacking.a_rule(spec_name)
    members, notes = [spec_member], []
    for frame, choice in ((Frame.FIRST, read.first), (Frame.LAST, read.last)):
        found = _frame(place, frame.role, choice, matches, desk)
        if found is None:
            continue
        member = reader.member(frame.role, place.path(found.name))
        used.add(found.name)
        reader.check_picture(member)
        members.append(member)
        if found.over:
            notes.append(f"{found.name} is used, not {', '.join(found.over)}.")
    return Ready(
        drop=_drop(lead, spec.own, members), spec=spec, matches=matches, notes=tuple(notes)
    )


def _frame(
    place: _Place, role: str, choice: FrameChoice, matches: tuple[Match, ...], desk: Desk
) -> frames.Found | None:
    found = frames.frame_file(role, choice, place.files, place.shot)
    if isinstance(found, frames.Ambiguous):
        raise NotReadyError(lacking.one_of(f"{role} frame", found.names))
    if isinstance(found, frames.Absent):
        needed = any(role in found_match.rule.when.roles for found_match in matches)
        if needed and not found.meant:
            raise NotReadyError(lacking.a_frame(role))
        return None
    if desk.watch.index.seen(place.path(found.name)) is None:
        raise NotReadyError(lacking.a_named_frame(role, found.name))
    return found


def _drop(lead: RelPath, own: Fields, members: list[Member]) -> Drop:
    return Drop(lead=lead, members=tuple(members), fingerprint=identity.fingerprint(own, members))


def _takes(
    shot: ShotKey, folder: RelPath, desk: Desk
) -> tuple[tuple[Take, ...], tuple[Take, ...]]:
    own: list[Take] = []
    foreign: list[Take] = []
    for take in desk.takes.of(folder):
        if take.receipt:
            (foreign if _is_foreign(take, shot, desk) else own).append(take)
    return tuple(own), tuple(foreign)


def _first(takes: tuple[Take, ...], desk: Desk) -> float | None:
    """Return when the shot got its first take, in the daemon's monotonic seconds."""
    moments = [take.receipt.published_at for take in takes if take.receipt]
    if not moments:
        return None
    return desk.clock.monotonic() - (desk.clock.now() - min(moments)).total_seconds()


def _is_foreign(take: Take, shot: ShotKey, desk: Desk) -> bool:
    if take.receipt is None or take.receipt.shot == shot:
        return False
    elsewhere = match.shot_folder(desk.production.tree, take.receipt.shot)
    return desk.watch.index.seen(elsewhere) is not None
