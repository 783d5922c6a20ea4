"""What the engine knows of its jobs, in memory.

There is one executor, so every change passes through this process: the database is read once, at
the start, and listing thousands of jobs costs nothing. Holds no decision and touches no database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from lyrad.errors import Fault
from lyrad.model.job import Job, JobState, Progress, StepRecord
from lyrad.model.names import JobId
from lyrad.service.engine.leg import Leg
from lyrad.service.engine.payload import Try


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A job, the leg where it stands, and every try so far, oldest first."""

    leg: Leg
    job: Job
    record: tuple[Try, ...] = ()


def entry(
    leg: Leg,
    state: JobState,
    *,
    since: datetime,
    record: tuple[Try, ...] = (),
    fault: Fault | None = None,
    started: bool = False,
) -> Entry:
    """Return the entry of a job that stands at the leg."""
    job = Job(
        plan=leg.plan,
        state=state,
        step=leg.step,
        tries=leg.tries,
        started=started or any(one.started_at for one in record),
        fault=fault,
        since=since,
    )
    return Entry(leg=leg, job=job, record=record)


class Book:
    """All entries, by job; `lock` is held by whoever must look and change in one go."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._entries: dict[JobId, Entry] = {}

    def fill(self, entries: Iterable[Entry]) -> None:
        """Take in what the database keeps."""
        with self.lock:
            self._entries.update((one.leg.job, one) for one in entries)

    def get(self, job: JobId) -> Entry | None:
        """Return the job's entry, or None."""
        return self._entries.get(job)

    def entries(self) -> tuple[Entry, ...]:
        """Return every entry."""
        with self.lock:
            return tuple(self._entries.values())

    def steps(self, job: JobId) -> tuple[StepRecord, ...]:
        """Return every try that began, and the one at work."""
        found = self.get(job)
        if found is None:
            return ()
        past = tuple(one.record() for one in found.record if one.started_at)
        if found.job.state is not JobState.WORKING:
            return past
        now = StepRecord(
            step=found.leg.step,
            tries=found.leg.tries,
            state=JobState.WORKING,
            started_at=found.job.since,
            ended_at=None,
        )
        return (*past, now)

    def put(self, one: Entry) -> None:
        """Write the entry, new or instead of the job's former one."""
        with self.lock:
            self._entries[one.leg.job] = one

    def drop(self, jobs: Iterable[JobId]) -> None:
        """Forget the jobs."""
        with self.lock:
            for job in jobs:
                self._entries.pop(job, None)

    def stand(
        self, leg: Leg, state: JobState, *, since: datetime, fault: Fault | None = None
    ) -> None:
        """Write where the job stands now; its tries so far stay."""
        with self.lock:
            former = self._entries.get(leg.job)
            record = former.record if former else ()
            begun = state is JobState.WORKING or bool(former and former.job.started)
            self.put(entry(leg, state, since=since, record=record, fault=fault, started=begun))

    def tried(self, job: JobId, one: Try) -> None:
        """Add a try to the job's record."""
        with self.lock:
            former = self._entries.get(job)
            if former:
                self._entries[job] = replace(former, record=(*former.record, one))

    def progress(self, job: JobId, progress: Progress) -> None:
        """Write how far the step at work is."""
        with self.lock:
            former = self._entries.get(job)
            if former and former.job.state is JobState.WORKING:
                self._entries[job] = replace(former, job=replace(former.job, progress=progress))
