"""End what is left of a training in an earlier life of lyrad, and whatever that started.

A trainer dies with lyrad; the workers it had started may outlive both for a moment. They carry the
training's mark among their variables, which no stranger has. Where there is no /proc nothing is
found.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from lyrad.backends.kohya.surroundings import MARK

_POLL = 0.02
_POLLS = 250


def end_leftovers(order: str) -> None:
    """End every program that bears the mark; return when they are gone, or after five seconds."""
    pause = threading.Event()
    for _ in range(_POLLS):
        left = list(marked(order))
        for pid in left:
            _kill(pid)
        if not left:
            return
        pause.wait(_POLL)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def marked(order: str) -> Iterator[int]:
    """Yield the programs that bear the mark of a training, by their process ids."""
    wanted = f"{MARK}={order}".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            variables = (folder / "environ").read_bytes()
        except OSError:  # another user's, or gone meanwhile
            continue
        if wanted in variables.split(b"\0"):
            yield int(folder.name)
