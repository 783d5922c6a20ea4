"""Look into a character's folder and say how its references stand.

Goes from names to a settled folder to private copies to a drop, as for shots, and stops at the
first thing that is not ready. A picture that stays broken stops nothing: the report names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.core import lacking, match
from lyrad.core.characters.references import (
    MOST_COPIED,
    SPEC,
    conventional,
    fingerprint,
    members_of,
)
from lyrad.core.dataset.names import is_noise
from lyrad.core.gathering import FOLDER, folder_ready_at
from lyrad.model.cast import CharacterLook, CharacterStanding, Referenced
from lyrad.model.character import CharacterSpec
from lyrad.model.drop import Drop, Member, Seen
from lyrad.model.names import CharacterKey, RelPath
from lyrad.model.standing import Unsettled
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.reader import NotReadyError, Reader


def look(character: CharacterKey, folder: RelPath, desk: Desk, reader: Reader) -> CharacterLook:
    """Return how the character's references stand now, and which LoRAs it has."""
    try:
        standing = _standing(character, folder, desk, reader)
    except NotReadyError as early:
        if not isinstance(early.standing, CharacterStanding):
            raise
        standing = early.standing
    return CharacterLook(
        character=character, folder=folder, standing=standing, loras=desk.loras.of(character)
    )


def _standing(
    character: CharacterKey, folder: RelPath, desk: Desk, reader: Reader
) -> CharacterStanding | None:
    place = conventional(character)
    found = {
        RelPath(seen.sighting.path.removeprefix(f"{place}/")): seen for seen in _below(place, desk)
    }
    names = members_of(found)
    if not names:
        return None
    if desk.unnamed(character):
        return lacking.a_name(character)
    _settle(place, desk, reader)
    spec = reader.character(character, RelPath(f"{folder}/{SPEC}"))
    matches = match.folder_matches(desk.rules.book, place, names)
    if not matches:
        return lacking.a_rule(place)
    members: list[Member] = []
    notes: list[str] = []
    for name in names:
        member, doubt = _member(name, found[RelPath(name)], reader)
        members.append(member)
        notes += doubt
    return Referenced(
        drop=_drop(place, spec, members, desk), spec=spec, matches=matches, notes=tuple(notes)
    )


def _below(folder: RelPath, desk: Desk) -> Iterator[Seen]:
    """Yield every file below a folder that anybody looks at."""
    for seen in desk.watch.index.children(folder):
        path = seen.sighting.path
        if is_noise(path.rpartition("/")[2]):
            continue
        if seen.sighting.folder:
            yield from _below(path, desk)
        else:
            yield seen


def _settle(place: RelPath, desk: Desk, reader: Reader) -> None:
    floor = max(FOLDER, desk.quiet.around)
    fills = reader.settled.scene(place, desk.watch.index, floor=floor)
    if fills is None:
        return
    ready_at = folder_ready_at(fills, floor=floor)
    if desk.clock.monotonic() < ready_at and not fills.said:
        raise NotReadyError(Unsettled(ready_at=ready_at))


def _member(name: str, seen: Seen, reader: Reader) -> tuple[Member, tuple[str, ...]]:
    """Return a file of the set, and what speaks against it."""
    path, size = seen.sighting.path, seen.sighting.size
    if size > MOST_COPIED:
        return Member(role=name, path=path, size=size, sha256="", xxh64=""), ()
    return reader.reference(name, path), reader.doubts(path)


def _drop(place: RelPath, spec: CharacterSpec, members: list[Member], desk: Desk) -> Drop:
    history = desk.ledger.history
    own = frozenset().union(*(past.outputs for past in history.characters.values()))
    return Drop(
        lead=place,
        members=tuple(members),
        fingerprint=fingerprint(spec, members, own | history.outputs),
    )
