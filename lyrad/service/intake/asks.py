"""See to people's requests for one shot: write what was asked into the ledger, tell the engine.

Each request is claimed under an id that goes into the ledger with its effect, so that a kill at
any moment orders once: what stands in the ledger is only told to the engine again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lyrad.core.admit import STOPPED, ShotFacts, missing, next_attempt
from lyrad.core.asking import Effect, Stand, effect, phase
from lyrad.core.coverage import coverage_round
from lyrad.core.order import order
from lyrad.core.present import current, outdated
from lyrad.model.brief import Briefed
from lyrad.model.card import Request, RequestWord
from lyrad.model.job import Job, JobState
from lyrad.model.ledger import LedgerLine
from lyrad.model.names import JobId
from lyrad.model.spec import Priority
from lyrad.model.standing import Ready, Refused, ShotLook, Unsettled
from lyrad.model.take import FinishOrdered, Held, Released, RetakeOrdered, RetryOrdered
from lyrad.ports import Clock, Engine, Ledger
from lyrad.service.intake import finishing

BY_HAND = "by you"
COUNTED = "RETAKE is counted: one more take is made when this shot is whole."
LOOKED_AGAIN = "RETAKE was seen: as soon as what is wrong here is mended, lyrad goes on by itself."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request for one shot, and how the shot stands; `refused` where a rule has faults."""

    request: Request
    look: ShotLook
    facts: ShotFacts
    refused: bool = False

    @property
    def ready(self) -> Ready | None:
        """Return the shot's drop, if it is ready."""
        return self.look.standing if isinstance(self.look.standing, Ready) else None

    @property
    def briefed(self) -> Briefed | None:
        """Return the shot's briefs, where it has those and no spec."""
        return self.look.standing if isinstance(self.look.standing, Briefed) else None

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Return the jobs that the request speaks of."""
        return current(self.ready or self.briefed, self.facts)

    @property
    def stopped(self) -> tuple[Job, ...]:
        """Return those of them that failed or were cancelled."""
        return tuple(job for job in self.jobs if job.state in STOPPED)

    @property
    def coming(self) -> tuple[JobId, ...]:
        """Return the jobs that the drop wants and that are not ordered yet."""
        ready = self.ready
        return tuple(want.job for want in missing(ready, self.facts)) if ready else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether a request is seen to for this shot, what the card says, and what it lets start.

    `releases` are jobs that may start although they are many; whoever asks writes them down.
    """

    seen_to: bool
    note: str = ""
    releases: tuple[JobId, ...] = ()


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
        found = _effect(ask)
        if isinstance(ask.look.standing, Unsettled) and found is not Effect.HOLD:
            return Answer(seen_to=False)
        if found is Effect.NOTE or (found is Effect.FINISH and ask.ready is None):
            word = ask.request.word.value
            return Answer(seen_to=True, note=f"{word} changes nothing here now.")
        if found is Effect.FINISH and ask.ready is not None:
            return self._finish(ask, ask.ready)
        if found is Effect.COUNT or (found is Effect.ONE_MORE and ask.ready is None):
            # A scene's request speaks of the shots that are there; a shot's own waits with it.
            own = ask.look.folder == ask.request.folder
            return Answer(seen_to=not own, note=COUNTED if own else "")
        for line in lines(found, ask, self.clock.now()):
            self.ledger.append(line)
        self._tell(found, ask)
        looked = found is Effect.RETRY and not ask.stopped
        return Answer(
            seen_to=True,
            note=LOOKED_AGAIN if looked else "",
            releases=_let_start(found, ask),
        )

    def _finish(self, ask: Ask, ready: Ready) -> Answer:
        lines, note = finishing.asked(ask.request, ready, ask.facts, self.clock.now())
        for line in lines:
            self.ledger.append(line)
        return Answer(seen_to=True, note=note)

    def _tell(self, found: Effect, ask: Ask) -> None:
        if found is Effect.RETRY:
            for job in ask.stopped:
                self.engine.retry(job.plan.job)
        if found is Effect.NOW:
            for job in ask.jobs:
                self._hurry(job, ask)

    def _hurry(self, job: Job, ask: Ask) -> None:
        plan = job.plan
        if job.state is JobState.WAITING:
            self.engine.retry(plan.job)
        elif job.state is JobState.QUEUED:
            coverage = coverage_round(
                plan.attempt,
                takes=ask.facts.takes,
                rule=plan.rule,
                fingerprint=plan.fingerprint,
            )
            first = order(priority=Priority.NOW, coverage=coverage, due=plan.due)
            self.engine.reorder(plan.job, first)

    def _obeyed(self, ask: Ask) -> bool:
        """Return whether the ledger has it; what the engine may not have heard is told again."""
        history, request = self.ledger.history, ask.request.id
        mine = history.obeyed(request, ask.look.shot)
        again = {job for line in mine if isinstance(line, RetryOrdered) for job in line.jobs}
        for job in ask.stopped:
            if job.plan.job in again:
                self.engine.retry(job.plan.job)
        if any(history.obeyed(request, job.plan.job) for job in ask.facts.jobs):
            return True
        retaken = {line.rule for line in mine if isinstance(line, RetakeOrdered)}
        if retaken and ask.ready:
            return retaken >= {match.rule.name for match in ask.ready.matches}
        finished = {line.rule for line in mine if isinstance(line, FinishOrdered)}
        if finished and ask.ready:
            return finished >= {match.rule.name for match in ask.ready.finishes}
        return bool(mine)


