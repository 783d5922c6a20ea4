"""Decide how a job goes from step to step. Pure: no database, no clock, no threads.

A leg is a run of a job's steps on one lane, and one row in the engine's database: steps that
follow each other on a lane go on without queueing again, a step on another lane, another try, a
hold or a retry is the next leg. A leg's id is `<job>/<serial>`, so ordering the same leg twice,
before and after a crash, is ordering it once. Serials are not tries: taking a job from the queue
and putting it back makes a new leg and no new try.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lyrad.errors import Code, Fault
from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact, Plan
from lyrad.service.engine.payload import Ending, Try

CENTURY = 100 * 365 * 86400.0
"""A held leg's delay in seconds: it stands in the database, where a crash cannot release it."""

_HIGHEST_ORDER = 2**31 - 1

_LOST = {Code.FILE_GONE, Code.CLIP_WRONG}
"""What earlier steps made is gone or no good, so trying only the later step changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Where a job is, or goes on.

    `step` and `tries` say which try of which step comes next, `earlier` what was made before.
    """

    plan: Plan
    serial: int
    step: int
    tries: int
    earlier: tuple[Artifact, ...] = ()

    @property
    def job(self) -> JobId:
        """Return the job that the leg belongs to."""
        return self.plan.job

    @property
    def id(self) -> str:
        """Return the row's identity in the engine's database."""
        return f"{self.plan.job}/{self.serial}"

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the rows of all legs up to this one."""
        return tuple(f"{self.plan.job}/{serial}" for serial in range(1, self.serial + 1))

    @property
    def lane(self) -> str:
        """Return the lane of the step that comes next."""
        return self.plan.steps[self.step].lane

    @property
    def order(self) -> int:
        """Return the place in the queue within the engine's range, 1 to 2^31 - 1."""
        return min(max(self.plan.order, 1), _HIGHEST_ORDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """What follows a try: the leg it goes on with, after `delay` seconds, shown as `state`.

    The same serial means: at once, in the same row.
    """

    leg: Leg
    state: JobState
    delay: float = 0.0


def first(plan: Plan) -> Leg:
    """Return the leg that a job begins with."""
    return Leg(plan=plan, serial=1, step=0, tries=1)


def onward(leg: Leg, one: Try) -> Onward | None:
    """Decide what follows the try of the leg's step; None where the job rests or ends."""
    again = replace(leg, serial=leg.serial + 1)
    match one.ending:
        case Ending.DONE:
            return _next_step(leg, one)
        case Ending.LATER:
            waiting = taken_up(leg, leg.tries + 1, one.fault)
            return Onward(leg=waiting, state=JobState.WAITING, delay=max(one.delay, 0.0))
        case Ending.BACK:
            return Onward(leg=again, state=JobState.QUEUED)
        case Ending.HELD:
            return Onward(leg=again, state=JobState.HELD, delay=CENTURY)
        case _:
            return None


def taken_up(leg: Leg, tries: int, fault: Fault | None) -> Leg:
    """Return the leg of a further try.

    Where what earlier steps made is lost, the job goes back to its first step: steps whose work
    is still whole have nothing to do, so it is the lost one that is done again.
    """
    following = replace(leg, serial=leg.serial + 1, tries=tries)
    if leg.step and fault and fault.code in _LOST:
        return replace(following, step=0, earlier=())
    return following


def _next_step(leg: Leg, one: Try) -> Onward | None:
    if leg.step + 1 == len(leg.plan.steps):
        return None
    following = replace(leg, step=leg.step + 1, tries=1, earlier=leg.earlier + one.artifacts)
    if following.lane == leg.lane:
        return Onward(leg=following, state=JobState.WORKING)
    return Onward(leg=replace(following, serial=leg.serial + 1), state=JobState.QUEUED)


def holding(following: Onward) -> Onward:
    """Return the same way onward, kept from starting."""
    return replace(following, state=JobState.HELD, delay=CENTURY)


def resting(one: Try) -> JobState:
    """Return the state of a job after whose last try nothing follows."""
    return {Ending.DONE: JobState.DONE, Ending.FAILED: JobState.FAILED}.get(
        one.ending, JobState.CANCELLED
    )
