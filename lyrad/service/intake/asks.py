"""See to people's requests for one shot: write what was asked into the ledger, tell the engine.

Each request is claimed under an id that goes into the ledger with its effect, so that a kill at
any moment orders once: what stands in the ledger is only told to the engine again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lyrad.core.admit import ShotFacts, current, next_attempt
from lyrad.core.asking import Effect, effect, phase
from lyrad.core.order import order
from lyrad.model.card import Request
from lyrad.model.job import Job, JobState
from lyrad.model.spec import Priority
from lyrad.model.standing import Ready, ShotLook, Unsettled
from lyrad.model.take import Held, LedgerLine, Released, RetakeOrdered, RetryOrdered
from lyrad.ports import Clock, Engine, Ledger

BY_HAND = "by you"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request for one shot, and how the shot stands."""

    request: Request
    look: ShotLook
    facts: ShotFacts

    @property
    def ready(self) -> Ready | None:
        """Return the shot's drop, if it is ready."""
        return self.look.standing if isinstance(self.look.standing, Ready) else None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that the request speaks of."""
        return current(self.ready, self.facts.jobs)

    @property
    def failed(self) -> tuple[Job, ...]:
        """Return those of them that failed."""
        return tuple(job for job in self.jobs if job.state is JobState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether a request is seen to for this shot, and what the card says of it."""

    seen_to: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Answers the requests of one production."""

    ledger: Ledger
    engine: Engine
    clock: Clock

    def answer(self, ask: Ask) -> Answer:
        """See to a request for one shot; `seen_to` is false while it has to wait."""
        if self._obeyed(ask):
            return Answer(seen_to=True)
        held = self.ledger.history.held(ask.look.shot) is not None
        at = phase(ready=ask.ready is not None, held=held, jobs=ask.jobs)
        found = effect(ask.request.word, at)
        if isinstance(ask.look.standing, Unsettled) and found is not Effect.HOLD:
            return Answer(seen_to=False)
        if found is Effect.NOTE:
            word = ask.request.word.value
            return Answer(seen_to=True, note=f"{word} changes nothing here now.")
        if found is Effect.COUNT or (found is Effect.ONE_MORE and ask.ready is None):
            # A scene's request speaks of the shots that are there; a shot's own waits with it.
            return Answer(seen_to=ask.look.folder != ask.request.folder)
        for line in lines(found, ask, self.clock.now()):
            self.ledger.append(line)
        self._tell(found, ask)
        return Answer(seen_to=True)

    def _tell(self, found: Effect, ask: Ask) -> None:
        if found is Effect.RETRY:
            for job in ask.failed:
                self.engine.retry(job.plan.job)
        if found is Effect.NOW:
            for job in ask.jobs:
                self._hurry(job)

    def _hurry(self, job: Job) -> None:
        plan = job.plan
        if job.state is JobState.WAITING:
            self.engine.retry(plan.job)
        elif job.state is JobState.QUEUED:
            first = order(priority=Priority.NOW, attempt=plan.attempt, due=plan.spec.due)
            self.engine.reorder(plan.job, first)

    def _obeyed(self, ask: Ask) -> bool:
        obeyed = [
            line
            for line in self.ledger.history.obeyed(ask.request.id)
            if getattr(line, "shot", None) == ask.look.shot
        ]
        again = {job for line in obeyed if isinstance(line, RetryOrdered) for job in line.jobs}
        for job in ask.failed:
            if job.plan.job in again:
                self.engine.retry(job.plan.job)
        return bool(obeyed)


def lines(found: Effect, ask: Ask, now: datetime) -> tuple[LedgerLine, ...]:
    """Return what the ledger has to keep of an effect."""
    request, shot = ask.request, ask.look.shot
    if found is Effect.HOLD:
        return (Held(at=now, shot=shot, reason=request.note or BY_HAND, request=request.id),)
    if found is Effect.RELEASE:
        return (Released(at=now, shot=shot, request=request.id),)
    if found is Effect.RETRY:
        failed = tuple(job.plan.job for job in ask.failed)
        return (RetryOrdered(at=now, shot=shot, jobs=failed, request=request.id),)
    if found is Effect.ONE_MORE and ask.ready is not None:
        return tuple(
            RetakeOrdered(
                at=now,
                shot=shot,
                rule=match.rule.name,
                fingerprint=ask.ready.drop.fingerprint,
                attempt=next_attempt(ask.ready, match, ask.facts),
                request=request.id,
                note=request.note,
            )
            for match in ask.ready.matches
        )
    return ()
