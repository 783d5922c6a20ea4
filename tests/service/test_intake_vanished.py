"""Much that vanishes at once: a lost volume ends no job, until somebody says it was meant."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.model.job import JobState
from tests.support.shoot import Shoot

SCENES = ("SC020", "SC030")
ASKED = "If that was you, put a file named GO into the root."


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Shoot]:
    """Twenty ordered shots in two scenes, sixty files, and one in a scene that stays."""
    shoot = Shoot(tmp_path, mark="hold_over: 100\n")
    for scene in SCENES:
        for number in range(10):
            shoot.drop(f"{scene}/SH{number:03}0")
    shoot.drop("SC010/SH0010")
    pass_by(shoot)
    assert len(shoot.jobs(JobState.QUEUED)) == 21
    yield shoot
    shoot.close()


def pass_by(shoot: Shoot) -> None:
    for _ in range(4):
        shoot.later(10)


def lose(shoot: Shoot, *scenes: str) -> None:
    for scene in scenes:
        shoot.folder(scene).rename(shoot.root.parent / scene)


def bring_back(shoot: Shoot, *scenes: str) -> None:
    for scene in scenes:
        (shoot.root.parent / scene).rename(shoot.folder(scene))


def test_sixty_files_that_vanish_at_once_end_no_job_and_the_root_asks(crowd: Shoot) -> None:
    lose(crowd, *SCENES)
    pass_by(crowd)
    assert len(crowd.jobs(JobState.QUEUED)) == 21
    assert "of 64 files are gone at once: scenes/SC020, scenes/SC030." in crowd.summary()
    assert ASKED in crowd.summary()
    assert not crowd.folder("SC020").exists(), "no card is put where the volume was"


def test_a_go_in_the_root_says_that_they_were_deleted(crowd: Shoot) -> None:
    lose(crowd, *SCENES)
    pass_by(crowd)
    crowd.ask("GO it was me.txt", "")
    pass_by(crowd)
    assert [str(job.plan.shot) for job in crowd.jobs()] == ["SC010/SH0010"]
    assert not crowd.claims()
    assert not (crowd.root / "GO it was me.txt").exists()
    assert ASKED not in crowd.summary()


def test_a_go_that_says_so_starts_nothing(crowd: Shoot) -> None:
    crowd.ask("HOLD", "scenes/SC010/SH0010")
    pass_by(crowd)
    lose(crowd, *SCENES)
    pass_by(crowd)
    crowd.ask("GO", "")
    pass_by(crowd)
    assert [job.state for job in crowd.jobs()] == [JobState.HELD]
    crowd.ask("GO", "")
    pass_by(crowd)
    assert [job.state for job in crowd.jobs()] == [JobState.QUEUED]


def test_a_go_that_came_with_the_loss_was_not_meant_so(crowd: Shoot) -> None:
    lose(crowd, *SCENES)
    crowd.ask("GO", "")
    pass_by(crowd)
    assert len(crowd.jobs(JobState.QUEUED)) == 21
    assert ASKED in crowd.summary()


def test_a_go_in_a_scene_is_no_answer(crowd: Shoot) -> None:
    lose(crowd, *SCENES)
    pass_by(crowd)
    crowd.ask("GO", "scenes/SC010")
    pass_by(crowd)
    assert len(crowd.jobs(JobState.QUEUED)) == 21
    assert ASKED in crowd.summary()


def test_a_root_that_goes_meanwhile_is_asked_for_again(crowd: Shoot) -> None:
    lose(crowd, *SCENES)
    pass_by(crowd)
    crowd.ask("GO", "")
    crowd.turn()
    away = crowd.root.rename(crowd.root.with_name("away"))
    crowd.turn()
    away.rename(crowd.root)
    pass_by(crowd)
    assert len(crowd.jobs(JobState.QUEUED)) == 21
    assert ASKED in crowd.summary()


def test_what_comes_back_by_itself_was_never_gone(crowd: Shoot) -> None:
    before = {job.plan.job: job for job in crowd.jobs()}
    lose(crowd, *SCENES)
    pass_by(crowd)
    bring_back(crowd, *SCENES)
    pass_by(crowd)
    assert {job.plan.job: job for job in crowd.jobs()} == before
    assert ASKED not in crowd.summary()
    crowd.make_all()
    assert all(len(crowd.takes(f"SC020/SH{number:03}0")) == 1 for number in range(10))


def test_less_is_a_deletion_that_nobody_asks_about(crowd: Shoot) -> None:
    shutil.rmtree(crowd.folder("SC020"))
    pass_by(crowd)
    assert len(crowd.jobs()) == 11
    assert ASKED not in crowd.summary()
