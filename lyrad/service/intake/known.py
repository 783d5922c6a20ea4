"""Gather what is known of shots beside their folders: the engine's jobs, takes, the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from lyrad.core.admit import ShotFacts
from lyrad.core.adoption import adopted
from lyrad.errors import Code
from lyrad.model.job import Job, JobState
from lyrad.model.names import ShotKey
from lyrad.model.plan import BriefPlan, ShotPlan
from lyrad.model.standing import ShotLook
from lyrad.ports import Engine
from lyrad.service.intake.desk import Desk

Jobs = Mapping[ShotKey, tuple[Job, ...]]

_SHARE = {Code.SHARE_AWAY, Code.SHARE_LOCKED}


def jobs_of(desk: Desk, engine: Engine) -> Jobs:
    """Return the production's jobs, by shot."""
    found: dict[ShotKey, list[Job]] = defaultdict(list)
    for job in engine.jobs():
        plan = job.plan
        if isinstance(plan, ShotPlan | BriefPlan) and plan.production == desk.production.id:
            found[plan.shot].append(job)
    return {shot: tuple(jobs) for shot, jobs in found.items()}


def hurry(desk: Desk, engine: Engine) -> None:
    """Let the production's jobs go on that wait for its share."""
    for job in engine.jobs():
        mine = job.plan.production == desk.production.id and job.state is JobState.WAITING
        if mine and job.fault is not None and job.fault.code in _SHARE:
            engine.retry(job.plan.job)


def facts_of(found: ShotLook, jobs: Jobs, desk: Desk) -> ShotFacts:
    """Return what is known of a shot that was looked at."""
    return ShotFacts(
        production=desk.production.id,
        shot=found.shot,
        takes=found.takes,
        foreign=found.foreign,
        history=desk.ledger.history,
        jobs=jobs.get(found.shot, ()),
    )


def tell_holds(engine: Engine, jobs: Iterable[Job], *, held: bool) -> None:
    """Let the engine hold a shot's jobs, or let them go on, as the ledger says."""
    for job in jobs:
        if held and job.state.open and job.state is not JobState.HELD:
            engine.hold(job.plan.job)
        elif not held and job.state is JobState.HELD:
            engine.go(job.plan.job)


def adopt(found: ShotLook, desk: Desk) -> None:
    """Let the ledger know a renamed shot's takes by its new name."""
    history, production = desk.ledger.history, desk.production.id
    now = desk.clock.now()
    for line in adopted(found.takes, found.shot, history, production=production, now=now):
        desk.ledger.append(line)
