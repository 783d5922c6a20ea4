"""Compose the status page from what the posts and the engine know; the caller writes the file."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable

from lyrad import __version__
from lyrad.model.job import Job, JobState
from lyrad.model.status import STATUS_SCHEMA, JobRow, ProductionRow, ShotRow, Status
from lyrad.ports import Clock
from lyrad.service.post import Post

ENDED = {JobState.DONE, JobState.CANCELLED}


def status(
    posts: Iterable[Post], jobs: Iterable[Job], paused: tuple[str, ...], clock: Clock
) -> Status:
    """Return how everything stands now; of the ended jobs only those that failed."""
    posts = tuple(posts)
    return Status(
        schema=STATUS_SCHEMA,
        lyrad=__version__,
        pid=os.getpid(),
        host=socket.gethostname(),
        at=clock.now().timestamp(),
        paused=paused,
        faults=tuple(str(post.trouble) for post in posts if post.trouble),
        productions=tuple(_production(post) for post in posts),
        jobs=tuple(_job(job) for job in jobs if job.state not in ENDED),
    )


def _production(post: Post) -> ProductionRow:
    desk, intake = post.intake.desk, post.intake
    folders = {shot: folder for folder, shot in tuple(intake.agenda.shots.items())}
    shots = tuple(
        ShotRow(
            scene=shot.scene,
            shot=shot.shot,
            folder=folders.get(shot, ""),
            state=card.state.value,
            detail=card.detail,
        )
        for shot, card in sorted(intake.board.shown.copy().items())
    )
    return ProductionRow(
        id=desk.production.id,
        title=desk.production.title,
        root=str(desk.root),
        state=post.state,
        mode=desk.watch.mode,
        batch=len(intake.orders.batch()),
        warnings=(*desk.watch.warnings, *(str(fault) for fault in desk.rules.faults)),
        shots=shots,
    )


def _job(job: Job) -> JobRow:
    plan, fault, progress = job.plan, job.fault, job.progress
    return JobRow(
        job=plan.job,
        production=plan.production,
        scene=plan.shot.scene,
        shot=plan.shot.shot,
        rule=plan.rule,
        attempt=plan.attempt,
        state=job.state.value,
        step=job.step + 1,
        steps=len(plan.steps),
        action=plan.steps[min(job.step, len(plan.steps) - 1)].action,
        tries=job.tries,
        since=job.since.isoformat() if job.since else "",
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
        unit=progress.unit if progress else "",
        what=fault.what if fault else "",
        where=fault.where if fault else "",
        next=fault.next if fault else "",
    )
