"""Who holds a lease: one run of lyrad on one machine, told apart from every other run.

A process number is used again, and containers count their own: so the machine's boot, the
process's start and its number space belong to the name.
"""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path

from lyrad import __version__
from lyrad.core.birth import started

_PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One run of lyrad; `token` is its own, the rest is for judging whether it still lives.

    `boot` is the kernel's boot id with the process number space, `started` the process's start in
    clock ticks since that boot; empty and 0 where the system does not tell.
    """

    host: str
    pid: int
    boot: str
    started: int
    lyrad: str
    token: str

    @staticmethod
    def this() -> Owner:
        """Return this run."""
        pid = os.getpid()
        return Owner(
            host=socket.gethostname(),
            pid=pid,
            boot=_boot(),
            started=_started(pid) or 0,
            lyrad=__version__,
            token=uuid.uuid4().hex,
        )

    def __str__(self) -> str:
        return f"{self.host}, process {self.pid}, lyrad {self.lyrad}"

    def dead(self, seen_by: Owner) -> bool:
        """Return whether this run surely ended, as far as another run can tell.

        Only a run on the same machine since the same boot can know; of others it says False.
        """
        if not self.boot or (self.host, self.boot) != (seen_by.host, seen_by.boot):
            return False
        return not _hidden(self.pid) and _started(self.pid) != self.started


def _boot() -> str:
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def _hidden(pid: int) -> bool:
    """Return whether a process lives that `/proc` does not show (another user's, hidepid)."""
    if (_PROC / str(pid)).exists():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> int | None:
    """Return when the process started, or None where it has ended."""
    try:
        return started((_PROC / str(pid) / "stat").read_text("utf-8", "replace"))
    except OSError:
        return None
