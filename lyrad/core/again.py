"""Decide when a take that turned out suspicious is made once more, without a person asking.

A rule asks for it (`publish.take: {retake_suspicious: true}`); the receipt tells that it did. At
most one more take is ordered for each drop under each rule: two that look wrong are for a person.
"""

from __future__ import annotations

from datetime import datetime

from lyrad.core.admit import ShotFacts, current_key, known_as, made, next_attempt
from lyrad.core.smaller import RENDERED
from lyrad.model.rule import Match
from lyrad.model.standing import Ready
from lyrad.model.take import Check, Receipt, RetakeOrdered, Take

ASKED = "retake_suspicious"
"""The field of `publish.take`, and the fact in the receipt of its step."""

_BY_ITSELF = "suspicious "
_NOT_OF_THE_PICTURE = frozenset({"mark", "look", "sound", RENDERED})
"""Checks that another seed does not mend."""


def suspicious(receipt: Receipt) -> tuple[Check, ...]:
    """Return the checks of the picture that failed."""
    return tuple(
        check
        for check in receipt.checks
        if not check.passed and check.name not in _NOT_OF_THE_PICTURE
    )


def retakes_by_itself(ready: Ready, facts: ShotFacts, now: datetime) -> tuple[RetakeOrdered, ...]:
    """Return what the ledger has to keep, so that suspicious takes are made once more.

    The request is named after the suspicious take's job, so that it is the same one whoever finds
    it. Drafts are not made again: another seed makes the same draft.
    """
    lines = (_retake(ready, match, facts, now) for match in ready.matches)
    return tuple(line for line in lines if line is not None)


def _retake(ready: Ready, match: Match, facts: ShotFacts, now: datetime) -> RetakeOrdered | None:
    if _asked_before(ready, match, facts):
        return None
    for take in made(facts.takes, match.rule.name, ready):
        receipt = take.receipt
        if receipt is None or not _wants_another(receipt, current_key(ready, match)):
            continue
        return RetakeOrdered(
            at=now,
            shot=facts.shot,
            rule=match.rule.name,
            fingerprint=ready.drop.fingerprint,
            attempt=next_attempt(ready, match, facts),
            request=f"{_BY_ITSELF}{receipt.job}",
            note=_note(take, receipt),
        )
    return None


def _asked_before(ready: Ready, match: Match, facts: ShotFacts) -> bool:
    return any(
        line.request.startswith(_BY_ITSELF)
        for shot in known_as(facts)
        for line in facts.history.retakes(shot, match.rule.name, ready.drop.fingerprint)
    )


def _wants_another(receipt: Receipt, key: str) -> bool:
    """Decide whether a take of what holds now is suspicious, and its rule asked for another."""
    asked = any(step.facts.get(ASKED) is True for step in receipt.steps)
    present = receipt.version_key == key
    return asked and present and not receipt.draft and bool(suspicious(receipt))


def _note(take: Take, receipt: Receipt) -> str:
    failed = ", ".join(f"{check.name} {check.figure}" for check in suspicious(receipt))
    return f"T{take.number:02d} looked wrong: {failed}"
