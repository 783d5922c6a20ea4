"""Tell whether a process is still the one that was started.

A process id is given again after a restart of the machine, or after many others; with the time of
its birth it is one of a kind.
"""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

from lyrad.core.birth import started

_POLL = 0.02


def born(pid: int) -> str:
    """Return when the process began, in the kernel's ticks since boot, with the boot; '' if gone.

    Where there is no /proc (macOS) it is always '': work of an earlier lyrad is then started
    again, never taken for ours.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    ticks = started(stat)
    return "" if ticks is None else f"{boot} {ticks}"


def alive(pid: int, birth: str) -> bool:
    """Return whether this very process runs."""
    return bool(birth) and born(pid) == birth


def end(pid: int, birth: str, *, patience: float) -> None:
    """End a process's whole group, politely, then for certain; return when it is gone.

    For workers of an earlier life of lyrad, which nobody can wait for as a parent.
    """
    if not alive(pid, birth):
        return
    pause = threading.Event()
    for word, polls in ((signal.SIGTERM, round(patience / _POLL)), (signal.SIGKILL, 100)):
        _tell(pid, word)
        for _ in range(polls):
            if not alive(pid, birth):
                break
            pause.wait(_POLL)
    _tell(pid, signal.SIGKILL)  # what outlived the leader


def _tell(pid: int, word: signal.Signals) -> None:
    try:
        os.killpg(pid, word)
    except (ProcessLookupError, PermissionError):
        return
