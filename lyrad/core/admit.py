"""Decide which jobs a drop still wants, and which it no longer wants.

The wanted attempts follow from the spec (`takes`) and from the retakes in the ledger. What the
engine, the receipts in the target or the ledger know is not ordered again: a lost engine
database, a renamed shot, a stand-by that takes over render nothing twice. Orders nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from lyrad.core import identity
from lyrad.core.history import History
from lyrad.model.job import Job, JobState
from lyrad.model.names import Fields, JobId, ProductionId, ShotKey
from lyrad.model.rule import Match
from lyrad.model.standing import Ready, Stale
from lyrad.model.take import Published, Take

STOPPED = frozenset({JobState.FAILED, JobState.CANCELLED})
"""The states from which only a person starts a job again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotFacts:
    """What is known of a shot beside its folder's look."""

    production: ProductionId
    shot: ShotKey
    takes: tuple[Take, ...]
    foreign: tuple[Take, ...]
    history: History
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One attempt that a drop wants of a rule; `known` says that it is ordered or made already."""

    match: Match
    attempt: int
    job: JobId
    known: bool


def missing(ready: Ready, facts: ShotFacts) -> tuple[Wanted, ...]:
    """Return the attempts that the drop wants and that nobody has ordered or made yet."""
    return tuple(want for want in wanted(ready, facts) if not want.known)


def wanted(ready: Ready, facts: ShotFacts) -> tuple[Wanted, ...]:
    """Return every attempt that the drop wants, rule by rule, first attempts first."""
    return tuple(
        Wanted(
            match=match, attempt=attempt, job=job, known=_known(ready, match, attempt, job, facts)
        )
        for match in ready.matches
        for attempt in sorted(_attempts(ready, match, facts))
        for job in (_job(ready, match, attempt, facts),)
    )


def replaced(ready: Ready, facts: ShotFacts) -> tuple[JobId, ...]:
    """Return the jobs that have not started and that nobody wants any more."""
    still = {want.job for want in wanted(ready, facts)}
    return tuple(
        job.plan.job
        for job in facts.jobs
        if job.state.open and not job.started and job.plan.job not in still
    )


def next_attempt(ready: Ready, match: Match, facts: ShotFacts) -> int:
    """Return the attempt that one more take of this drop is."""
    print_, rule = ready.drop.fingerprint, match.rule.name
    taken = set(range(1, ready.spec.takes + 1))
    for shot in known_as(facts):
        taken |= facts.history.attempts(shot, rule, print_)
    taken |= {
        take.receipt.attempt for take in made(facts.takes, rule, ready) if take.receipt is not None
    }
    taken |= {
        job.plan.attempt
        for job in facts.jobs
        if job.plan.fingerprint == print_ and job.plan.rule == rule
    }
    return max(taken) + 1


def deleted(ready: Ready, facts: ShotFacts) -> tuple[int, ...]:
    """Return the numbers of the takes that this very drop has in the ledger but not any more."""
    lines = (_published(ready, want.match, want.attempt, facts) for want in wanted(ready, facts))
    here = {take.receipt.job for take in facts.takes if take.receipt}
    return tuple(sorted(line.take for line in lines if line and line.job not in here))


def copy_of(ready: Ready, facts: ShotFacts) -> ShotKey | None:
    """Return the shot of which this folder is an unedited copy, or None."""
    for take in facts.foreign:
        if take.receipt and take.receipt.fingerprint == ready.drop.fingerprint:
            return take.receipt.shot
    return None


def made(takes: Iterable[Take], rule: str, ready: Ready) -> tuple[Take, ...]:
    """Return the takes that this rule made of this very drop."""
    return tuple(
        take
        for take in takes
        if take.receipt is not None
        and take.receipt.rule == rule
        and take.receipt.fingerprint == ready.drop.fingerprint
    )


def stale(ready: Ready, match: Match, takes: Iterable[Take]) -> Stale | None:
    """Return the takes of this drop that were made with something else inherited.

    None where at least one take was made with what is inherited now.
    """
    key = current_key(ready, match)
    mine = made(takes, match.rule.name, ready)
    if not mine or any(take.receipt and take.receipt.version_key == key for take in mine):
        return None
    before = mine[-1].receipt.inherited if mine[-1].receipt else {}
    return Stale(
        takes=tuple(take.number for take in mine), changed=_changed(before, ready.spec.inherited)
    )


def _changed(before: Fields, now: Fields) -> Fields:
    names = sorted({*before, *now})
    return {
        name: f"{before.get(name, 'unset')} -> {now.get(name, 'unset')}"
        for name in names
        if before.get(name) != now.get(name)
    }


def current(ready: Ready | None, facts: ShotFacts) -> tuple[Job, ...]:
    """Return the jobs of the present drop; while there is none, those still to come.

    A job that failed or was cancelled, and was ordered anew since with what is inherited now, is
    a thing of the past.
    """
    if ready is None:
        return tuple(job for job in facts.jobs if job.state.open)
    mine = tuple(job for job in facts.jobs if job.plan.fingerprint == ready.drop.fingerprint)
    made_with = {job.plan.version_key for job in mine}
    made_with |= {take.receipt.version_key for take in facts.takes if take.receipt}
    return tuple(job for job in mine if not _overtaken(job, ready, made_with))


def outdated(job: Job, ready: Ready) -> bool:
    """Return whether the rule, or something that the job inherited, is another by now."""
    return job.plan.version_key not in _keys(ready)


def _overtaken(job: Job, ready: Ready, made_with: Set[str]) -> bool:
    return job.state in STOPPED and outdated(job, ready) and bool(made_with & _keys(ready))


def _keys(ready: Ready) -> frozenset[str]:
    return frozenset(current_key(ready, match) for match in ready.matches)


def current_key(ready: Ready, match: Match) -> str:
    """Return the version key of what this drop is made into now."""
    return identity.version_key(ready.drop.fingerprint, ready.spec.inherited, match.rule.steps)


def _attempts(ready: Ready, match: Match, facts: ShotFacts) -> set[int]:
    asked = {
        line.attempt
        for shot in known_as(facts)
        for line in facts.history.retakes(shot, match.rule.name, ready.drop.fingerprint)
    }
    if copy_of(ready, facts):
        return asked
    return asked | set(range(1, ready.spec.takes + 1))


def _job(ready: Ready, match: Match, attempt: int, facts: ShotFacts) -> JobId:
    return identity.job_id(
        production=facts.production,
        rule=match.rule.name,
        shot=facts.shot,
        print_=ready.drop.fingerprint,
        attempt=attempt,
    )


def _known(ready: Ready, match: Match, attempt: int, job: JobId, facts: ShotFacts) -> bool:
    in_engine = any(known.plan.job == job for known in facts.jobs)
    in_target = any(
        take.receipt is not None and take.receipt.attempt == attempt
        for take in made(facts.takes, match.rule.name, ready)
    )
    return in_engine or in_target or _published(ready, match, attempt, facts) is not None


def _published(ready: Ready, match: Match, attempt: int, facts: ShotFacts) -> Published | None:
    """Return what the ledger says of the attempt's take, which may be deleted by now."""
    wanted_ = (match.rule.name, ready.drop.fingerprint, attempt)
    return next(
        (
            line
            for shot in known_as(facts)
            for line in facts.history.publications(shot)
            if (line.rule, line.fingerprint, line.attempt) == wanted_
        ),
        None,
    )


def known_as(facts: ShotFacts) -> tuple[ShotKey, ...]:
    """Return the shot, and what it was called before: its own takes' receipts tell."""
    former = {take.receipt.shot for take in facts.takes if take.receipt}
    return (facts.shot, *sorted(former - {facts.shot}))
