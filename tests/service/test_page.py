"""The status page: what posts and engine know, in plain values."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from lyrad.disk.state_files import read_status, write_status
from lyrad.model.job import Progress
from lyrad.model.status import ServerRow, Status
from lyrad.service.page import status
from lyrad.service.post import Post
from tests.support.shoot import BROKEN, DOWN, Shoot


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path, mark="hold_over: 2\n")
    yield found
    found.close()


def page(shoot: Shoot, post: Post | None = None) -> Status:
    post = post or Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    return status([post], shoot.engine, shoot.clock)  # type: ignore[arg-type]


def test_every_shot_with_a_card_and_every_open_job_stands_on_it(shoot: Shoot) -> None:
    shoot.made("SC010/SH0020")
    shoot.drop("SC010/SH0030", seed=2)
    shoot.later()
    job = shoot.job("SC010/SH0030").plan.job
    shoot.engine.known[job] = replace(shoot.engine.begin(job), progress=Progress(done=3, total=9))
    shoot.look_again()
    shoot.engine.pause(["cpu"])

    found = page(shoot)

    (row,) = found.productions
    assert (row.title, row.state, row.batch, row.warnings) == ("The Lighthouse", "running", 0, ())
    assert row.root == str(shoot.root)
    assert [(shot.code, shot.folder, shot.state, shot.detail) for shot in row.shots] == [
        ("SC010/SH0020", "scenes/SC010/SH0020", "DONE", "T01"),
        ("SC010/SH0030", "scenes/SC010/SH0030", "WORKING", ""),
    ]
    (one,) = found.jobs
    assert (one.code, one.state, one.step, one.steps, one.action) == (
        "SC010/SH0030",
        "working",
        1,
        2,
        "render.between",
    )
    assert (one.done, one.total, one.unit, one.what) == (3, 9, "frame", "")
    assert found.paused == ("cpu",)


def test_what_failed_says_why(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    shoot.work(shoot.job().plan.job)
    shoot.engine.fail(shoot.job().plan.job, BROKEN)
    shoot.look_again()
    found = page(shoot)
    (job,) = found.jobs
    assert (job.state, job.what, job.where, job.next) == (
        "failed",
        BROKEN.what,
        BROKEN.where,
        BROKEN.next,
    )
    assert found.productions[0].shots[0].state == "FAILED"


def test_what_was_cancelled_stands_on_it_and_what_is_done_does_not(shoot: Shoot) -> None:
    shoot.made("SC010/SH0020")
    shoot.drop("SC010/SH0030", seed=2)
    shoot.later()
    shoot.engine.cancel(shoot.job("SC010/SH0030").plan.job)
    assert [(one.code, one.state) for one in page(shoot).jobs] == [("SC010/SH0030", "cancelled")]


def test_a_crowd_that_waits_for_a_go_is_counted(shoot: Shoot) -> None:
    for number in (1, 2, 3):
        shoot.drop(f"SC010/SH00{number}0")
    shoot.later()
    assert page(shoot).productions[0].batch == 3


def test_trouble_and_silence_are_told(shoot: Shoot) -> None:
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    post.trouble = DOWN
    post._turning_since = shoot.clock.monotonic() - 185
    found = page(shoot, post)
    assert found.faults == (str(DOWN),)
    assert found.productions[0].warnings == (
        "The present look at this folder began 3 minutes ago: the share may hang.",
    )


def test_a_root_that_does_not_answer_is_told_with_the_time_since_when(shoot: Shoot) -> None:
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    began = shoot.clock.now()
    post._tenure._asked_at = shoot.clock.monotonic()
    shoot.clock.advance(600)
    (row,) = page(shoot, post).productions
    assert row.state == "not answering"
    assert f"has not answered since {began.astimezone():%H:%M}." in row.warnings[0]


def test_the_page_is_written_and_read_again_as_it_was(shoot: Shoot, tmp_path: Path) -> None:
    shoot.made()
    server = ServerRow(tool="comfyui", address="http://gpu:8188", busy=83)
    found = replace(page(shoot), servers=(server,))
    json.dumps(asdict(found))
    write_status(tmp_path, found)
    assert read_status(tmp_path) == found
