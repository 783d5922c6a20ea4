"""Start `benchmarks.hearing` for one listener, and read what it heard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Heard:
    """What one listener heard. `start` and `cpu` are processor seconds."""

    when: dict[str, float]
    told: bool
    start: float
    cpu: float


class Listener:
    """A listener at work on a tree."""

    def __init__(self, name: str, root: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.hearing", name, str(root)]
        quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
        self._program = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=quiet,
            start_new_session=True,
        )
        assert self._program.stdout is not None
        self._start = float(self._program.stdout.readline().removeprefix("ready"))

    def signal(self, number: int) -> None:
        """Signal the listener and what it started."""
        os.killpg(self._program.pid, number)

    def end(self) -> Heard:
        out, _ = self._program.communicate("\n", timeout=120)
        said = json.loads(out)
        return Heard(when=said["heard"], told=said["told"], start=self._start, cpu=said["cpu"])
