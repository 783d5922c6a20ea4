"""An engine in memory that keeps `ports.Engine`'s promise; the test does the work by hand.

It knows nothing of threads or of the disk, and outlives the intakes that speak to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from lyrad.errors import Fault, LyradError
from lyrad.model.job import Job, JobState, Progress, StepRecord
from lyrad.model.names import JobId
from lyrad.model.plan import ShotPlan

EARLY = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


class FakeEngine:
    def __init__(self) -> None:
        self.known: dict[JobId, Job] = {}
        self.refuse: LyradError | None = None
        self.trouble: Fault | None = None
        self.asked: list[tuple[str, str]] = []
        self._holding: set[JobId] = set()
        self._paused: tuple[str, ...] = ()

    # The port.

    def submit(self, plan: ShotPlan, *, held: bool = False) -> None:
        if self.refuse:
            raise self.refuse
        self.asked.append(("submit", plan.job))
        if plan.job not in self.known:
            state = JobState.HELD if held else JobState.QUEUED
            self._put(Job(plan=plan, state=state, step=0, tries=1, started=False, since=EARLY))

    def jobs(self) -> tuple[Job, ...]:
        return tuple(self.known.values())

    def job(self, job: JobId) -> Job | None:
        return self.known.get(job)

    def steps(self, job: JobId) -> tuple[StepRecord, ...]:
        return ()

    def cancel(self, job: JobId) -> None:
        self.asked.append(("cancel", job))
        found = self.known.get(job)
        if found and found.state.open:
            self._holding.discard(job)
            self._put(replace(found, state=JobState.CANCELLED))

    def withdraw(self, job: JobId) -> bool:
        found = self.known.get(job)
        if found is None or found.started or not found.state.open:
            return False
        self._holding.discard(job)
        del self.known[job]
        return True

    def retry(self, job: JobId) -> None:
        self.asked.append(("retry", job))
        found = self.known.get(job)
        if found and found.state in {JobState.FAILED, JobState.CANCELLED, JobState.WAITING}:
            self._holding.discard(job)
            self._put(replace(found, state=JobState.QUEUED, fault=None, tries=found.tries + 1))

    def hold(self, job: JobId) -> None:
        found = self.known.get(job)
        if found is None or not found.state.open:
            return
        if found.state is JobState.WORKING:
            self._holding.add(job)
        else:
            self._put(replace(found, state=JobState.HELD))

    def go(self, job: JobId) -> None:
        self._holding.discard(job)
        found = self.known.get(job)
        if found and found.state is JobState.HELD:
            self._put(replace(found, state=JobState.QUEUED))

    def reorder(self, job: JobId, order: int) -> None:
        found = self.known.get(job)
        if found and found.state in {JobState.QUEUED, JobState.HELD}:
            self._put(replace(found, plan=replace(found.plan, order=order)))

    def pause(
        self,
        lanes: Sequence[str] | None = None,
        *,
        now: bool = False,
        until: datetime | None = None,
    ) -> None:
        self._paused = tuple(lanes or ("cpu",))
        for job in self.jobs() if now else ():
            if job.state is JobState.WORKING:
                self._put(replace(job, state=JobState.QUEUED))

    def resume(self, lanes: Sequence[str] | None = None) -> None:
        self._paused = ()

    def paused(self) -> tuple[str, ...]:
        return self._paused

    # What the daemon asks beside the port.

    def stop(self, seconds: float = 10.0) -> bool:
        return True

    def forget(self, before: datetime) -> int:
        return 0

    # What the test does.

    def begin(self, job: JobId) -> Job:
        """Let a queued job's next step begin."""
        found = self.known[job]
        assert found.state is JobState.QUEUED, f"{job} is {found.state}"
        return self._put(replace(found, state=JobState.WORKING, started=True))

    def finish_step(self, job: JobId) -> Job:
        """Let the step at work end well; the job goes on, holds, or is done."""
        found = self.known[job]
        assert found.state is JobState.WORKING, f"{job} is {found.state}"
        if found.step + 1 == len(found.plan.steps):
            self._holding.discard(job)
            return self._put(replace(found, state=JobState.DONE))
        held = job in self._holding
        self._holding.discard(job)
        state = JobState.HELD if held else JobState.WORKING
        return self._put(replace(found, state=state, step=found.step + 1, tries=1))

    def fail(self, job: JobId, fault: Fault) -> Job:
        return self._put(replace(self.known[job], state=JobState.FAILED, fault=fault))

    def tell(self, job: JobId, progress: Progress) -> Job:
        """Say how far the step at work is."""
        return self._put(replace(self.known[job], progress=progress))

    def delay(self, job: JobId, fault: Fault) -> Job:
        """Let the step at work find its way blocked: it is tried again later."""
        found = self.known[job]
        return self._put(
            replace(found, state=JobState.WAITING, fault=fault, tries=found.tries + 1)
        )

    def _put(self, job: Job) -> Job:
        self.known[job.plan.job] = job
        return job
