"""A job: a plan in the engine, with state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lyrad.errors import Fault
from lyrad.model.plan import Plan


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    WORKING = "working"
    WAITING = "waiting"
    HELD = "held"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def open(self) -> bool:
        """Return whether something is still to come."""
        return self in {JobState.QUEUED, JobState.WORKING, JobState.WAITING, JobState.HELD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a step is; `done` of `total` in `unit`s, total 0 where nobody knows.

    `note` says what is being done, in a tool's own words where it has any.
    """

    done: int
    total: int
    unit: str = "frame"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A plan and where it stands.

    `step` counts from 0 and is the one that is at work, or next, or failed. `started` is whether
    its first step ever began.
    `tries` counts the tries of that step. `fault` says what is in the way (WAITING) or what went
    wrong (FAILED).
    """

    plan: Plan
    state: JobState
    step: int
    tries: int
    started: bool
    fault: Fault | None = None
    progress: Progress | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """One try of one step, for people who look closer."""

    step: int
    tries: int
    state: JobState
    started_at: datetime | None
    ended_at: datetime | None
    fault: Fault | None = None
