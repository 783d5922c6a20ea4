"""A production at its post: its own thread, its lease, its troubles."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.disk.lease import Lease
from lyrad.errors import Code, Temporary
from lyrad.model.job import JobState
from lyrad.model.names import RelPath
from lyrad.model.settings import Settle
from lyrad.service.intake.turns import Intake
from lyrad.service.post import Post
from tests.support.engine import wait
from tests.support.shoot import DOWN, Shoot
from tests.support.wallclock import WallClock

QUICK = Settle(local=0.05, share=0.05, with_takes=0.1, unused=60)


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path, clock=WallClock(), settle=QUICK)
    yield found
    found.close()


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def post(shoot: Shoot, stop: threading.Event) -> Iterator[Post]:
    shoot.built.lease.release()
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, stop)
    yield post
    stop.set()
    post.join(5)


def test_a_post_takes_turns_of_its_own_until_it_is_stopped(shoot: Shoot, post: Post) -> None:
    assert post.state == "standing by"
    post.start()
    wait(lambda: post.turns)
    assert post.state == "running"
    shoot.drop()
    wait(lambda: shoot.jobs(JobState.QUEUED))
    shoot.make(shoot.job().plan.job)
    post.hurry(RelPath("scenes/SC010/SH0020"))
    assert post.restless()
    wait(lambda: shoot.cards() == ["DONE T01"])
    wait(lambda: not post.restless())


def test_a_post_stands_by_while_another_lyrad_holds_the_production(
    shoot: Shoot, post: Post
) -> None:
    other = Lease(shoot.root, shoot.clock)
    other.take()
    post.start()
    wait(lambda: post.trouble)
    assert post.trouble
    assert post.trouble.code is Code.LEASE_HELD
    assert post.state == "standing by"
    assert not post.restless()
    assert post.waits_for_time()
    shoot.drop()
    assert not post.turns
    other.release()


def test_trouble_is_told_and_passes(shoot: Shoot, post: Post) -> None:
    shoot.engine.refuse = Temporary(DOWN)
    shoot.drop()
    post.start()
    wait(lambda: post.trouble)
    assert post.trouble == DOWN
    assert post.waits_for_time()
    shoot.engine.refuse = None
    wait(lambda: shoot.queued() == [1])
    wait(lambda: post.trouble is None)


def test_new_rules_and_scans_are_seen_to_in_the_next_turn(shoot: Shoot, post: Post) -> None:
    shoot.made()
    post.start()
    wait(lambda: post.turns)
    (shoot.folder("SC010") / "scene.yaml").write_text("fps: 25\n")
    post.scan()
    wait(lambda: shoot.cards() == ["STALE fps changed"])
    turns = post.turns
    post.reread()
    post.beat()
    wait(lambda: post.turns > turns)


class HangingWatch:
    """A watch whose share stops answering: whoever asks it waits for ever."""

    def __init__(self, real: object) -> None:
        self.real = real
        self.hangs = threading.Event()
        self.comes_back = threading.Event()

    def __getattr__(self, name: str) -> object:
        if self.hangs.is_set() and name in {"healthy", "warnings", "look"}:
            self.comes_back.wait(20)
        return getattr(self.real, name)


def test_a_share_that_hangs_stalls_only_its_own_post(shoot: Shoot, stop: threading.Event) -> None:
    watch = HangingWatch(shoot.built.desk.watch)
    shoot.intake = Intake(replace(shoot.built.desk, watch=watch), shoot.engine)  # type: ignore[arg-type]
    shoot.built.lease.release()
    post = Post(shoot.intake, shoot.built.lease, shoot.clock, stop)
    post.start()
    wait(lambda: post.turns)
    watch.hangs.set()
    post.scan()
    wait(lambda: post.turning_for > 0)
    shoot.clock.advance(200)
    assert post.state == "running"
    assert post.warnings == ()
    assert post.turning_for > 199
    watch.comes_back.set()
    stop.set()
    post.join(5)


def test_a_root_that_goes_away_is_told_and_comes_back(shoot: Shoot, post: Post) -> None:
    shoot.made()
    post.start()
    wait(lambda: post.turns)
    shoot.root.rename(shoot.state / "away")
    post.scan()
    wait(lambda: post.state == "away")
    assert post.warnings
    (shoot.state / "away").rename(shoot.root)
    post.scan()
    wait(lambda: post.state == "running")
    assert [job.state for job in shoot.jobs()] == [JobState.DONE]


def test_a_lease_that_was_lost_ends_the_turns_until_it_is_ours_again(
    shoot: Shoot, post: Post
) -> None:
    post.renew()
    assert post.trouble is None, "a stand-by renews nothing"
    post.start()
    wait(lambda: post.turns)
    lease = shoot.root / ".lyrad" / "lease.json"
    lease.write_text(lease.read_text().replace(lease.read_text()[5:20], "x" * 15))
    post.renew()
    assert post.trouble
    assert post.trouble.code is Code.LEASE_LOST
    assert post.state == "standing by"
