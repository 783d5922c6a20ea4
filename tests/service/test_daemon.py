"""The daemon with an engine in memory: when `once` is over, and what stops it from being well."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.disk.state_files import Tray, read_status, write_status
from lyrad.errors import Temporary
from lyrad.model.command import Command, Verb
from lyrad.model.job import Job
from lyrad.model.names import JobId
from lyrad.model.settings import Settle
from lyrad.model.status import ServerRow, Status
from lyrad.service.commands import Commands
from lyrad.service.daemon import Daemon, Household, failed
from lyrad.service.post import Post
from tests.support.fake_engine import FakeEngine
from tests.support.shoot import BROKEN, DOWN, Shoot
from tests.support.wallclock import WallClock

QUICK = Settle(local=0.05, share=0.05, with_takes=0.1, unused=60)


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path, clock=WallClock(), settle=QUICK)
    yield found
    found.close()


def once(shoot: Shoot, *, settle_limit: float = 0.5) -> Status:
    shoot.built.lease.release()
    stop = threading.Event()
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, stop)
    commands = Commands(
        tray=Tray(shoot.state), engine=shoot.engine, posts=(post,), clock=shoot.clock
    )
    household = Household(
        posts=[],
        arrived=tuple,
        ask_for_arrivals=lambda: None,
        absent=tuple,
        engine=shoot.engine,  # type: ignore[arg-type]
        commands=commands,
        rules=shoot.rules,
        clock=shoot.clock,
        write_status=lambda found: write_status(shoot.state, found),
        tidy=lambda jobs: None,
        give_up=lambda jobs: None,
        servers=lambda: (ServerRow(tool="comfyui", address="http://gpu:8188", busy=83),),
        environ={},
    )
    daemon = Daemon(household, stop)
    daemon.admit(post)
    return daemon.run(once=True, settle_limit=settle_limit)


def states(found: Status) -> list[str]:
    return [f"{shot.state} {shot.detail}".strip() for shot in found.productions[0].shots]


def test_once_is_over_when_all_is_done(shoot: Shoot) -> None:
    shoot.made()
    found = once(shoot)
    assert states(found) == ["DONE T01"]
    assert [row.busy for row in found.servers] == [83]
    assert not failed(found)
    assert not (shoot.root / ".lyrad" / "lease.json").exists()


class Quick(FakeEngine):
    """Makes each take by itself, a moment after it was asked for the jobs."""

    shoot: Shoot

    def jobs(self) -> tuple[Job, ...]:
        for job in tuple(self.known.values()):
            if job.state.value == "queued" and threading.current_thread().name == "MainThread":
                self.shoot.make(job.plan.job)
        return super().jobs()


def test_once_waits_for_what_is_queued_and_for_its_card(shoot: Shoot) -> None:
    shoot.engine = engine = Quick()
    engine.shoot = shoot
    shoot.restart()
    shoot.drop()
    found = once(shoot)
    assert len(shoot.takes()) == 1
    assert found.jobs == ()


def test_once_does_not_wait_for_ever_for_a_paused_queue(shoot: Shoot) -> None:
    shoot.engine.pause()
    shoot.drop()
    assert states(once(shoot)) == ["QUEUED"]


def test_once_lists_what_never_became_whole_and_that_is_no_failure(shoot: Shoot) -> None:
    folder = shoot.drop()
    (folder / "last.png").write_bytes((folder / "last.png").read_bytes()[:300])
    found = once(shoot)
    assert states(found) == ["WAITING for the rest of last.png"]
    assert not failed(found)


def test_a_failed_shot_and_a_production_that_could_not_be_run_are_failures(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later(0.1)
    shoot.engine.fail(shoot.job().plan.job, BROKEN)
    assert failed(once(shoot))
    shoot.restart()
    shoot.engine.refuse = Temporary(DOWN)
    shoot.drop("SC010/SH0030", seed=2)
    found = once(shoot)
    assert found.faults == (str(DOWN),)
    assert failed(found)


class Broken(FakeEngine):
    def retry(self, job: JobId) -> None:
        raise Temporary(DOWN)


def test_the_status_is_written_whatever_becomes_of_a_command(shoot: Shoot) -> None:
    shoot.engine = Broken()
    shoot.restart()
    Tray(shoot.state).put(Command(id="c", verb=Verb.RETRY, jobs=("x",)))
    once(shoot)
    assert read_status(shoot.state)
