"""Decide which jobs a drop still wants, and which it no longer wants.

The wanted attempts follow from the spec (`takes`) and from the retakes in the ledger. What the
engine, the receipts in the target or the ledger know is not ordered again: a lost engine
database, a renamed shot, a stand-by that takes over render nothing twice. Orders nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.core import identity
from lyrad.core.history import History
from lyrad.model.job import Job, JobState
from lyrad.model.names import JobId, ProductionId, ShotKey
from lyrad.model.rule import Match
from lyrad.model.standing import Ready
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
    """One attempt that a drop wants of a rule; `known` says that it is ordered or made already.

    With a `source` it is that take, made better, and `note` what was said as it was asked for.
    """

    match: Match
    attempt: int
    job: JobId
    known: bool
    source: Take | None = None
    note: str = ""


def missing(ready: Ready, facts: ShotFacts) -> tuple[Wanted, ...]:
    """Return the attempts that the drop wants and that nobody has ordered or made yet."""
    return tuple(want for want in wanted(ready, facts) if not want.known)


def wanted(ready: Ready, facts: ShotFacts) -> tuple[Wanted, ...]:
    """Return every attempt that the drop wants, rule by rule, first attempts first.

    Takes that somebody asked to be finished come last.
    """
    attempts = tuple(
        Wanted(
            match=match, attempt=attempt, job=job, known=_known(ready, match, attempt, job, facts)
        )
        for match in ready.matches
        for attempt in sorted(_attempts(ready, match, facts))
        for job in (_job(ready, match, attempt, facts),)
    )
    return (*attempts, *_finishes(ready, facts))


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
    lines = (
        facts.history.published(want.job)
        if want.source
        else _published(ready, want.match, want.attempt, facts)
        for want in wanted(ready, facts)
    )
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


def _finishes(ready: Ready, facts: ShotFacts) -> tuple[Wanted, ...]:
    """Return the takes of this very drop that are to be finished, each once under each rule."""
    matches = {match.rule.name: match for match in ready.finishes}
    takes = {take.receipt.job: take for take in facts.takes if take.receipt}
    found: dict[JobId, Wanted] = {}
    for line in (line for shot in known_as(facts) for line in facts.history.finishes(shot)):
        match, source = matches.get(line.rule), takes.get(line.source)
        if match and source and source.receipt and line.fingerprint == ready.drop.fingerprint:
            job = finishing_job(match, line.source, facts)
            found.setdefault(
                job,
                Wanted(
                    match=match,
                    attempt=source.receipt.attempt,
                    job=job,
                    known=finish_known(match, line.source, facts),
                    source=source,
                    note=line.note,
                ),
            )
    return tuple(found.values())


def finishing_job(match: Match, source: JobId, facts: ShotFacts) -> JobId:
    """Return the job that finishes the take of another job."""
    return identity.finish_id(
        production=facts.production, rule=match.rule.name, shot=facts.shot, source=source
    )


def finish_known(match: Match, source: JobId, facts: ShotFacts) -> bool:
    """Return whether it is ordered or made already, perhaps under the shot's former name."""
    job = finishing_job(match, source, facts)
    stands = any(
        one.receipt.rule == match.rule.name
        and one.receipt.derived_from is not None
        and one.receipt.derived_from.job == source
        for one in facts.takes
        if one.receipt
    )
    return (
        stands or job in {one.plan.job for one in facts.jobs} or bool(facts.history.published(job))
    )


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
