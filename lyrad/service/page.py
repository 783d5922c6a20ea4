"""Compose the status page from what the posts and the engine know; the caller writes the file."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator

from lyrad import __version__
from lyrad.core.characters.references import character_folder
from lyrad.model.job import Job, JobState
from lyrad.model.names import CHARACTERS
from lyrad.model.status import STATUS_SCHEMA, JobRow, ProductionRow, ShotRow, Status
from lyrad.ports import Clock
from lyrad.service.engine import DurableEngine
from lyrad.service.intake.turns import Intake
from lyrad.service.post import Post

LONG_LOOK = 60.0
"""Seconds after which a look that does not end is told."""


def status(posts: Iterable[Post], engine: DurableEngine, clock: Clock) -> Status:
    """Return how everything stands now; done jobs show as takes, so the page stays small."""
    posts = tuple(posts)
    troubles = [engine.trouble, *(post.trouble for post in posts)]
    return Status(
        schema=STATUS_SCHEMA,
        lyrad=__version__,
        pid=os.getpid(),
        host=socket.gethostname(),
        at=clock.now().timestamp(),
        paused=engine.paused(),
        faults=tuple(dict.fromkeys(str(trouble) for trouble in troubles if trouble)),
        productions=tuple(_production(post) for post in posts),
        jobs=tuple(_job(job) for job in engine.jobs() if job.state is not JobState.DONE),
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
        warnings=(
            *_silence(post),
            *post.warnings,
            *map(str, (*intake.faults, *desk.rules.faults)),
        ),
        shots=(*shots, *_characters(intake), *_cues(intake)),
    )


def _characters(intake: Intake) -> Iterator[ShotRow]:
    """Yield the characters' rows: they stand among the shots under `characters`."""
    for character, card in sorted(intake.cast.shown.copy().items()):
        yield ShotRow(
            scene=CHARACTERS,
            shot=character,
            folder=character_folder(character),
            state=card.state.value,
            detail=card.detail,
        )


def _cues(intake: Intake) -> Iterator[ShotRow]:
    """Yield the cues' rows: they stand among the shots under `SC010/cues`."""
    for cue, (folder, card) in sorted(dict(intake.cue_sheet.shown).items()):
        yield ShotRow(
            scene=cue.asked_as.scene,
            shot=cue.cue,
            folder=folder,
            state=card.state.value,
            detail=card.detail,
        )


def _silence(post: Post) -> Iterator[str]:
    minutes = int(post.turning_for // 60)
    if post.silent_since is not None:
        yield (
            f"This folder has not answered since {post.silent_since.astimezone():%H:%M}. "
            "Nothing is taken for deleted; lyrad goes on when it answers again."
        )
    elif post.turning_for > LONG_LOOK:
        yield f"The present look at this folder began {minutes} minutes ago: the share may hang."


def _job(job: Job) -> JobRow:
    plan, fault, progress = job.plan, job.fault, job.progress
    above, _, own = plan.of.rpartition("/")
    return JobRow(
        job=plan.job,
        production=plan.production,
        scene=above,
        shot=own,
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
        note=progress.note if progress else "",
        what=fault.what if fault else "",
        where=fault.where if fault else "",
        next=fault.next if fault else "",
    )
