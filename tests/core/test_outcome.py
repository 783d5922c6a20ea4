from __future__ import annotations

import errno
import os
from dataclasses import replace

import pytest

from lyrad.core.outcome import LONGEST, Where, backoff, outcome
from lyrad.errors import Code, ConfigError, Fault, Permanent, Temporary, UsageError
from lyrad.model.names import JobId
from lyrad.model.plan import Failed, Later

FAULT = Fault(code=Code.BACKEND_DOWN, what="It is down.", where="here", next="Start it.")
WHERE = Where(
    words="SC010/SH0020, step 1 of 2 (render.between)",
    job=JobId("0123456789abcdef0123"),
    step=0,
    tries=1,
    log="/state/work/fault.log",
)


def test_what_is_in_the_way_is_tried_again_later() -> None:
    result = outcome(Temporary(FAULT, delay=10.0), WHERE)
    assert isinstance(result, Later)
    assert result.fault is FAULT
    assert 8.0 <= result.delay <= 12.0


@pytest.mark.parametrize("kind", [Permanent, ConfigError, UsageError])
def test_what_somebody_must_change_fails(kind: type[Permanent]) -> None:
    assert outcome(kind(FAULT), WHERE) == Failed(fault=FAULT)


def test_the_wait_doubles_with_every_try_up_to_five_minutes() -> None:
    for tries in range(1, 40):
        middle = min(5.0 * 2 ** (tries - 1), LONGEST)
        delay = backoff(5.0, replace(WHERE, tries=tries))
        assert 0.8 * middle <= delay <= 1.2 * middle


def test_the_spread_is_the_same_after_a_restart_and_another_for_another_job() -> None:
    assert backoff(5.0, WHERE) == backoff(5.0, WHERE)
    others = {backoff(5.0, replace(WHERE, job=JobId(f"{k:020x}"))) for k in range(20)}
    assert len(others) == 20


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EDQUOT, Code.DISK_FULL),
        (errno.EACCES, Code.SHARE_LOCKED),
        (errno.EBUSY, Code.SHARE_LOCKED),
        (errno.ESTALE, Code.SHARE_LOCKED),
        (errno.EIO, Code.SHARE_LOCKED),
    ],
)
def test_a_full_disk_and_a_locked_share_wait(number: int, code: Code) -> None:
    result = outcome(OSError(number, os.strerror(number), "/share/file"), WHERE)
    assert isinstance(result, Later)
    assert result.fault.code is code
    assert "/share/file" in result.fault.where
    assert "SC010/SH0020" in result.fault.where


@pytest.mark.parametrize(
    "error",
    [KeyError("x"), ZeroDivisionError(), FileNotFoundError(errno.ENOENT, "gone", "/x"), OSError()],
)
def test_what_nobody_foresaw_fails_in_three_lines_for_a_person(error: Exception) -> None:
    result = outcome(error, WHERE)
    assert isinstance(result, Failed)
    assert result.fault.code is Code.UNFORESEEN
    assert "a fault of lyrad's own" in result.fault.what.lower()
    assert type(error).__name__ in result.fault.what
    assert result.fault.where == WHERE.words
    assert WHERE.log in result.fault.next
    assert len(str(result.fault).splitlines()) == 3
