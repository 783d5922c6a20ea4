from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lyrad.actions._manifest import NAME
from lyrad.actions.perform import FAULT_LOG, perform
from lyrad.errors import Cancelled, Code, Fault, Permanent, Stopping, Temporary
from lyrad.model.plan import Artifact, Done, Failed, Later
from lyrad.ports import Bench
from tests.support.benches import FolderPublisher, bench, given
from tests.support.nouns import member, plan, receipt
from tests.support.signal import CANCELLED, FakeSignal

FAULT = Fault(code=Code.BACKEND_DOWN, what="It is down.", where="here", next="Start it.")
PLAN = plan(members=())


class Writing:
    """An action that writes a file and counts how often it did; `then` may raise."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.times = 0
        self._then = then

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        self.times += 1
        (bench.work / "made.txt").write_text("made")
        self._then()
        return (Artifact(kind="text", path="0/made.txt", facts={"times": self.times}),)


def raising(error: BaseException) -> Writing:
    def then() -> None:
        raise error

    return Writing(then)


def test_what_was_made_comes_back(tmp_path: Path) -> None:
    result = perform(Writing(), bench(tmp_path, PLAN))
    assert result == Done(
        artifacts=(Artifact(kind="text", path="0/made.txt", facts={"times": 1}),)
    )


def test_a_step_whose_work_is_kept_is_not_done_again(tmp_path: Path) -> None:
    action, at = Writing(), bench(tmp_path, PLAN)
    assert perform(action, at) == perform(action, at)
    assert action.times == 1


@pytest.mark.parametrize("change", ["gone", "shorter", "other", "garbled"])
def test_a_step_whose_work_was_lost_is_done_again(tmp_path: Path, change: str) -> None:
    action, at = Writing(), bench(tmp_path, PLAN)
    perform(action, at)
    made = at.work / "made.txt"
    match change:
        case "gone":
            made.unlink()
        case "shorter":
            made.write_text("mad")
        case "other":
            made.write_text("mode")
        case _:
            (at.work / NAME).write_text('{"artifacts": [')
    assert isinstance(perform(action, at), Done)
    assert action.times == 2


def test_the_version_is_fixed_before_anything_is_made(tmp_path: Path) -> None:
    at = bench(tmp_path, PLAN)
    perform(raising(Temporary(FAULT)), at)
    assert isinstance(at.publisher, FolderPublisher)
    assert at.publisher.versions == {PLAN.version_key: 1}


def test_a_job_whose_take_stands_has_nothing_to_do(tmp_path: Path) -> None:
    action, at = Writing(), bench(tmp_path, PLAN)
    assert isinstance(at.publisher, FolderPublisher)
    at.publisher.receipts[at.plan.job] = receipt(take=3, version=2)
    result = perform(action, at)
    assert isinstance(result, Done)
    assert result.artifacts[0].kind == "take"
    assert result.artifacts[0].facts["take"] == 3
    assert result.artifacts[0].facts["path"] == "scenes/SC010/SH0020/takes/T03"
    assert action.times == 0


def test_failures_become_outcomes(tmp_path: Path) -> None:
    at = bench(tmp_path, PLAN)
    assert isinstance(perform(raising(Temporary(FAULT)), at), Later)
    assert perform(raising(Permanent(FAULT)), at) == Failed(fault=FAULT)
    full = perform(raising(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))), at)
    assert isinstance(full, Later)
    assert full.fault.code is Code.DISK_FULL
    assert not (at.work / FAULT_LOG).exists()


def test_an_unforeseen_failure_keeps_its_details_for_those_who_look_closer(tmp_path: Path) -> None:
    at = bench(tmp_path, PLAN)
    result = perform(raising(KeyError("x")), at)
    assert isinstance(result, Failed)
    assert result.fault.code is Code.UNFORESEEN
    assert "Traceback" not in str(result.fault)
    assert "KeyError" in (at.work / FAULT_LOG).read_text()
    assert str(at.work / FAULT_LOG) in result.fault.next


@pytest.mark.parametrize("error", [Cancelled(CANCELLED), Stopping(), KeyboardInterrupt()])
def test_being_called_off_is_no_outcome(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        perform(raising(error), bench(tmp_path, PLAN))
    assert not (tmp_path / "work" / "0" / NAME).exists()


def test_nothing_begins_after_the_signal(tmp_path: Path) -> None:
    pulled = FakeSignal()
    pulled.stop()
    action = Writing()
    with pytest.raises(Stopping):
        perform(action, bench(tmp_path, PLAN, signal=pulled))
    assert action.times == 0


def test_the_work_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    at = bench(tmp_path, PLAN)
    at.work.rmdir()
    assert isinstance(perform(Writing(), at), Done)


@pytest.mark.parametrize("missing", ["copy", "work"])
def test_a_step_whose_ground_is_gone_is_tried_later_and_no_version_is_given(
    tmp_path: Path, missing: str
) -> None:
    members = (member("spec"), given(tmp_path / "store", "first"))
    clip = Artifact(kind="clip", path="0/clip.mkv")
    at = bench(tmp_path, plan(members=members), earlier=(clip,))
    if missing == "copy":
        at.store(members[1].sha256).unlink()
    result = perform(Writing(), at)
    assert isinstance(result, Later)
    assert result.fault.code is Code.FILE_GONE
    assert "by itself" in result.fault.next
    assert result.delay < 5
    assert isinstance(at.publisher, FolderPublisher)
    assert not at.publisher.versions
    given(tmp_path / "store", "first")
    (at.job_work / clip.path).touch()
    assert isinstance(perform(Writing(), at), Done)
