"""What people ask of a job, in each state it may be in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lyrad.errors import Code, UsageError
from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.model.plan import Failed
from tests.support.engine import BROKEN, DOWN, Room, failed, later, plan, settle, wait

ONE = JobId("one")


def working(room: Room, *lanes: str) -> None:
    """Bring job one to work on its first step."""
    room.open()
    room.player.close("one")
    room.engine.submit(plan("one", *lanes))
    room.until("one", JobState.WORKING)


def queued(room: Room) -> None:
    """Bring job one into a paused queue."""
    room.open().pause()
    room.engine.submit(plan("one"))


def test_a_job_that_is_ordered_held_starts_with_go(room: Room) -> None:
    room.open().submit(plan("one"), held=True)
    settle()
    assert room.job("one").state is JobState.HELD
    assert room.reopen().job(ONE) == room.job("one")
    assert room.job("one").state is JobState.HELD

    room.engine.go(ONE)

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1)]


def test_a_queued_job_is_held_and_goes_on(room: Room) -> None:
    queued(room)
    room.engine.hold(ONE)
    room.engine.hold(ONE)
    room.engine.resume()
    settle()
    assert room.job("one").state is JobState.HELD
    assert not room.player.calls

    room.engine.go(ONE)
    room.engine.go(ONE)

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1)]


@pytest.mark.parametrize("second", ["cpu", "io"])
def test_a_working_job_finishes_its_step_and_holds_before_the_next(
    room: Room, second: str
) -> None:
    working(room, "cpu", second)
    room.engine.hold(ONE)
    assert room.job("one").state is JobState.WORKING
    room.player.open("one")

    assert room.until("one", JobState.HELD).step == 1
    room.reopen()
    settle()
    assert room.job("one").state is JobState.HELD
    assert room.player.steps_of("one") == [(0, 1)]
    room.engine.go(ONE)
    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1)]


def test_a_hold_of_a_working_job_is_taken_back_by_go(room: Room) -> None:
    working(room)
    room.engine.hold(ONE)
    room.engine.go(ONE)
    room.player.open("one")

    room.until("one", JobState.DONE)


def test_a_waiting_job_is_held_and_goes_on_at_once(room: Room) -> None:
    room.open()
    room.player.tell("one", 0, later(600))
    room.engine.submit(plan("one"))
    room.until("one", JobState.WAITING)

    room.engine.hold(ONE)
    assert room.job("one").state is JobState.HELD
    room.engine.go(ONE)

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (0, 2), (1, 1)]


def test_hold_and_go_mean_nothing_to_a_job_that_is_over(room: Room) -> None:
    room.open()
    room.player.tell("one", 0, failed())
    room.engine.submit(plan("one"))
    room.until("one", JobState.FAILED)

    room.engine.hold(ONE)
    room.engine.go(ONE)
    room.engine.hold(JobId("nobody"))
    room.engine.go(JobId("nobody"))

    assert room.job("one").state is JobState.FAILED


def test_a_queued_job_is_cancelled_and_starts_again_with_retry(room: Room) -> None:
    queued(room)
    room.engine.cancel(ONE)
    room.engine.resume()
    settle()
    assert room.job("one").state is JobState.CANCELLED
    assert room.reopen().jobs()[0].state is JobState.CANCELLED
    assert not room.player.calls

    room.engine.retry(ONE)

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1)]


@pytest.mark.parametrize("code", [Code.FILE_GONE, Code.CLIP_WRONG])
def test_a_retry_goes_back_to_the_step_whose_work_was_lost(room: Room, code: Code) -> None:
    room.open()
    room.player.tell("one", 1, Failed(fault=replace(BROKEN, code=code)))
    room.engine.submit(plan("one", "io", "cpu"))
    room.until("one", JobState.FAILED)
    assert room.reopen().job(ONE) == room.job("one")

    room.engine.retry(ONE)

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1), (0, 2), (1, 1)]
    assert room.player.earlier["one", 0] == ()
    assert len(room.player.earlier["one", 1]) == 1


def test_a_step_that_misses_earlier_work_sends_the_job_back_by_itself(room: Room) -> None:
    room.open()
    room.player.tell("one", 1, replace(later(0.05), fault=replace(DOWN, code=Code.FILE_GONE)))
    room.engine.submit(plan("one"))

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1), (0, 2), (1, 1)]
    assert room.reopen().job(ONE) == room.job("one")


def test_a_working_job_is_told_at_once_when_it_is_cancelled(room: Room) -> None:
    working(room)
    room.engine.cancel(ONE)

    wait(lambda: room.player.at_once == 0, seconds=1)
    room.until("one", JobState.CANCELLED)
    room.reopen()
    settle()
    assert room.job("one").state is JobState.CANCELLED
    assert room.player.steps_of("one") == [(0, 1)]
    room.player.open("one")
    room.engine.retry(ONE)
    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (0, 2), (1, 1)]


def test_a_held_job_and_a_waiting_job_can_be_cancelled(room: Room) -> None:
    room.open().submit(plan("one"), held=True)
    room.player.tell("two", 0, later(600))
    room.engine.submit(plan("two"))
    room.until("two", JobState.WAITING)

    room.engine.cancel(ONE)
    room.engine.cancel(JobId("two"))

    room.reopen()
    assert {job.state for job in room.engine.jobs()} == {JobState.CANCELLED}


def test_a_queued_job_gets_another_place(room: Room) -> None:
    room.open().pause()
    for job, order in (("a", 10), ("b", 20), ("c", 30)):
        room.engine.submit(plan(job, "cpu", order=order))
    room.engine.reorder(JobId("c"), 5)
    room.engine.reorder(JobId("a"), 25)
    room.engine.reorder(JobId("nobody"), 1)
    room.reopen().resume()

    room.until("a", JobState.DONE)

    assert [job for job, _, _ in room.player.calls] == ["c", "b", "a"]


def test_a_held_job_keeps_its_new_place_when_it_goes(room: Room) -> None:
    room.open().pause()
    room.engine.submit(plan("b", "cpu", order=20), held=True)
    room.engine.reorder(JobId("b"), 5)
    assert room.job("b").state is JobState.HELD
    room.engine.go(JobId("b"))
    room.engine.resume()

    # The queue takes in what is released within a second: who is first then is not told here.
    room.until("b", JobState.DONE)

    assert room.job("b").plan.order == 5


def test_a_pause_lets_what_is_at_work_finish_and_outlives_a_restart(room: Room) -> None:
    working(room, "cpu", "cpu")
    room.engine.submit(plan("two", "io"))
    room.engine.pause(["cpu"])
    room.player.open("one")
    room.until("two", JobState.DONE)
    room.until("one", JobState.QUEUED)

    assert room.reopen().paused() == ("cpu",)
    settle()
    assert room.player.steps_of("one") == [(0, 1)]
    room.engine.resume()
    assert room.engine.paused() == ()
    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1)]


def test_a_pause_that_cannot_wait_puts_steps_back_into_the_queue(room: Room) -> None:
    working(room)
    room.engine.pause(now=True)

    wait(lambda: room.player.at_once == 0, seconds=1)
    room.until("one", JobState.QUEUED)
    settle()
    assert room.player.steps_of("one") == [(0, 1)]
    room.player.open("one")
    room.engine.resume()
    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (0, 1), (1, 1)]


def test_a_pause_ends_when_its_time_has_come(room: Room) -> None:
    room.open().pause(until=room.clock.now() + timedelta(hours=1))
    room.engine.submit(plan("one"))
    settle()
    assert not room.player.calls

    room.clock.ahead = timedelta(hours=2)

    room.until("one", JobState.DONE)
    assert room.engine.paused() == ()


def test_a_lane_that_is_not_there_cannot_be_paused(room: Room) -> None:
    room.open()
    with pytest.raises(UsageError, match="no lane called gpu"):
        room.engine.pause(["gpu"])
