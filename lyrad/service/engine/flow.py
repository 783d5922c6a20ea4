"""The one workflow that the engine's database knows: go along a leg, then order the next.

It is an interpreter over plan data and must never change: a row that waits today is run by a
later lyrad, which replays the sequence of calls below against what was recorded. What may change
is what `perform` does, and the pure decisions of `leg` in ways that old rows survive.

A step's body is one recorded call, and the next leg is ordered in the same transaction that
records that it was ordered, under an id that follows from this one: after a kill at any moment,
what was recorded is not done again and the next leg is ordered once. No parent waits: a leg that
has ordered the next one is over.
"""

from __future__ import annotations

from typing import Any, Protocol

from dbos import DBOS, EnqueueOptions

from lyrad.service.engine.leg import Leg, Onward
from lyrad.service.engine.payload import (
    Try,
    artifacts_in,
    artifacts_out,
    plan_in,
    plan_out,
    try_in,
)

APPLICATION = "lyrad"
VERSION = "lyrad-1"
"""Fixed: the library's default is a hash of code and its own version, and rows of another version
wait for ever."""

WORKFLOW = "run_leg"
STEP = "perform"


class Runner(Protocol):
    """What the workflow asks of the engine."""

    def perform(self, leg: Leg) -> dict[str, Any]:
        """Do one try of the leg's step and return it as JSON values."""
        ...

    def onward(self, leg: Leg, one: Try) -> Onward | None:
        """Decide what follows."""
        ...

    def ended(self, leg: Leg, one: Try, following: Onward | None) -> None:
        """Take note that the leg is over and what was ordered after it."""
        ...

    def left(self, leg: Leg) -> None:
        """Take note that no thread is in the leg any more."""
        ...


def register(runner: Runner, *, crashes: int) -> None:
    """Make the workflow known to DBOS, before its launch.

    A leg that was found unfinished after so many restarts is not begun again.
    """

    @DBOS.workflow(name=WORKFLOW, max_recovery_attempts=crashes)
    def run_leg(
        plan: dict[str, Any], step: int, tries: int, earlier: list[Any]
    ) -> list[dict[str, Any]]:
        leg = leg_in(DBOS.workflow_id or "", plan, step, tries, earlier)
        try:
            return _go_along(runner, leg)
        finally:
            runner.left(leg)


def _go_along(runner: Runner, leg: Leg) -> list[dict[str, Any]]:
    tried: list[dict[str, Any]] = []
    while True:
        tried.append(DBOS.run_step({"name": STEP}, runner.perform, leg))
        one = try_in(tried[-1])
        following = runner.onward(leg, one)
        if following is None or following.leg.serial != leg.serial:
            break
        leg = following.leg
    if following:
        order = order_of(following.leg, following.delay)
        DBOS.enqueue_workflow_with_options(order, *arguments(following.leg))
    runner.ended(leg, one, following)
    return tried


def order_of(leg: Leg, delay: float) -> EnqueueOptions:
    """Return how the leg is put into the queue, to start no sooner than in `delay` seconds."""
    options = EnqueueOptions(
        workflow_name=WORKFLOW,
        queue_name=leg.lane,
        workflow_id=leg.id,
        app_version=VERSION,
        application_name=APPLICATION,
        priority=leg.order,
    )
    if delay > 0:
        options["delay_seconds"] = delay
    return options


def arguments(leg: Leg) -> tuple[Any, ...]:
    """Return what the workflow is given, as JSON values."""
    return (plan_out(leg.plan), leg.step, leg.tries, artifacts_out(leg.earlier))


def leg_in(row: str, plan: object, step: int, tries: int, earlier: object) -> Leg:
    """Return the leg of a row. Raises ValueError where the row cannot be read."""
    return Leg(
        plan=plan_in(plan),
        serial=serial_of(row),
        step=step,
        tries=tries,
        earlier=artifacts_in(earlier),
    )


def serial_of(row: str) -> int:
    """Return a row's serial. Raises ValueError."""
    return int(row.rpartition("/")[2])
