from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lyrad.backends import _process
from lyrad.backends._process import Program
from lyrad.errors import Cancelled, Code, Stopping, Temporary
from tests.support.signal import FakeSignal

STUBBORN = "trap '' TERM; echo ready; while :; do sleep 0.05; done"


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def until(true: Callable[[], object], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return False


def shell(tmp_path: Path, script: str) -> Program:
    return Program.start(["sh", "-c", script], cwd=tmp_path, log=tmp_path / "log")


def test_what_a_program_prints_is_in_the_log_and_its_code_comes_back(tmp_path: Path) -> None:
    log = tmp_path / "log"
    argv = ["sh", "-c", "echo one; echo two >&2; pwd; exit 3"]
    assert _process.run(argv, cwd=tmp_path, log=log, signal=FakeSignal()) == 3
    assert log.read_text().splitlines() == ["one", "two", str(tmp_path)]


def test_standard_output_goes_to_a_file_of_its_own_when_asked(tmp_path: Path) -> None:
    log, out = tmp_path / "log", tmp_path / "out"
    argv = ["sh", "-c", "echo one; echo two >&2"]
    _process.run(argv, cwd=tmp_path, log=log, signal=FakeSignal(), stdout=out)
    assert (out.read_text(), log.read_text()) == ("one\n", "two\n")


def test_a_program_has_nothing_to_read(tmp_path: Path) -> None:
    assert _process.run(["cat"], cwd=tmp_path, log=tmp_path / "log", signal=FakeSignal()) == 0


def test_variables_are_laid_over_our_own(tmp_path: Path) -> None:
    log = tmp_path / "log"
    argv = ["sh", "-c", 'echo "$WORD $PATH"']
    _process.run(argv, cwd=tmp_path, log=log, signal=FakeSignal(), env={"WORD": "hello"})
    assert log.read_text().strip() == f"hello {os.environ['PATH']}"


def test_arguments_reach_the_program_untouched(tmp_path: Path) -> None:
    log = tmp_path / "log"
    words = ["--", "-x", "$HOME", "a b", "*", "'"]
    argv = ["printf", "%s\n", *words]
    _process.run(argv, cwd=tmp_path, log=log, signal=FakeSignal())
    assert log.read_text().splitlines() == words


def test_a_program_leads_a_session_of_its_own(tmp_path: Path) -> None:
    program = shell(tmp_path, "sleep 60")
    try:
        assert os.getsid(program.pid) == program.pid == os.getpgid(program.pid)
    finally:
        program.stop(0.5)


def test_stopping_takes_the_whole_group_along(tmp_path: Path) -> None:
    program = shell(tmp_path, "sleep 60 & echo $!; wait")
    assert until(lambda: (tmp_path / "log").read_text().strip())
    helper = int((tmp_path / "log").read_text())
    program.stop(1.0)
    assert until(lambda: not alive(helper))
    assert program.poll() is not None


def test_a_program_that_does_not_listen_is_killed_after_the_patience(tmp_path: Path) -> None:
    program = shell(tmp_path, STUBBORN)
    assert until(lambda: "ready" in (tmp_path / "log").read_text())
    began = time.monotonic()
    program.stop(0.3)
    assert 0.3 <= time.monotonic() - began < 2.0
    assert program.poll() == -signal.SIGKILL


def test_stopping_what_has_ended_does_no_harm(tmp_path: Path) -> None:
    program = shell(tmp_path, "exit 4")
    assert until(lambda: program.poll() is not None)
    program.stop()
    program.stop()
    assert program.poll() == 4


@pytest.mark.parametrize(("pull", "error"), [("cancel", Cancelled), ("stop", Stopping)])
def test_within_two_seconds_of_a_signal_even_a_stubborn_program_is_gone(
    tmp_path: Path, pull: str, error: type[BaseException]
) -> None:
    log, pulled = tmp_path / "log", FakeSignal()
    moment: list[float] = []

    def pull_when_ready() -> None:
        if not moment and "ready" in log.read_text():
            moment.append(time.monotonic())
            getattr(pulled, pull)()

    argv = ["sh", "-c", "echo $$; " + STUBBORN]
    with pytest.raises(error):
        _process.run(argv, cwd=tmp_path, log=log, signal=pulled, on_poll=pull_when_ready)
    assert time.monotonic() - moment[0] < 2.0
    assert not alive(int(log.read_text().splitlines()[0]))


def test_nothing_is_started_after_the_signal(tmp_path: Path) -> None:
    pulled = FakeSignal()
    pulled.cancel()
    with pytest.raises(Cancelled):
        _process.run(["touch", "made"], cwd=tmp_path, log=tmp_path / "log", signal=pulled)
    assert not (tmp_path / "made").exists()


def test_a_missing_program_waits_and_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(Temporary) as caught:
        Program.start(["no-such-program"], cwd=tmp_path, log=tmp_path / "log")
    assert caught.value.fault.code is Code.TOOL_MISSING
    assert "no-such-program is not installed" in caught.value.fault.what


def test_a_missing_ffmpeg_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Temporary) as caught:
        _process.located("ffmpeg")
    assert "apt install ffmpeg" in caught.value.fault.next


def test_a_program_outlives_the_thread_that_asked_for_it(tmp_path: Path) -> None:
    started: list[Program] = []
    asking = threading.Thread(target=lambda: started.append(shell(tmp_path, "sleep 60")))
    asking.start()
    asking.join()
    try:
        assert not until(lambda: started[0].poll() is not None, seconds=0.3)
    finally:
        started[0].stop(0.5)


PARENT = """
import sys, time
from pathlib import Path
from lyrad.backends._process import Program
folder = Path(sys.argv[1])
program = Program.start(["sleep", "60"], cwd=folder, log=folder / "log")
print(program.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds a child to its parent")
def test_no_program_survives_the_kill_of_its_parent(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        was = alive(child)
        parent.kill()
        parent.wait()
    assert was
    assert until(lambda: not alive(child), seconds=3.0)


def test_the_tail_of_a_log_is_its_last_lines(tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert _process.tail(log, 3) == ""
    log.write_text("".join(f"line {k}\n" for k in range(20000)))
    assert _process.tail(log, 2) == "line 19998\nline 19999"


def test_a_short_question_is_answered_and_a_failing_one_waits(tmp_path: Path) -> None:
    assert _process.answer(["echo", "5.1"]) == "5.1\n"
    with pytest.raises(Temporary) as caught:
        _process.answer(["false"])
    assert caught.value.fault.code is Code.TOOL_FAILED
