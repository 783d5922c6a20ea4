from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.errors import Code
from lyrad.model.job import JobState
from lyrad.model.plan import Artifact
from lyrad.service.engine.leg import CENTURY, first, holding, onward, resting
from lyrad.service.engine.payload import Ending, Try
from tests.support.engine import BROKEN, plan

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def tried(ending: Ending, **changes: object) -> Try:
    return Try(ending=ending, step=0, tries=1, started_at=NOW, ended_at=NOW, **changes)  # type: ignore[arg-type]


def test_the_next_step_on_the_same_lane_goes_on_in_the_same_row() -> None:
    clip = Artifact(kind="clip", path="a.mkv")

    following = onward(first(plan("j", "cpu", "cpu")), tried(Ending.DONE, artifacts=(clip,)))

    assert following
    assert (following.leg.id, following.leg.step, following.leg.tries) == ("j/1", 1, 1)
    assert following.leg.earlier == (clip,)


def test_the_next_step_on_another_lane_is_the_next_row() -> None:
    following = onward(first(plan("j", "cpu", "io")), tried(Ending.DONE))

    assert following
    assert (following.leg.id, following.leg.step, following.leg.lane) == ("j/2", 1, "io")
    assert (following.state, following.delay) == (JobState.QUEUED, 0)


def test_nothing_follows_the_last_step() -> None:
    assert onward(first(plan("j", "cpu")), tried(Ending.DONE)) is None


def test_a_step_that_must_wait_is_tried_again_after_the_delay() -> None:
    following = onward(first(plan("j")), tried(Ending.LATER, fault=BROKEN, delay=30.0))

    assert following
    assert (following.leg.id, following.leg.step, following.leg.tries) == ("j/2", 0, 2)
    assert (following.state, following.delay) == (JobState.WAITING, 30.0)


@pytest.mark.parametrize(("code", "step"), [(Code.FILE_GONE, 0), (Code.DISK_FULL, 1)])
def test_where_the_work_before_is_lost_the_job_goes_back_to_its_first_step(
    code: Code, step: int
) -> None:
    clip = Artifact(kind="clip", path="a.mkv")
    leg = replace(first(plan("j", "cpu", "cpu")), step=1, earlier=(clip,))

    following = onward(leg, tried(Ending.LATER, fault=replace(BROKEN, code=code)))

    assert following
    assert (following.leg.id, following.leg.step, following.leg.tries) == ("j/2", step, 2)
    assert following.leg.earlier == ((clip,) if step else ())


@pytest.mark.parametrize(
    ("ending", "state", "delay"),
    [(Ending.BACK, JobState.QUEUED, 0.0), (Ending.HELD, JobState.HELD, CENTURY)],
)
def test_going_back_and_being_held_count_no_try(
    ending: Ending, state: JobState, delay: float
) -> None:
    following = onward(first(plan("j")), tried(ending))

    assert following
    assert (following.leg.serial, following.leg.tries) == (2, 1)
    assert (following.state, following.delay) == (state, delay)


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        (Ending.DONE, JobState.DONE),
        (Ending.FAILED, JobState.FAILED),
        (Ending.CANCELLED, JobState.CANCELLED),
    ],
)
def test_a_job_rests_as_its_last_try_ended(ending: Ending, state: JobState) -> None:
    assert resting(tried(ending)) is state


def test_what_follows_can_be_held() -> None:
    following = onward(first(plan("j", "cpu", "io")), tried(Ending.DONE))

    assert following
    assert holding(following).state is JobState.HELD
    assert holding(following).leg == following.leg


@given(order=st.integers())
def test_an_order_is_always_within_the_engines_range(order: int) -> None:
    assert 1 <= first(plan("j", order=order)).order <= 2**31 - 1


@given(
    lanes=st.lists(st.sampled_from(["cpu", "io"]), min_size=1, max_size=6),
    endings=st.lists(st.sampled_from([Ending.DONE, Ending.LATER, Ending.BACK, Ending.HELD])),
)
def test_a_job_passes_every_step_in_order_and_no_row_twice(
    lanes: list[str], endings: list[Ending]
) -> None:
    leg = first(plan("j", *lanes))
    steps = [0]
    for ending in (*endings, *[Ending.DONE] * len(lanes)):
        following = onward(leg, tried(ending))
        if following is None:
            break
        assert following.leg.serial == leg.serial + (
            ending is not Ending.DONE or following.leg.lane != leg.lane
        )
        leg = following.leg
        steps.append(leg.step)

    assert sorted(set(steps)) == steps[:1] + sorted(set(steps[1:]) - {0})
    assert steps == sorted(steps)
    assert leg.step == len(lanes) - 1