def lines(found: Effect, ask: Ask, now: datetime) -> tuple[LedgerLine, ...]:
    """Return what the ledger has to keep of an effect."""
    request, shot, note = ask.request, ask.look.shot, ask.request.note
    if found is Effect.HOLD:
        return (Held(at=now, shot=shot, reason=note or BY_HAND, request=request.id),)
    if found is Effect.RELEASE:
        return (Released(at=now, shot=shot, request=request.id, note=note),)
    if found is Effect.RETRY and ask.stopped:
        stopped = tuple(job.plan.job for job in ask.stopped)
        return (RetryOrdered(at=now, shot=shot, jobs=stopped, request=request.id, note=note),)
    if found is Effect.ONE_MORE and ask.ready is not None:
        return tuple(_retakes(ask.ready, ask, now))
    return ()


def _retakes(ready: Ready, ask: Ask, now: datetime) -> list[RetakeOrdered]:
    """Return one more take of each rule, but for those that a kill let come through before."""
    before = ask.facts.history.obeyed(ask.request.id, ask.look.shot)
    through = {line.rule for line in before if isinstance(line, RetakeOrdered)}
    return [
        RetakeOrdered(
            at=now,
            shot=ask.look.shot,
            rule=match.rule.name,
            fingerprint=ready.drop.fingerprint,
            attempt=next_attempt(ready, match, ask.facts),
            request=ask.request.id,
            note=ask.request.note,
        )
        for match in ready.matches
        if match.rule.name not in through
    ]


def _let_start(found: Effect, ask: Ask) -> tuple[JobId, ...]:
    """Return the jobs that a GO lets start: those to come, and those that it makes next."""
    if ask.request.word is not RequestWord.GO:
        return ()
    hurried = ask.jobs if found is Effect.NOW else ()
    return tuple(dict.fromkeys((*ask.coming, *(job.plan.job for job in hurried))))


def _effect(ask: Ask) -> Effect:
    at = phase(
        Stand(
            ready=ask.ready is not None or ask.briefed is not None,
            held=ask.facts.history.held(ask.look.shot) is not None,
            refused=ask.refused or isinstance(ask.look.standing, Refused),
            coming=bool(ask.coming),
            jobs=ask.jobs,
        )
    )
    found = effect(ask.request.word, at)
    retried = [job for job in ask.stopped if ask.ready and outdated(job, ask.ready)]
    if found is Effect.RETRY and retried:
        # What they inherited is another by now, perhaps because it was mended: begin anew.
        return Effect.ONE_MORE
    if found is Effect.NOTE and ask.request.word is RequestWord.GO and ask.coming:
        return Effect.NOW
    return found
