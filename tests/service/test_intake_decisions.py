"""Decisions 4, 5 and 7 to 10 on a real folder; the others have modules of their own."""

from __future__ import annotations

import json
import shutil

import pytest

from lyrad.errors import Code, Fault
from lyrad.model.job import JobState
from tests.support.shoot import BROKEN, FAST, SPEC, Shoot, write

# 4. One job makes one take.


def test_three_takes_are_three_jobs_with_their_own_round_and_seed(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 3\nseed: 7\n")
    shoot.drop("SC010/SH0030", seed=2)
    shoot.later()
    plans = [job.plan for job in shoot.jobs(code="SC010/SH0020")]
    assert [(plan.attempt, plan.seed) for plan in plans] == [(1, 7), (2, 8), (3, 9)]
    other = shoot.job("SC010/SH0030").plan
    assert plans[0].order == other.order < plans[1].order < plans[2].order


def test_without_a_seed_the_drop_gives_one(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 2\n")
    shoot.later()
    first, second = (job.plan.seed for job in shoot.jobs())
    assert second == first + 1


def test_takes_that_are_reduced_while_queued_are_withdrawn(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 3\n")
    shoot.later()
    shoot.work(shoot.jobs()[0].plan.job)
    write(shoot.folder() / "shot.yaml", f"{SPEC}takes: 1\n")
    shoot.later()
    assert [(job.plan.attempt, job.state) for job in shoot.jobs()] == [(1, JobState.WORKING)]


def test_two_drafts_of_one_version_are_said_to_be_the_same_picture(shoot: Shoot) -> None:
    shoot.made()
    assert "same picture" not in shoot.text()
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    assert "The drafts of one spec are the same picture." in shoot.text()


# 5. Change while it runs.


def test_a_change_while_it_runs_is_the_next_version(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    running = shoot.job().plan.job
    shoot.work(running)
    write(shoot.folder() / "shot.yaml", FAST)
    shoot.later()
    assert shoot.engine.known[running].state is JobState.WORKING
    assert len(shoot.queued()) == 1
    shoot.publish(running)
    shoot.engine.finish_step(running)
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T01_v001.mp4", "SC010_SH0020_T02_v002.mp4"]


def test_a_spec_that_is_replaced_while_queued_uses_no_number(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    write(shoot.folder() / "shot.yaml", FAST)
    shoot.later()
    assert len(shoot.jobs()) == 1
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T01_v001.mp4"]


def test_going_back_while_queued_orders_the_former_again(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    former = shoot.job().plan.job
    for spec in (FAST, SPEC):
        write(shoot.folder() / "shot.yaml", spec)
        shoot.later()
    assert shoot.job().plan.job == former


def test_deleting_the_shots_folder_withdraws_and_cancels_after_a_while(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}takes: 2\n")
    shoot.later()
    shoot.work(shoot.jobs()[0].plan.job)
    shutil.rmtree(shoot.folder())
    shoot.turn()
    assert {job.state for job in shoot.jobs()} == {JobState.WORKING, JobState.QUEUED}
    due = shoot.intake.idle_until()
    assert due is not None
    assert due <= shoot.clock.monotonic() + 3
    shoot.clock.advance(4)
    shoot.turn()
    assert [job.state for job in shoot.jobs()] == [JobState.CANCELLED]


def test_a_folder_that_comes_back_at_once_cancels_nothing(shoot: Shoot) -> None:
    folder = shoot.drop()
    shoot.later()
    shutil.move(folder, shoot.state / "aside")
    shoot.turn()
    shutil.move(shoot.state / "aside", folder)
    shoot.later()
    assert [job.state for job in shoot.jobs()] == [JobState.QUEUED]


def test_a_root_that_is_away_deletes_nothing(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    shoot.ask("RETAKE", ".")
    shoot.root.rename(shoot.state / "unmounted")
    shoot.root.mkdir()
    shoot.later(600)
    assert [job.state for job in shoot.jobs()] == [JobState.QUEUED]
    assert not list(shoot.root.iterdir()), "nothing is written into an empty mount point"
    shoot.root.rmdir()
    (shoot.state / "unmounted").rename(shoot.root)
    shoot.later()
    assert shoot.queued() == [1, 2], "the request waited for the share"


# 7. Time.


def test_receipts_are_in_utc_and_cards_in_the_productions_zone(shoot: Shoot) -> None:
    folder = shoot.made()
    receipt = json.loads((folder / "takes/T01/_info/receipt.json").read_text())
    assert receipt["published_at"].endswith("Z")
    shoot.intake.beat()
    hours = (int(receipt["published_at"][11:13]) + 1) % 24
    assert f" {hours:02d}:" in shoot.summary().splitlines()[2], "Berlin in winter"


@pytest.mark.parametrize(
    ("length", "frames"), [("duration: 4s", 96), ("duration: 97f", 97), ("frames: 9", 9)]
)
def test_frames_are_duration_times_the_exact_rate(shoot: Shoot, length: str, frames: int) -> None:
    shoot.drop(spec=f"description: x\nfps: 23.976\n{length}\n")
    shoot.later()
    spec = shoot.job().plan.spec
    assert (spec.frames, str(spec.rate)) == (frames, "24000/1001")


# 8. One daemon a production: the lease is tested in tests/disk/test_lease.py; here, what follows.


def test_a_stand_by_that_takes_over_renders_nothing_twice(shoot: Shoot) -> None:
    shoot.made()
    shoot.lose_the_engine()
    shoot.ask("RETAKE")
    shoot.later()
    assert shoot.queued() == [2]
    shoot.make_all()
    assert shoot.takes()[1:] == ["SC010_SH0020_T02_v001.mp4"]


# 9. The guard comes with the first graphics card; lanes are the engine's.


def test_every_step_of_a_plan_is_on_a_lane(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    assert [step.lane for step in shoot.job().plan.steps] == ["cpu", "cpu"]


# 10. Failed or suspicious.


def test_a_job_that_failed_for_good_says_why_on_its_card(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.work(job)
    shoot.engine.fail(job, BROKEN)
    shoot.look_again()
    assert shoot.card() == "FAILED FFmpeg broke off"
    assert "Mend it." in shoot.text()
    assert "RETAKE" in shoot.text()
    shoot.lose_the_engine()
    shoot.later()
    assert shoot.queued() == [1]


def test_a_result_that_cannot_be_written_waits(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.work(job)
    full = Fault(code=Code.DISK_FULL, what="The disk is full.", where="x", next="Make room.")
    shoot.engine.delay(job, full)
    shoot.look_again()
    assert shoot.card() == "WAITING done, cannot be written, the disk is full"
