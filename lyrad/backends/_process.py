"""Decide how an outside program is started, watched and ended.

Leaves to others which program, with which arguments, and what its exit code means. A program gets
a session of its own (so that all of its helpers can be signalled together), nothing to read, and a
log file. On Linux it is bound to lyrad's life by `setpriv`: it is killed with us, even by a
`kill -9`. Elsewhere that promise cannot be kept and a killed lyrad may leave a program behind.
"""

from __future__ import annotations

import os
import shutil
import signal as signals
import subprocess
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lyrad.errors import Code, Fault, Temporary
from lyrad.ports import Signal

PATIENCE = 1.5
"""Seconds between the polite and the final end: with KILL, two seconds are kept."""

_POLL = 0.1
_FIRST_POLL = 0.01  # short questions, such as a probe, do not wait long for their answer
_TAIL_BYTES = 64 * 1024
_MISSING_DELAY = 60.0

_INSTALL = {
    "ffmpeg": "Install it, on Debian and Ubuntu with `sudo apt install ffmpeg`",
    "ffprobe": "Install it, on Debian and Ubuntu with `sudo apt install ffmpeg`",
}

_BOUND = '[ "$PPID" = "$0" ] && exec "$@"'
"""Started by us and still ours? The parent may have died before `setpriv` could bind us to it."""

_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="starter")
"""Linux binds a child to the *thread* that started it, so one that lives as long as lyrad does."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that was started; whoever starts it ends it or waits for its end."""

    _child: subprocess.Popen[bytes]

    @classmethod
    def start(
        cls,
        argv: Sequence[str],
        *,
        cwd: Path,
        log: Path,
        stdout: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Program:
        """Return the program, started in `cwd`, its words appended to `log`.

        Args:
            argv: the program, by name or path, and its arguments.
            cwd: the folder it stands in.
            log: what it prints; standard output too, unless `stdout` names a file of its own.
            stdout: a file for standard output, emptied first.
            env: variables laid over our own.

        Raises:
            Temporary: the program is not installed.
        """
        command = _bound(located(argv[0]), argv[1:])
        surroundings = {**os.environ, **(env or {})}
        with log.open("ab") as words, stdout.open("wb") if stdout else log.open("ab") as out:
            child = _starter.submit(
                subprocess.Popen,
                command,
                cwd=cwd,
                env=surroundings,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=words,
                start_new_session=True,
            ).result()
        return cls(child)

    @property
    def pid(self) -> int:
        """Return the process id, which is the group's too."""
        return self._child.pid

    def poll(self) -> int | None:
        """Return the exit code (negative: the signal that ended it), or None while it runs."""
        return self._child.poll()

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask the whole group to end, insist after `patience` seconds, return when it is gone."""
        if self.poll() is None:
            self._tell(signals.SIGTERM)
            try:
                self._child.wait(patience)
            except subprocess.TimeoutExpired:
                self._tell(signals.SIGKILL)
        self._tell(signals.SIGKILL)  # helpers that outlived the leader
        self._child.wait()

    def _tell(self, number: signals.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except (ProcessLookupError, PermissionError):  # macOS says the second of a gone group
            return


def run(
    argv: Sequence[str],
    *,
    cwd: Path,
    log: Path,
    signal: Signal,
    patience: float = PATIENCE,
    stdout: Path | None = None,
    env: Mapping[str, str] | None = None,
    on_poll: Callable[[], None] | None = None,
) -> int:
    """Return the exit code of a program, waited for with an ear to the signal.

    `on_poll` is called about ten times a second while it runs, and once after its end.

    Raises:
        Temporary: the program is not installed.
        Cancelled, Stopping: as the signal says; the program is gone by then.
    """
    signal.check()
    program = Program.start(argv, cwd=cwd, log=log, stdout=stdout, env=env)
    pause = _FIRST_POLL
    try:
        while (code := program.poll()) is None:
            signal.wait(pause)
            pause = min(2 * pause, _POLL)
            if on_poll:
                on_poll()
    finally:
        program.stop(patience)
    if on_poll:
        on_poll()
    return code


def answer(argv: Sequence[str], *, seconds: float = 10.0) -> str:
    """Return what a program prints to a short question, such as its version.

    Raises:
        Temporary: it is not installed, or it does not answer.
    """
    program = located(argv[0])
    try:
        done = subprocess.run(
            [program, *argv[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Temporary(_mute(argv[0], str(error)), delay=_MISSING_DELAY) from error
    return done.stdout.decode(errors="replace")


def located(program: str) -> str:
    """Return the program's full path.

    Raises:
        Temporary: it is not installed; work goes on once it is.
    """
    found = shutil.which(program)
    if found is None:
        raise Temporary(_missing(program), delay=_MISSING_DELAY)
    return found


def tail(log: Path, lines: int) -> str:
    """Return the last lines of a log, '' where there is none."""
    try:
        with log.open("rb") as words:
            size = words.seek(0, os.SEEK_END)
            words.seek(max(0, size - _TAIL_BYTES))
            text = words.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join(text.splitlines()[-lines:])


def _bound(program: str, arguments: Sequence[str]) -> list[str]:
    """Return the command that binds the program's life to ours, where the system can."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return [program, *arguments]
    bind = [setpriv, "--pdeathsig", "KILL", "--", "/bin/sh", "-c", _BOUND, str(os.getpid())]
    return [*bind, program, *arguments]


def _missing(program: str) -> Fault:
    name = Path(program).name
    return Fault(
        code=Code.TOOL_MISSING,
        what=f"{name} is not installed on this machine.",
        where=f"looked for {program} in {os.environ.get('PATH', 'an empty PATH')}",
        next=f"{_INSTALL.get(name, 'Install it')}; lyrad then goes on by itself.",
    )


def _mute(program: str, said: str) -> Fault:
    name = Path(program).name
    return Fault(
        code=Code.TOOL_FAILED,
        what=f"{name} does not answer: {said}.",
        where=program,
        next=f"Try `{name}` by hand in a terminal; lyrad asks again by itself.",
    )
