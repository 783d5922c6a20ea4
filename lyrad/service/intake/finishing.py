"""Order better clips of takes that stand: what the ledger keeps of a FINISH, and what it needs."""

from __future__ import annotations

from datetime import datetime

from lyrad.core import finishing
from lyrad.core.admit import ShotFacts
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.card import Request
from lyrad.model.drop import Member
from lyrad.model.plan import VIDEO
from lyrad.model.standing import Ready
from lyrad.model.take import DerivedFrom, FinishOrdered, Take
from lyrad.service.intake.desk import Desk

NO_RULE = "No rule finishes takes here: copy rules/_finish-shot.yaml into your rules."


def asked(
    request: Request, ready: Ready, facts: ShotFacts, now: datetime
) -> tuple[tuple[FinishOrdered, ...], str]:
    """Return what the ledger has to keep of a FINISH, and what the card says where it is nothing.

    Rules that a kill let come through before are left out.
    """
    take = finishing.source(request.note, ready, facts)
    if isinstance(take, str) or take.receipt is None:
        return (), take if isinstance(take, str) else ""
    before = facts.history.obeyed(request.id, facts.shot)
    through = {line.rule for line in before if isinstance(line, FinishOrdered)}
    said: list[str] = []
    lines: list[FinishOrdered] = []
    for match in ready.finishes:
        if known := finishing.standing(match, take, facts):
            said.append(known)
        elif match.rule.name not in through:
            lines.append(
                FinishOrdered(
                    at=now,
                    shot=facts.shot,
                    rule=match.rule.name,
                    fingerprint=ready.drop.fingerprint,
                    source=take.receipt.job,
                    request=request.id,
                    note=finishing.words(request.note),
                )
            )
    if not ready.finishes:
        said.append(NO_RULE)
    return tuple(lines), "" if lines else " ".join(said)


def clip_of(take: Take, desk: Desk) -> Member:
    """Return the private copy of a take's clip, as a member of the plan that finishes it.

    Raises:
        Permanent: it is no single file.
        Temporary: it cannot be read now.
    """
    found = finishing.master(take)
    if found is None:
        raise Permanent(_no_clip(take))
    path, _ = found
    kept = desk.store.keep(desk.root / path, within=desk.root)
    return Member(role=VIDEO, path=path, size=kept.size, sha256=kept.sha256, xxh64=kept.xxh64)


def derived(take: Take, clip: Member) -> DerivedFrom:
    """Return what the new take's receipt says of its source."""
    if take.receipt is None:
        raise Permanent(_no_clip(take))
    return DerivedFrom(take=take.number, job=take.receipt.job, sha256=clip.sha256)


def _no_clip(take: Take) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"T{take.number:02d} has no clip that could be finished.",
        where=take.folder,
        next="Ask for another take with FINISH, or put the clip back.",
    )
