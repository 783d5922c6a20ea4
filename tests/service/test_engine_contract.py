"""What `ports.Engine` promises to the intake: the engine in memory and the real one alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest

from lyrad.model.job import Job, JobState
from lyrad.model.names import JobId
from lyrad.ports import Engine
from tests.support import engine as real
from tests.support.engine import BROKEN, DOWN, Room, plan
from tests.support.fake_engine import FakeEngine

ONE = JobId("one")


class Stage(Protocol):
    """An engine, and a hand on its work."""

    engine: Engine

    def begin(self) -> None: ...
    def finish_step(self) -> None: ...
    def fail(self) -> None: ...
    def delay(self) -> None: ...
    def until(self, state: JobState) -> Job: ...


class ByHand:
    def __init__(self) -> None:
        self.fake = FakeEngine()
        self.engine: Engine = self.fake

    def begin(self) -> None:
        self.fake.begin(ONE)

    def finish_step(self) -> None:
        self.fake.finish_step(ONE)

    def fail(self) -> None:
        self.fake.fail(ONE, BROKEN)

    def delay(self) -> None:
        self.fake.delay(ONE, DOWN)

    def until(self, state: JobState) -> Job:
        found = self.fake.known[ONE]
        assert found.state is state
        return found


class Real:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.engine: Engine = room.open()
        self.engine.pause()
        room.player.close(ONE)

    def begin(self) -> None:
        self.engine.resume()
        self.room.until(ONE, JobState.WORKING)

    def finish_step(self) -> None:
        """End the step at work; the next one, if it begins, stays at work."""
        held = self.room.player._closed[ONE]
        self.room.player.close(ONE)
        held.set()
        calls = len(self.room.player.calls)
        real.wait(
            lambda: (
                len(self.room.player.calls) > calls
                or self.room.job(ONE).state is not JobState.WORKING
            )
        )

    def fail(self) -> None:
        self.room.player.tell(ONE, 0, real.failed())
        self.finish_step()

    def delay(self) -> None:
        self.room.player.tell(ONE, 0, real.later(600))
        self.finish_step()

    def until(self, state: JobState) -> Job:
        return self.room.until(ONE, state)


def by_hand(_: Path) -> Iterator[Stage]:
    yield ByHand()


def durable(folder: Path) -> Iterator[Stage]:
    room = Room(folder / "state", None)
    yield Real(room)
    room.close()


@pytest.fixture(params=[by_hand, durable], ids=["in memory", "durable"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    make: Callable[[Path], Iterator[Stage]] = request.param
    yield from make(tmp_path)


def test_a_job_is_ordered_once(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.engine.submit(plan(ONE, order=5))
    (job,) = stage.engine.jobs()
    assert (job.state, job.started, job.plan.order) == (JobState.QUEUED, False, 100)
    assert stage.engine.job(JobId("none")) is None


def test_a_job_that_is_ordered_held_stays_so_until_go(stage: Stage) -> None:
    stage.engine.submit(plan(ONE), held=True)
    assert stage.until(JobState.HELD).started is False
    stage.engine.go(ONE)
    stage.until(JobState.QUEUED)


def test_a_job_that_never_started_is_forgotten_and_may_be_ordered_again(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    assert stage.engine.withdraw(ONE)
    assert not stage.engine.jobs()
    assert not stage.engine.withdraw(ONE)
    stage.engine.submit(plan(ONE, order=5))
    assert stage.until(JobState.QUEUED).plan.order == 5


def test_a_held_job_that_never_started_is_forgotten_too(stage: Stage) -> None:
    stage.engine.submit(plan(ONE), held=True)
    assert stage.engine.withdraw(ONE)
    assert not stage.engine.jobs()


def test_a_job_that_started_is_not_withdrawn(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    assert not stage.engine.withdraw(ONE)
    assert stage.until(JobState.WORKING).started


def test_a_job_goes_through_its_steps_to_done_and_stays_known(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    assert stage.until(JobState.WORKING).step == 0
    stage.finish_step()
    assert stage.until(JobState.WORKING).step == 1
    stage.finish_step()
    stage.until(JobState.DONE)
    stage.engine.submit(plan(ONE))
    stage.engine.retry(ONE)
    stage.until(JobState.DONE)


def test_a_working_job_holds_before_its_next_step(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    stage.engine.hold(ONE)
    stage.engine.hold(ONE)
    stage.until(JobState.WORKING)
    stage.finish_step()
    assert stage.until(JobState.HELD).step == 1


def test_a_hold_that_is_taken_back_in_time_holds_nothing(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    stage.engine.hold(ONE)
    stage.engine.go(ONE)
    stage.finish_step()
    assert stage.until(JobState.WORKING).step == 1


def test_what_failed_says_why_and_is_tried_again(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    stage.fail()
    found = stage.until(JobState.FAILED)
    assert (found.fault, found.state.open) == (BROKEN, False)
    stage.engine.pause()
    stage.engine.retry(ONE)
    found = stage.until(JobState.QUEUED)
    assert (found.fault, found.step, found.tries, found.started) == (None, 0, 2, True)


def test_what_waits_for_a_tool_says_so_and_is_hurried(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    stage.delay()
    found = stage.until(JobState.WAITING)
    assert (found.fault, found.tries) == (DOWN, 2)
    stage.engine.pause()
    stage.engine.retry(ONE)
    stage.until(JobState.QUEUED)


def test_what_is_cancelled_is_known_and_can_be_taken_up_again(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.engine.cancel(ONE)
    stage.until(JobState.CANCELLED)
    stage.engine.submit(plan(ONE))
    stage.until(JobState.CANCELLED)
    stage.engine.retry(ONE)
    stage.until(JobState.QUEUED)


def test_a_job_at_work_is_cancelled_at_once(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.begin()
    stage.engine.cancel(ONE)
    assert stage.until(JobState.CANCELLED).started


def test_a_queued_or_held_job_gets_another_place(stage: Stage) -> None:
    stage.engine.submit(plan(ONE))
    stage.engine.reorder(ONE, 7)
    assert stage.until(JobState.QUEUED).plan.order == 7
    stage.engine.hold(ONE)
    stage.engine.reorder(ONE, 8)
    assert stage.until(JobState.HELD).plan.order == 8


def test_a_pause_is_told_and_ends(stage: Stage) -> None:
    stage.engine.pause(["cpu"])
    assert "cpu" in stage.engine.paused()
    stage.engine.resume()
    assert stage.engine.paused() == ()


def test_nobodys_job_can_be_asked_anything(stage: Stage) -> None:
    nobody = JobId("nobody")
    for ask in (stage.engine.cancel, stage.engine.retry, stage.engine.hold, stage.engine.go):
        ask(nobody)
    stage.engine.reorder(nobody, 1)
    assert not stage.engine.withdraw(nobody)
    assert stage.engine.steps(nobody) == ()
