"""What the command line asks of a running lyrad: each command once, answered in words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.disk.state_files import Tray
from lyrad.errors import Permanent, Temporary
from lyrad.model.command import Command, Verb
from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.service.commands import Commands
from lyrad.service.post import Post
from tests.support.fake_engine import FakeEngine
from tests.support.nouns import PRODUCTION
from tests.support.shoot import BROKEN, DOWN, Shoot


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path)
    found.drop()
    found.later()
    yield found
    found.close()


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    return Tray(tmp_path / "state")


@pytest.fixture
def commands(shoot: Shoot, tray: Tray) -> Commands:
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    return Commands(tray=tray, engine=shoot.engine, posts=(post,), clock=shoot.clock)


def asked(tray: Tray, verb: Verb, **more: object) -> Command:
    command = Command(id=f"id-{verb.value}", verb=verb, **more)  # type: ignore[arg-type]
    tray.put(command)
    return command


def test_a_job_is_cancelled_and_tried_again(shoot: Shoot, tray: Tray, commands: Commands) -> None:
    job = shoot.job().plan.job
    cancel = asked(tray, Verb.CANCEL, jobs=(job,))
    assert commands.see_to()
    assert tray.answered(cancel) == f"cancelled: {job}"
    assert shoot.job().state is JobState.CANCELLED
    retry = asked(tray, Verb.RETRY, jobs=(job,))
    commands.see_to()
    assert tray.answered(retry) == f"tried again: {job}"
    assert shoot.job().state is JobState.QUEUED
    assert not commands.see_to()


def test_a_pause_and_its_end(shoot: Shoot, tray: Tray, commands: Commands) -> None:
    pause = asked(tray, Verb.PAUSE, now=True, seconds=60.0)
    commands.see_to()
    assert tray.answered(pause) == "paused: what is at work goes back to the queue"
    assert shoot.engine.paused() == ("cpu",)
    resume = asked(tray, Verb.RESUME)
    commands.see_to()
    assert tray.answered(resume) == "resumed"
    assert shoot.engine.paused() == ()


def test_a_hold_and_a_go_take_the_way_of_a_dropped_file(
    shoot: Shoot, tray: Tray, commands: Commands
) -> None:
    where = {"production": PRODUCTION, "folder": "scenes/SC010/SH0020"}
    hold = asked(tray, Verb.HOLD, note="new boards", **where)
    commands.see_to()
    commands.see_to()
    assert tray.answered(hold) is None
    shoot.turn()
    assert tray.answered(hold) == "seen to"
    assert shoot.card() == "HELD new boards"
    go = asked(tray, Verb.GO, **where)
    commands.see_to()
    shoot.turn()
    assert tray.answered(go) == "seen to"
    assert shoot.card() == "QUEUED"
    assert len(shoot.ledger("held")) == len(shoot.ledger("released")) == 1


def test_a_command_that_was_not_seen_to_survives_a_kill(
    shoot: Shoot, tray: Tray, commands: Commands
) -> None:
    hold = asked(tray, Verb.HOLD, production=PRODUCTION, folder="")
    commands.see_to()
    shoot.restart()
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, threading.Event())
    Commands(tray=tray, engine=shoot.engine, posts=(post,), clock=shoot.clock).see_to()
    shoot.turn()
    assert tray.answered(hold) == "seen to"
    assert len(shoot.ledger("held")) == 1


def test_a_production_that_is_not_run_here_is_said_to_be_so(
    tray: Tray, commands: Commands
) -> None:
    hold = asked(tray, Verb.HOLD, production="another", folder="")
    commands.see_to()
    assert tray.answered(hold) == "this production is not run here"


class Refusing(FakeEngine):
    error: Exception = Permanent(BROKEN)

    def cancel(self, job: JobId) -> None:
        raise self.error


def test_what_cannot_be_done_is_answered_and_stops_no_other(
    shoot: Shoot, tray: Tray, commands: Commands
) -> None:
    engine = Refusing()
    commands = Commands(tray=tray, engine=engine, posts=commands.posts, clock=shoot.clock)
    cancel, resume = asked(tray, Verb.CANCEL, jobs=("x",)), asked(tray, Verb.RESUME)
    commands.see_to()
    assert "FFmpeg broke off." in (tray.answered(cancel) or "")
    assert tray.answered(resume) == "resumed"


def test_what_cannot_be_done_now_is_done_later(
    shoot: Shoot, tray: Tray, commands: Commands
) -> None:
    engine = Refusing()
    engine.error = Temporary(DOWN)
    commands = Commands(tray=tray, engine=engine, posts=commands.posts, clock=shoot.clock)
    cancel = asked(tray, Verb.CANCEL, jobs=("x",))
    with pytest.raises(Temporary):
        commands.see_to()
    assert tray.waiting() == (cancel,)


def test_what_is_no_command_is_left_alone(tray: Tray, commands: Commands, tmp_path: Path) -> None:
    for name, text in (("a", "{"), ("b", "{}"), ("c", '{"id": "c", "verb": "fly"}')):
        (tmp_path / "state" / "commands" / f"{name}.json").write_text(text)
    resume = asked(tray, Verb.RESUME)
    commands.see_to()
    assert tray.answered(resume) == "resumed"
