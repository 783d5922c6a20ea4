"""Have tools told of jobs that were cancelled while they waited, when nobody was at work on them.

A step at work tells its tool by itself. Of the others only the engine knows; it is asked again and
again, so a kill in between changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from lyrad.model.job import Job, JobState
from lyrad.model.names import JobId
from lyrad.ports import BetweenBackend


def giver_up(work: Path, tools: Iterable[BetweenBackend]) -> Callable[[tuple[Job, ...]], None]:
    """Return what tells every tool, given every job that the engine knows."""
    told = tuple(tools)

    def give_up(jobs: tuple[Job, ...]) -> None:
        cancelled = {job.plan.job for job in jobs if job.state is JobState.CANCELLED}
        works = tuple(_steps(work, cancelled))
        for tool in told:
            tool.give_up(works)

    return give_up


def _steps(work: Path, jobs: set[JobId]) -> Iterator[Path]:
    """Yield the folders of the jobs' steps; a job that never began has none."""
    for job in work.iterdir() if jobs and work.is_dir() else ():
        if job.name in jobs:
            yield from (step for step in job.iterdir() if step.is_dir())
