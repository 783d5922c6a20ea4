"""A real process killed with SIGKILL: nothing is lost, what was recorded is not done again."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.model.job import JobState
from tests.support.engine import Room, plan, wait

ROOT = Path(__file__).parents[2]


class Process:
    """The engine as a process, with its log."""

    def __init__(self, folder: Path, url: str | None) -> None:
        self.state = folder / "state"
        self.log = folder / "log"
        self._url = url or ""
        self._child: subprocess.Popen[bytes] | None = None

    def start(self, *jobs: str) -> subprocess.Popen[bytes]:
        self.kill()
        command = [sys.executable, "-m", "tests.service.engine_process", str(self.state)]
        command += [self._url, str(self.log), ",".join(jobs)]
        self._child = subprocess.Popen(command, cwd=ROOT)
        return self._child

    def kill(self) -> None:
        if self._child:
            self._child.kill()
            self._child.wait()

    def lines(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def saw(self, line: str, times: int = 1) -> None:
        wait(lambda: self.lines().count(line) >= times, lambda: str(self.lines()), 20)


@pytest.fixture
def process(tmp_path: Path, engine_url: str | None) -> Iterator[Process]:
    process = Process(tmp_path, engine_url)
    yield process
    process.kill()


def test_a_step_that_was_killed_is_done_again_and_the_ones_before_are_not(
    process: Process,
) -> None:
    assert process.start("a").wait(20) == 0
    process.start("long1")
    process.saw("begin long1 0 1")
    process.kill()
    process.log.with_suffix(".open").touch()
    child = process.start("long1")
    assert child.wait(20) == 0

    counts = Counter(line for line in process.lines() if line.startswith("end"))
    assert counts == {f"end {job} {step} 1": 1 for job in ("a", "long1") for step in range(3)}
    assert process.lines().count("begin long1 0 1") == 2


def test_kills_at_random_moments_lose_no_job_and_repeat_nothing_that_was_recorded(
    process: Process,
) -> None:
    moments = random.Random(20261122)
    jobs = [f"j{number}" for number in range(12)]
    for round_ in range(2):
        process.start(*jobs)
        wait(lambda now=round_: process.lines().count("ready") > now, seconds=20)  # type: ignore[misc]
        time.sleep(moments.uniform(0.0, 0.25))
        process.kill()
    child = process.start(*jobs)
    assert child.wait(30) == 0

    lines = process.lines()
    for job in jobs:
        ends = [line for line in lines if line.startswith(f"end {job} ")]
        steps = [int(line.split()[2]) for line in ends]
        assert set(steps) == {0, 1, 2}
        assert steps == sorted(steps), "a step came back after a later one had begun"
    # Killed between the end of a body and its record, a step is done twice: at most one for each
    # of the lanes' four places and each of the two kills.
    again = sum(count - 1 for count in Counter(x for x in lines if x[0] == "e").values())
    assert again <= 8


def test_a_stopped_process_leaves_at_once_and_its_step_records_nothing(process: Process) -> None:
    child = process.start("long1")
    process.saw("begin long1 0 1")
    began = time.monotonic()
    child.terminate()
    assert child.wait(10) == 0
    assert time.monotonic() - began < 2
    assert process.lines()[-1] == "stopped True"

    process.log.with_suffix(".open").touch()
    assert process.start().wait(20) == 0

    assert process.lines().count("begin long1 0 1") == 2
    assert process.lines().count("end long1 0 1") == 1
    assert "begin long1 0 2" not in process.lines()


def test_a_second_process_is_refused_while_the_first_lives(process: Process, room: Room) -> None:
    child = process.start("long1")
    process.saw("begin long1 0 1")
    with pytest.raises(Exception, match=f"at work already .*{child.pid}"):
        room.open()
    process.kill()

    room.open()
    room.until("long1", JobState.DONE)


def test_a_job_that_crashes_lyrad_again_and_again_is_given_up(room: Room) -> None:
    room.open()
    room.player.close("one")
    room.engine.submit(plan("one", "cpu"))
    for _ in range(3):
        room.until("one", JobState.WORKING)
        room.reopen()
    job = room.until("one", JobState.FAILED)

    assert job.fault
    assert job.fault.code == "crashed-too-often"
    room.reopen()
    assert room.job("one").state is JobState.FAILED
    room.player.open("one")
    room.engine.retry(job.plan.job)
    room.until("one", JobState.DONE)
