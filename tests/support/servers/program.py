"""A server as a process: started, killed, started again, and never left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.support.production import until

HERE = "127.0.0.1"


class Program:
    """A server that stays in the foreground; its children stay in its group, and end with it."""

    def __init__(self, words: Sequence[str], *, port: int, log: Path) -> None:
        self._words = words
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self.port = port

    def start(self) -> None:
        """Start it; return when it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._words,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self._answers, seconds=30)

    def kill(self) -> None:
        """Kill it and its children, without a word to its clients."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(errors="replace")[-2000:]
        with socket.socket() as asked:
            return asked.connect_ex((HERE, self.port)) == 0


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])


def missing(*programs: str) -> str:
    """Return in words what is not installed, '' where all is there."""
    absent = [name for name in programs if shutil.which(name) is None]
    return f"not installed here: {', '.join(absent)}" if absent else ""
