"""What the engine's database keeps, as plain JSON values.

Decides how plans and tries are written and read. Rows outlive the code that wrote them, so they
hold JSON and never a pickled object. Knows neither the database nor what the values mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from lyrad.errors import Fault
from lyrad.model.job import JobState, StepRecord
from lyrad.model.plan import (
    Artifact,
    AssemblyPlan,
    BriefPlan,
    CharacterPlan,
    CuePlan,
    Done,
    Failed,
    Later,
    Outcome,
    Plan,
    ShotPlan,
)


class Ending(StrEnum):
    """How one try of a step ended, or why it did not begin."""

    DONE = "done"
    LATER = "later"
    FAILED = "failed"
    CANCELLED = "cancelled"
    HELD = "held"
    BACK = "back"
    SUPERSEDED = "superseded"


_STATES = {
    Ending.DONE: JobState.DONE,
    Ending.LATER: JobState.WAITING,
    Ending.FAILED: JobState.FAILED,
    Ending.CANCELLED: JobState.CANCELLED,
    Ending.HELD: JobState.HELD,
    Ending.BACK: JobState.QUEUED,
    Ending.SUPERSEDED: JobState.QUEUED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of one step, as it is recorded; `started_at` is None where it never began.

    `delay` is in seconds, until the next try of a step that could not be done yet.
    """

    ending: Ending
    step: int
    tries: int
    started_at: datetime | None
    ended_at: datetime
    artifacts: tuple[Artifact, ...] = ()
    fault: Fault | None = None
    delay: float = 0.0

    def record(self) -> StepRecord:
        """Return what a person may read of it."""
        return StepRecord(
            step=self.step,
            tries=self.tries,
            state=_STATES[self.ending],
            started_at=self.started_at,
            ended_at=self.ended_at,
            fault=self.fault,
        )


_PLANS: tuple[tuple[str, TypeAdapter[Any]], ...] = (
    ("assembly", TypeAdapter(AssemblyPlan)),
    ("cue", TypeAdapter(CuePlan)),
    ("character", TypeAdapter(CharacterPlan)),
    ("spec", TypeAdapter(ShotPlan)),
    ("shot", TypeAdapter(BriefPlan)),
)
"""The kinds of plan, each with a key that none of those after it has.

A plan that is not valid of its own kind is none: read as another it would lose what it says.
"""
_ARTIFACTS = TypeAdapter(tuple[Artifact, ...])
_TRY = TypeAdapter(Try)


def plan_out(plan: Plan) -> dict[str, Any]:
    """Return the plan as JSON values; fractions and dates become text."""
    return dict(TypeAdapter(type(plan)).dump_python(plan, mode="json"))


def plan_in(value: object) -> Plan:
    """Return the plan that was written. Raises pydantic's ValidationError (a ValueError)."""
    keys = value.keys() if isinstance(value, Mapping) else frozenset()
    adapter = next((adapter for key, adapter in _PLANS if key in keys), _PLANS[-1][1])
    plan: Plan = adapter.validate_python(value)
    return plan


def artifacts_out(artifacts: tuple[Artifact, ...]) -> list[Any]:
    """Return the artifacts as JSON values."""
    return list(_ARTIFACTS.dump_python(artifacts, mode="json"))


def artifacts_in(value: object) -> tuple[Artifact, ...]:
    """Return the artifacts that were written. Raises ValueError."""
    return _ARTIFACTS.validate_python(value)


def try_out(one: Try) -> dict[str, Any]:
    """Return the try as JSON values."""
    return dict(_TRY.dump_python(one, mode="json"))


def try_in(value: object) -> Try:
    """Return the try that was written. Raises ValueError."""
    return _TRY.validate_python(value)


def ended(
    outcome: Outcome, *, step: int, tries: int, started_at: datetime, ended_at: datetime
) -> Try:
    """Return the try that ended with this outcome."""
    ending = Ending.DONE
    artifacts: tuple[Artifact, ...] = ()
    fault: Fault | None = None
    delay = 0.0
    match outcome:
        case Done():
            artifacts = outcome.artifacts
        case Later():
            ending, fault, delay = Ending.LATER, outcome.fault, outcome.delay
        case Failed():
            ending, fault = Ending.FAILED, outcome.fault
    return Try(
        ending=ending,
        step=step,
        tries=tries,
        started_at=started_at,
        ended_at=ended_at,
        artifacts=artifacts,
        fault=fault,
        delay=delay,
    )
