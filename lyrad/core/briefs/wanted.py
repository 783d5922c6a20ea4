"""Decide whether a shot's briefs want a draft: once for each content, and no more.

What the engine or the ledger know is not ordered again. A draft that a person deleted was made,
and is not made again of the same words.
"""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.core import identity
from lyrad.core.admit import ShotFacts
from lyrad.model.brief import Briefed
from lyrad.model.drop import Member
from lyrad.model.names import JSON, Fingerprint, JobId
from lyrad.model.plan import BriefPlan


def fingerprint(members: Iterable[Member]) -> Fingerprint:
    """Return the identity of what is told: each file's part and content, whatever it is called."""
    told: JSON = [[member.role, member.sha256] for member in members]
    return Fingerprint(identity.digest({"briefs": told}))


def job_of(briefed: Briefed, facts: ShotFacts) -> JobId:
    """Return the id of the job that makes a draft of these briefs."""
    return identity.job_id(
        production=facts.production,
        rule=briefed.match.rule.name,
        shot=facts.shot,
        print_=briefed.drop.fingerprint,
        attempt=1,
    )


def known(briefed: Briefed, facts: ShotFacts) -> bool:
    """Return whether their draft is ordered or made already."""
    made = facts.history.briefs.made_of(facts.shot, briefed.drop.fingerprint)
    return made is not None or job_of(briefed, facts) in {job.plan.job for job in facts.jobs}


def replaced(briefed: Briefed, facts: ShotFacts) -> tuple[JobId, ...]:
    """Return the jobs that have not started and that nobody wants any more."""
    still = job_of(briefed, facts)
    return tuple(
        job.plan.job
        for job in facts.jobs
        if isinstance(job.plan, BriefPlan)
        and job.state.open
        and not job.started
        and job.plan.job != still
    )
