"""Real programs that write into a watched folder, stopped and let go on again and again.

A stopped program is a stall: what stands there at that moment is looked at for as long as it
stays stopped, and no program can tell the difference.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

SLICE = 0.004
"""Seconds that a program works between two stops."""


class Stalling:
    """One program that is stopped most of the time."""

    def __init__(self, command: Sequence[str]) -> None:
        # A session of its own: rsync is several processes, and all of them are stopped.
        self._program = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )

    def slices(self) -> Iterator[None]:
        """Let it work for a moment and stop it, again and again; yield while it is stopped."""
        while self._program.poll() is None:
            self._send(signal.SIGSTOP)
            yield
            self._send(signal.SIGCONT)
            time.sleep(SLICE)
        assert self._program.stderr is not None
        assert self._program.returncode == 0, self._program.stderr.read()

    def end(self) -> None:
        """Kill what is left."""
        self._send(signal.SIGKILL)
        self._program.communicate()

    def _send(self, number: int) -> None:
        if self._program.poll() is None:
            os.killpg(self._program.pid, number)


@contextmanager
def stalling(*command: object) -> Iterator[Stalling]:
    """Give a program that is stopped again and again."""
    program = Stalling([str(word) for word in command])
    try:
        yield program
    finally:
        program.end()
