"""Find and end programs by a mark among their variables, which no stranger has.

A program dies with lyrad; what it had started may outlive both for a moment, or leave its group.
Whatever a program starts inherits its variables, the mark among them. Where there is no /proc
nothing is found.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

_POLL = 0.02
_POLLS = 250


def end_marked(name: str, value: str) -> None:
    """End every program that bears the mark; return when they are gone, or after five seconds."""
    pause = threading.Event()
    for _ in range(_POLLS):
        left = list(marked(name, value))
        for pid in left:
            _kill(pid)
        if not left:
            return
        pause.wait(_POLL)


def marked(name: str, value: str) -> Iterator[int]:
    """Yield the programs among whose variables `name` is `value`, by their process ids."""
    wanted = f"{name}={value}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes()
        except OSError:  # another user's, or gone meanwhile
            continue
        if wanted in variables.split(b"\0"):
            yield int(folder.name)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
