"""An AudioX for tests: the stand-in as a real process, to be lied through and killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

_ROOT = Path(__file__).parents[2]
_HONEST = {"hold": False, "fails": 0, "dies": False, "sound": "music"}


@dataclass(frozen=True)
class AudioX:
    url: str
    process: subprocess.Popen[str]

    def quirks(self, **changes: Any) -> None:
        body = json.dumps(changes).encode()
        with urlopen(Request(f"{self.url}/_control", body, {"Content-Type": "application/json"})):
            pass

    def reset(self) -> None:
        """Make it honest again, with no past."""
        self.quirks(**_HONEST)
        with urlopen(Request(f"{self.url}/_forget", b"")):
            pass

    def asked(self) -> list[dict[str, Any]]:
        """Return what it was asked for so far."""
        with urlopen(f"{self.url}/_journal") as answer:
            said: list[dict[str, Any]] = json.load(answer)
        return said


@contextmanager
def audiox(folder: Path, *more: str) -> Iterator[AudioX]:
    """Run a stand-in that keeps its files in the folder; `more` are its own arguments."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.standins.audiox", "--folder", str(folder), *more]
    surroundings = {
        **os.environ,
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_TEMP_DIR": str(folder / "cache"),
        "HF_HUB_OFFLINE": "1",
    }
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=_ROOT, env=surroundings, stdout=subprocess.PIPE, stderr=log, text=True
        )
    assert process.stdout
    try:
        url = process.stdout.readline().strip()
        assert url, (folder / "log.txt").read_text("utf-8")
        yield AudioX(url=url, process=process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
