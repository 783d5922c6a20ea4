"""Decide which of a shot's jobs are of what stands in its folder now, and which are past."""

from __future__ import annotations

from collections.abc import Set

from lyrad.core.admit import STOPPED, ShotFacts, current_key
from lyrad.model.brief import Briefed
from lyrad.model.job import Job
from lyrad.model.standing import Ready


def current(ready: Ready | Briefed | None, facts: ShotFacts) -> tuple[Job, ...]:
    """Return the jobs of the present drop; while there is none, those still to come.

    A job that failed or was cancelled, and was ordered anew since with what is inherited now, is
    a thing of the past.
    """
    if ready is None:
        return tuple(job for job in facts.jobs if job.state.open)
    mine = tuple(job for job in facts.jobs if job.plan.fingerprint == ready.drop.fingerprint)
    if isinstance(ready, Briefed):
        return mine
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
