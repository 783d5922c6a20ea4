"""The durable queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from lyrad.model.job import Job, Progress, StepRecord
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact, Outcome, Plan
from lyrad.ports.time import Signal

Perform = Callable[
    [Plan, int, int, tuple[Artifact, ...], Signal, Callable[[Progress], None]], Outcome
]
"""What the engine calls for one try of one step.

Plan, step, tries, earlier artifacts, signal, progress.
"""


class Engine(Protocol):
    """The durable queue. Every call may be repeated without harm."""

    def submit(self, plan: Plan, *, held: bool = False) -> None:
        """Order a job; a job that the engine knows already is left as it is."""
        ...

    def jobs(self) -> tuple[Job, ...]:
        """Return every job that the engine knows."""
        ...

    def job(self, job: JobId) -> Job | None:
        """Return one job, or None."""
        ...

    def steps(self, job: JobId) -> tuple[StepRecord, ...]:
        """Return every try of every step so far, oldest first."""
        ...

    def cancel(self, job: JobId) -> None:
        """End a job; a step at work is told at once."""
        ...

    def withdraw(self, job: JobId) -> bool:
        """Forget a job that never started, so that it may be ordered again.

        Returns whether it is forgotten; false where it has started or is not known.
        """
        ...

    def retry(self, job: JobId) -> None:
        """Start a failed or cancelled job again at the step where it stopped.

        Hurry a waiting one.
        """
        ...

    def hold(self, job: JobId) -> None:
        """Keep a queued job from starting, or a working one from its next step."""
        ...

    def go(self, job: JobId) -> None:
        """Let a held job go on from where it was."""
        ...

    def reorder(self, job: JobId, order: int) -> None:
        """Give a queued job another place."""
        ...

    def pause(
        self,
        lanes: Sequence[str] | None = None,
        *,
        now: bool = False,
        until: datetime | None = None,
    ) -> None:
        """Start nothing more on these lanes (all).

        With `now`, put the steps at work back into the queue.
        """
        ...

    def resume(self, lanes: Sequence[str] | None = None) -> None:
        """Undo a pause."""
        ...

    def paused(self) -> tuple[str, ...]:
        """Return the lanes that are paused."""
        ...
