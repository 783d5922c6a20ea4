"""What an engine finds when it starts again in the same place, or in an empty one."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import psycopg
import pytest

from lyrad.errors import Code, LyradError
from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.service.engine.database import prepare
from lyrad.service.engine.lock import SessionLock
from lyrad.service.engine.record import Record
from tests.support.engine import Room, failed, later, plan, settle, wait
from tests.support.postgres import Cluster

ONE = JobId("one")


def test_every_state_is_the_same_after_a_restart(room: Room) -> None:
    room.open()
    room.player.tell("waits", 0, later(600))
    room.player.tell("fails", 1, failed())
    for job in ("done", "waits", "fails"):
        room.engine.submit(plan(job))
    room.until("done", JobState.DONE)
    room.until("waits", JobState.WAITING)
    room.until("fails", JobState.FAILED)
    room.engine.pause()
    room.engine.submit(plan("queued"))
    room.engine.submit(plan("held"), held=True)
    before = {job.plan.job: job for job in room.engine.jobs()}
    records = {job: room.engine.steps(job) for job in before}

    room.reopen()

    for name, job in before.items():
        after = room.job(name)
        assert (after.state, after.step, after.tries) == (job.state, job.step, job.tries), name
        assert (after.plan, after.fault, after.started) == (job.plan, job.fault, job.started), name
        assert room.engine.steps(name) == records[name]


def test_a_step_at_work_is_done_again_after_a_restart_and_recorded_once(room: Room) -> None:
    room.open()
    room.player.close("one")
    room.engine.submit(plan("one", "cpu", "io"))
    room.until("one", JobState.WORKING)
    room.reopen()
    room.player.open("one")

    room.until("one", JobState.DONE)

    assert room.player.steps_of("one") == [(0, 1), (0, 1), (1, 1)]
    assert [(one.step, one.tries) for one in room.engine.steps(ONE)] == [(0, 1), (1, 1)]


def test_a_hold_that_was_written_and_not_yet_obeyed_is_obeyed_at_the_start(room: Room) -> None:
    room.open().pause()
    room.engine.submit(plan("one"))
    room.close()
    Record(room.state / "engine.json").hold(ONE)

    room.open().resume()
    settle()

    assert room.job("one").state is JobState.HELD
    room.engine.go(ONE)
    room.until("one", JobState.DONE)


def test_a_cancel_that_was_written_and_not_yet_obeyed_is_obeyed_at_the_start(room: Room) -> None:
    room.open()
    room.player.close("one")
    room.engine.submit(plan("one"))
    room.until("one", JobState.WORKING)
    room.close()
    Record(room.state / "engine.json").cancel(ONE)

    room.open()
    settle()

    assert room.job("one").state is JobState.CANCELLED
    assert room.player.steps_of("one") == [(0, 1)]


def test_an_empty_state_folder_is_an_empty_engine(tmp_path: Path) -> None:
    room = Room(tmp_path / "state", None)
    room.open().submit(plan("one", "cpu"))
    room.until("one", JobState.DONE)
    room.close()
    shutil.rmtree(room.state)

    assert room.open().jobs() == ()
    room.close()


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    room = Room(tmp_path, None)
    (tmp_path / "engine.sqlite").write_text("a shopping list")

    with pytest.raises(LyradError) as refused:
        room.open()

    assert refused.value.fault.code is Code.ENGINE_UNREADABLE
    assert str(tmp_path / "engine.sqlite") in refused.value.fault.where
    assert (tmp_path / "engine.sqlite").read_text() == "a shopping list"


def test_a_database_whose_pages_are_damaged_is_named(tmp_path: Path) -> None:
    room = Room(tmp_path, None)
    room.open()
    room.close()
    database = tmp_path / "engine.sqlite"
    whole = database.read_bytes()
    database.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))

    with pytest.raises(LyradError) as refused:
        room.open()

    assert refused.value.fault.code is Code.ENGINE_UNREADABLE


def test_a_record_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "engine.json").write_text("{")

    with pytest.raises(LyradError) as refused:
        Room(tmp_path, None).open()

    assert refused.value.fault.code is Code.ENGINE_UNREADABLE


def test_the_database_is_backed_up_before_another_version_changes_it(tmp_path: Path) -> None:
    database = tmp_path / "engine.sqlite"
    prepare(database, wrote="", writes="3.4.0")
    prepare(database, wrote="3.4.0", writes="3.4.0")
    assert not list(tmp_path.glob("*before*"))

    prepare(database, wrote="3.4.0", writes="3.4.1")

    assert [path.name for path in tmp_path.glob("*before*")] == ["engine.before-dbos-3.4.1.sqlite"]


def test_a_server_that_does_not_answer_is_a_fault_of_three_lines(tmp_path: Path) -> None:
    room = Room(tmp_path, "postgresql://lyrad@127.0.0.1:1/none")

    with pytest.raises(LyradError) as refused:
        room.open()

    assert refused.value.fault.code is Code.ENGINE_GONE
    assert len(str(refused.value).splitlines()) == 3


def test_a_second_engine_on_the_same_server_is_refused_and_told_who_has_it(
    tmp_path: Path, postgres: Cluster
) -> None:
    url = postgres.new_database()
    first, second = SessionLock(url), SessionLock(url, patience=0)
    first.take()

    with pytest.raises(LyradError, match=r"at work already .lyrad on .*process") as refused:
        second.take()

    assert refused.value.fault.code is Code.STATE_IN_USE
    assert first.held()
    first.release()
    second.take()
    second.release()
    assert not second.held()


def test_an_outage_of_the_server_ends_no_step_and_loses_nothing(
    tmp_path: Path, postgres: Cluster
) -> None:
    room = Room(tmp_path, postgres.new_database())
    room.open()
    room.player.close("one")
    room.engine.submit(plan("one", "cpu"))
    room.until("one", JobState.WORKING)

    postgres.stop()
    try:
        wait(lambda: room.engine.trouble)
        assert room.engine.trouble
        assert room.engine.trouble.code is Code.ENGINE_GONE
        with pytest.raises(LyradError, match="does not answer"):
            room.engine.submit(plan("two"))
        assert room.engine.job(JobId("two")) is None
        room.player.open("one")
    finally:
        postgres.start()

    room.until("one", JobState.DONE)
    wait(lambda: room.engine.trouble is None)
    room.engine.submit(plan("two"))
    room.until("two", JobState.DONE)
    assert room.player.steps_of("one") == [(0, 1)]
    assert not room.lost
    room.close()


def test_another_lyrad_that_took_the_engine_over_is_told(
    tmp_path: Path, postgres: Cluster
) -> None:
    url = postgres.new_database()
    room = Room(tmp_path, url)
    room.open()
    thief = SessionLock(url, patience=0)
    ours = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
    named = f"lyrad on {socket.gethostname()}, process {os.getpid()}"
    with psycopg.connect(url, autocommit=True) as session:
        while not room.lost:
            session.execute(ours, (named,))
            try:
                thief.take()
            except LyradError:
                continue
            wait(lambda: room.lost)

    assert room.lost[0].code is Code.STATE_IN_USE
    thief.release()
    room.close()
