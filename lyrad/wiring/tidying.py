"""Remove what nobody needs any more from the state folder: old work, copies, parts of assemblies.

Never anything in a production. A job that failed or was cancelled keeps its work and its
private copies: retry goes on from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from lyrad.backends.assembly.shelf import PartShelf
from lyrad.disk.store import Store
from lyrad.model.job import Job, JobState
from lyrad.ports import Clock

KEEPS_WORK = {
    JobState.QUEUED,
    JobState.WORKING,
    JobState.WAITING,
    JobState.HELD,
    JobState.FAILED,
    JobState.CANCELLED,
}


def tidier(
    work: Path, store: Store, parts: PartShelf, clock: Clock
) -> Callable[[tuple[Job, ...]], None]:
    """Return what tidies up, given every job that the engine knows."""

    def tidy(jobs: tuple[Job, ...]) -> None:
        needed = [job for job in jobs if job.state in KEEPS_WORK]
        remove_work(work, keep={job.plan.job for job in needed})
        store.prune({member.sha256 for job in needed for member in job.plan.members})
        parts.prune(clock.now())

    return tidy


def remove_work(work: Path, *, keep: Iterable[str]) -> None:
    """Remove the work folders of all jobs but these."""
    kept = set(keep)
    for folder in work.iterdir() if work.is_dir() else ():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
