"""See to people's requests for one cue: write into the ledger, tell the engine.

What a request means where a cue stands is `core.asking`'s to say, as for shots; what stands in the
ledger under a request's id is only told to the engine again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lyrad.core.admit import STOPPED
from lyrad.core.asking import Effect, Stand, effect, phase
from lyrad.core.cues.wanted import CueFacts, current, missing, next_attempt, outdated
from lyrad.core.order import order
from lyrad.model.card import Request
from lyrad.model.job import Job, JobState
from lyrad.model.ledger import LedgerLine
from lyrad.model.spec import Priority
from lyrad.model.spotting import CueLook, Spotted
from lyrad.model.standing import Refused, Unsettled
from lyrad.model.take import Held, Released, RetakeOrdered, RetryOrdered
from lyrad.ports import Clock, Engine, Ledger

BY_HAND = "by you"
COUNTED = "RETAKE is counted: one more take is made when this cue is whole."


@dataclass(frozen=True, slots=True, kw_only=True)
class CueAsk:
    """A request for one cue, and how it stands; `refused` where a rule has faults."""

    request: Request
    look: CueLook
    facts: CueFacts
    refused: bool = False

    @property
    def spotted(self) -> Spotted | None:
        """Return the cue, if it is whole and has its place."""
        return self.look.standing if isinstance(self.look.standing, Spotted) else None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that the request speaks of."""
        return current(self.spotted, self.facts)

    @property
    def stopped(self) -> tuple[Job, ...]:
        """Return those of them that failed or were cancelled."""
        return tuple(job for job in self.jobs if job.state in STOPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueAnswer:
    """Whether a request is seen to for this cue, and what the card says of it."""

    seen_to: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueAsks:
    """Answers the requests for the cues of one production."""

    ledger: Ledger
    engine: Engine
    clock: Clock

    def answer(self, ask: CueAsk) -> CueAnswer:
        """See to a request for one cue; `seen_to` is false while it has to wait."""
        if self._obeyed(ask):
            return CueAnswer(seen_to=True)
        found = _effect(ask)
        if isinstance(ask.look.standing, Unsettled) and found is not Effect.HOLD:
            return CueAnswer(seen_to=False)
        if found is Effect.COUNT or (found is Effect.ONE_MORE and ask.spotted is None):
            # A scene's request speaks of the cues that are there; a cue's own waits with it.
            own = ask.look.folder == ask.request.folder
            return CueAnswer(seen_to=not own, note=COUNTED if own else "")
        if found in {Effect.NOTE, Effect.FINISH}:
            word = ask.request.word.value
            return CueAnswer(seen_to=True, note=f"{word} changes nothing here now.")
        for line in _lines(found, ask, self.clock.now()):
            self.ledger.append(line)
        self._tell(found, ask)
        return CueAnswer(seen_to=True)

    def _tell(self, found: Effect, ask: CueAsk) -> None:
        if found is Effect.RETRY:
            for job in ask.stopped:
                self.engine.retry(job.plan.job)
        if found is Effect.NOW:
            for job in ask.jobs:
                self._hurry(job)

    def _hurry(self, job: Job) -> None:
        if job.state is JobState.WAITING:
            self.engine.retry(job.plan.job)
        elif job.state is JobState.QUEUED:
            first = order(priority=Priority.NOW, coverage=job.plan.attempt, due=None)
            self.engine.reorder(job.plan.job, first)

    def _obeyed(self, ask: CueAsk) -> bool:
        """Return whether the ledger has it; what the engine may not have heard is told again."""
        mine = self.ledger.history.obeyed(ask.request.id, ask.look.cue.asked_as)
        again = {job for line in mine if isinstance(line, RetryOrdered) for job in line.jobs}
        for job in ask.stopped:
            if job.plan.job in again:
                self.engine.retry(job.plan.job)
        retaken = {line.rule for line in mine if isinstance(line, RetakeOrdered)}
        if retaken and ask.spotted:
            return retaken >= {match.rule.name for match in ask.spotted.matches}
        return bool(mine)


def _effect(ask: CueAsk) -> Effect:
    """Return what the request does; what failed and would be made otherwise now begins anew."""
    coming = bool(missing(ask.spotted, ask.facts)) if ask.spotted else False
    stand = Stand(
        ready=ask.spotted is not None,
        held=ask.facts.history.held(ask.look.cue.asked_as) is not None,
        refused=ask.refused or isinstance(ask.look.standing, Refused),
        coming=coming,
        jobs=ask.jobs,
    )
    found = effect(ask.request.word, phase(stand))
    if found is Effect.RETRY and any(
        outdated(job, ask.spotted) for job in ask.stopped if ask.spotted
    ):
        return Effect.ONE_MORE
    return found


def _lines(found: Effect, ask: CueAsk, now: datetime) -> Iterator[LedgerLine]:
    """Yield what the ledger has to keep of an effect."""
    request, shot = ask.request, ask.look.cue.asked_as
    if found is Effect.HOLD:
        yield Held(at=now, shot=shot, reason=request.note or BY_HAND, request=request.id)
    elif found is Effect.RELEASE:
        yield Released(at=now, shot=shot, request=request.id, note=request.note)
    elif found is Effect.RETRY and ask.stopped:
        stopped = tuple(job.plan.job for job in ask.stopped)
        yield RetryOrdered(at=now, shot=shot, jobs=stopped, request=request.id, note=request.note)
    elif found is Effect.ONE_MORE and ask.spotted:
        yield from _retakes(ask.spotted, ask, now)


def _retakes(spotted: Spotted, ask: CueAsk, now: datetime) -> Iterator[RetakeOrdered]:
    """Yield one more take of each rule, but for those that a kill let come through before."""
    before = ask.facts.history.obeyed(ask.request.id, ask.look.cue.asked_as)
    through = {line.rule for line in before if isinstance(line, RetakeOrdered)}
    for match in spotted.matches:
        if match.rule.name not in through:
            yield RetakeOrdered(
                at=now,
                shot=ask.look.cue.asked_as,
                rule=match.rule.name,
                fingerprint=spotted.drop.fingerprint,
                attempt=next_attempt(spotted, match, ask.facts),
                request=ask.request.id,
                note=ask.request.note,
            )
