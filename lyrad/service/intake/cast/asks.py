"""See to people's requests for one character: write into the ledger, tell the engine.

As for shots: what stands in the ledger under a request's id is only told to the engine again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lyrad.core.admit import STOPPED
from lyrad.core.characters.wanted import (
    CharacterFacts,
    current,
    described,
    description,
    next_attempt,
    training,
    waits,
)
from lyrad.model.card import Request, RequestWord
from lyrad.model.cast import CharacterLook, Referenced
from lyrad.model.job import Job, JobState
from lyrad.model.ledger import LedgerLine
from lyrad.model.names import asked_as
from lyrad.model.standing import Unsettled
from lyrad.model.take import Held, Released, RetakeOrdered
from lyrad.ports import Clock, Engine, Ledger

BY_HAND = "by you"

_UNDER_WAY = frozenset({JobState.QUEUED, JobState.WORKING})

_STARTS = frozenset({RequestWord.GO, RequestWord.RETAKE})
"""The words by which a person wants something to be done; FINISH speaks of takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterAsk:
    """A request for one character, and how it stands."""

    request: Request
    look: CharacterLook
    facts: CharacterFacts

    @property
    def refs(self) -> Referenced | None:
        """Return the references, if they have come to rest."""
        return self.look.standing if isinstance(self.look.standing, Referenced) else None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that the request speaks of."""
        return current(self.refs, self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterAsks:
    """Answers the requests for the characters of one production."""

    ledger: Ledger
    engine: Engine
    clock: Clock

    def answer(self, ask: CharacterAsk) -> str | None:
        """See to a request; return what the card says of it, or None while it has to wait."""
        history, key = self.ledger.history, asked_as(ask.look.character)
        if history.obeyed(ask.request.id, key):
            return ""
        if isinstance(ask.look.standing, Unsettled) and ask.request.word is not RequestWord.HOLD:
            return None
        if _early(ask):
            return None
        if stuck := self._stuck(ask):
            for job in stuck:
                self.engine.retry(job.plan.job)
            return ""
        lines = tuple(_lines(ask, self.clock.now()))
        for line in lines:
            self.ledger.append(line)
        return "" if lines else f"{ask.request.word.value} changes nothing here now."

    def _stuck(self, ask: CharacterAsk) -> tuple[Job, ...]:
        """Return the jobs that a GO or a RETAKE takes up again: failed, cancelled, waiting."""
        held = ask.facts.history.held(asked_as(ask.look.character)) is not None
        if ask.request.word not in _STARTS or held:
            return ()
        states = STOPPED | {JobState.WAITING}
        return tuple(job for job in ask.jobs if job.state in states)


def _early(ask: CharacterAsk) -> bool:
    """Return whether a GO came while the pictures are still being described: it waits for that."""
    if ask.request.word is not RequestWord.GO or ask.refs is None:
        return False
    held = ask.facts.history.held(asked_as(ask.look.character)) is not None
    under_way = any(job.state in _UNDER_WAY for job in ask.jobs)
    pending = description(ask.refs, ask.facts) is None and not described(ask.refs, ask.facts)
    return pending and not held and (under_way or not ask.jobs)


def _lines(ask: CharacterAsk, now: datetime) -> Iterator[LedgerLine]:
    """Yield what the ledger has to keep of a request."""
    shot, request, note = asked_as(ask.look.character), ask.request.id, ask.request.note
    held = ask.facts.history.held(shot) is not None
    if ask.request.word is RequestWord.HOLD:
        yield Held(at=now, shot=shot, reason=note or BY_HAND, request=request)
    elif ask.request.word is RequestWord.GO and held:
        yield Released(at=now, shot=shot, request=request, note=note)
    elif ask.request.word in _STARTS and ask.refs and described(ask.refs, ask.facts):
        if ask.request.word is RequestWord.GO and not waits(ask.refs, ask.facts):
            return
        for match in training(ask.refs):
            yield RetakeOrdered(
                at=now,
                shot=shot,
                rule=match.rule.name,
                fingerprint=ask.refs.drop.fingerprint,
                attempt=next_attempt(match, ask.refs, ask.facts),
                request=request,
                note=note,
            )
