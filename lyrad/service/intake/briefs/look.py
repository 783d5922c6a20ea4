"""Take in what tells of a shot that has no spec: its briefs and memos, as private copies.

A transcript that lyrad wrote is no drop: its memo is. One that a person corrected, or wrote, goes
before its memo, which is not listened to again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lyrad.core import match
from lyrad.core.briefs.wanted import fingerprint
from lyrad.core.tellings import transcript_of
from lyrad.model.brief import Briefed, Kind
from lyrad.model.drop import Drop, Member
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.rule import Match
from lyrad.service.intake.desk import Desk
from lyrad.service.intake.reader import Reader


def briefed(
    shot: ShotKey, folder: RelPath, told: Sequence[tuple[str, Kind]], desk: Desk, reader: Reader
) -> Briefed | None:
    """Return the briefs that came to rest in a shot's folder, or None where no rule speaks of any.

    Raises NotReadyError while one of them is not whole.
    """
    matches = ((name, match.drafting(desk.rules.book, _path(shot, name))) for name, _ in told)
    found = {name: one for name, one in matches if one is not None}
    if not found:
        return None
    members = tuple(_members(folder, [one for one in told if _counts(one, found)], desk, reader))
    if not members:
        return None
    lead = _path(shot, members[0].path.rpartition("/")[2])
    return Briefed(
        drop=Drop(lead=lead, members=members, fingerprint=fingerprint(members)),
        match=next(iter(found.values())),
        notes=tuple(note for member in members for note in reader.doubts(member.path)),
    )


def _path(shot: ShotKey, name: str) -> RelPath:
    return match.conventional(shot, name)


def _counts(told: tuple[str, Kind], found: dict[str, Match]) -> bool:
    """Return whether a rule speaks of a file; a transcript is of its memo's rule."""
    return told[1] is Kind.TRANSCRIPT or told[0] in found


def _members(
    folder: RelPath, told: Sequence[tuple[str, Kind]], desk: Desk, reader: Reader
) -> Iterator[Member]:
    memos = [name for name, kind in told if kind is Kind.MEMO]
    corrected: dict[str, Member] = {}
    own = desk.ledger.history.briefs.own
    for name in (name for name, kind in told if kind is Kind.TRANSCRIPT):
        member = reader.member(Kind.TRANSCRIPT, RelPath(f"{folder}/{name}"))
        if member.sha256 not in own:
            corrected[name.lower()] = member
    for name, kind in told:
        if kind is Kind.MEMO and transcript_of(name, memos).lower() in corrected:
            continue
        if kind is not Kind.TRANSCRIPT:
            yield reader.member(kind, RelPath(f"{folder}/{name}"))
        elif name.lower() in corrected:
            yield corrected[name.lower()]
