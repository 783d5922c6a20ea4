"""Jobs from order to end, on SQLite and on Postgres."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lyrad.errors import Code, ConfigError, Permanent
from lyrad.model.job import JobState, Progress
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact
from lyrad.service.engine import DurableEngine, EngineSettings
from tests.support.engine import BROKEN, DOWN, Room, failed, later, plan, settle, wait


def test_a_jobs_steps_run_in_order_and_hand_on_what_they_made(room: Room) -> None:
    room.open().submit(plan("one", "cpu", "cpu", "io"))

    job = room.until("one", JobState.DONE)

    assert room.player.steps_of("one") == [(0, 1), (1, 1), (2, 1)]
    assert room.player.earlier["one", 2] == (
        Artifact(kind="clip", path="0"),
        Artifact(kind="clip", path="1"),
    )
    assert (job.step, job.started, job.fault) == (2, True, None)
    records = room.engine.steps(JobId("one"))
    assert [(one.step, one.tries, one.state) for one in records] == [
        (0, 1, JobState.DONE),
        (1, 1, JobState.DONE),
        (2, 1, JobState.DONE),
    ]
    assert all(one.started_at and one.ended_at for one in records)


def test_a_job_that_is_ordered_twice_runs_once(room: Room) -> None:
    engine = room.open()
    engine.submit(plan("one"))
    engine.submit(plan("one"))
    room.until("one", JobState.DONE)
    engine.submit(plan("one"))
    room.reopen().submit(plan("one"))
    settle()

    assert room.player.steps_of("one") == [(0, 1), (1, 1)]


def test_the_lower_order_goes_first_and_equal_orders_stay_together(room: Room) -> None:
    engine = room.open()
    room.player.close("before")
    engine.submit(plan("before", "cpu", order=1))
    room.until("before", JobState.WORKING)
    for job, order in (("b1", 20), ("b2", 20), ("b3", 20), ("a", 10), ("c", 30)):
        engine.submit(plan(job, "cpu", order=order))
    room.player.open("before")

    room.until("c", JobState.DONE)

    # Within one second of ordering, SQLite's rows are not told apart by age.
    _, first, *middle, last = [job for job, _, _ in room.player.calls]
    assert (first, set(middle), last) == ("a", {"b1", "b2", "b3"}, "c")


def test_a_lane_is_as_wide_as_it_was_given(room: Room) -> None:
    room.open(cpu=2)
    for job in ("a", "b", "c"):
        room.player.close(job)
        room.engine.submit(plan(job, "cpu"))

    wait(lambda: len(room.player.calls) == 2)
    settle()
    assert room.player.most_at_once == 2
    for job in ("a", "b", "c"):
        room.player.open(job)
    room.until("c", JobState.DONE)
    assert room.player.most_at_once == 2


def test_a_step_that_must_wait_leaves_its_lane_to_others(room: Room) -> None:
    room.open()
    room.player.tell("one", 0, later(0.5), later(0.5))
    room.engine.submit(plan("one"))

    job = room.until("one", JobState.WAITING)
    room.engine.submit(plan("two", "cpu"))
    room.until("two", JobState.DONE)

    assert job.fault == DOWN
    assert room.job("one").state is JobState.WAITING
    done = room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (0, 2), (0, 3), (1, 1)]
    assert done.fault is None
    assert [one.fault for one in room.engine.steps(JobId("one"))] == [DOWN, DOWN, None, None]


def test_a_waiting_job_is_hurried_by_retry(room: Room) -> None:
    room.open()
    room.player.tell("one", 0, later(600))
    room.engine.submit(plan("one"))
    room.until("one", JobState.WAITING)

    room.engine.retry(JobId("one"))

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (0, 2), (1, 1)]


def test_a_failed_job_says_why_and_starts_again_where_it_failed(room: Room) -> None:
    room.open()
    room.player.tell("one", 1, failed())
    room.engine.submit(plan("one", "cpu", "io", "cpu"))
    job = room.until("one", JobState.FAILED)
    assert (job.step, job.fault) == (1, BROKEN)

    room.engine.retry(JobId("one"))
    room.engine.retry(JobId("one"))

    room.until("one", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1), (1, 1), (1, 2), (2, 1)]
    assert room.player.earlier["one", 1] == (Artifact(kind="clip", path="0"),)


def test_retry_means_nothing_to_a_job_that_is_done_or_unknown(room: Room) -> None:
    room.open().submit(plan("one", "cpu"))
    room.until("one", JobState.DONE)

    room.engine.retry(JobId("one"))
    room.engine.retry(JobId("nobody"))
    settle()

    assert room.player.steps_of("one") == [(0, 1)]


def test_every_change_is_told_and_progress_is_shown(room: Room) -> None:
    room.open()
    room.player.close("one")
    room.engine.submit(plan("one", "cpu"))
    wait(lambda: room.job("one").progress)
    assert room.job("one").progress == Progress(done=1, total=2)

    room.player.open("one")
    room.until("one", JobState.DONE)

    assert room.job("one").progress is None
    told = [state for _, state in room.changes]
    assert told[0] is JobState.QUEUED
    assert JobState.WORKING in told
    wait(lambda: room.changes[-1][1] is JobState.DONE)


def test_done_jobs_are_forgotten_after_a_time_and_failed_ones_never(room: Room) -> None:
    room.open()
    room.player.tell("bad", 0, failed())
    room.engine.submit(plan("good", "cpu", "io"))
    room.engine.submit(plan("bad"))
    room.until("good", JobState.DONE)
    room.until("bad", JobState.FAILED)

    assert room.engine.forget(room.clock.now() - timedelta(days=1)) == 0
    assert room.engine.forget(room.clock.now() + timedelta(days=1)) == 1

    assert [job.plan.job for job in room.engine.jobs()] == ["bad"]
    assert [job.plan.job for job in room.reopen().jobs()] == ["bad"]


def test_a_lane_that_is_not_there_is_refused_by_name(room: Room) -> None:
    room.open()
    with pytest.raises(Permanent) as refused:
        room.engine.submit(plan("one", "gpu"))
    assert refused.value.fault.code is Code.BAD_VALUE
    assert "gpu" in refused.value.fault.what


def test_more_than_four_lanes_are_refused(room: Room) -> None:
    settings = EngineSettings(state=room.state, lanes=dict.fromkeys("abcde", 1))
    with pytest.raises(ConfigError, match="5 lanes"):
        DurableEngine(settings, perform=room.player, clock=room.clock)
