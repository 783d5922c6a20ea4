"""A speech server for tests, as a real process; and memos, spoken by espeak-ng."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

_ROOT = Path(__file__).parents[2]
WHISPER, OPENAI = "/inference", "/v1/audio/transcriptions"


@dataclass(frozen=True)
class Speech:
    base: str

    @property
    def url(self) -> str:
        return self.base + WHISPER

    @property
    def openai(self) -> str:
        return self.base + OPENAI

    def quirks(self, **changes: Any) -> None:
        body = json.dumps(changes).encode()
        with urlopen(Request(f"{self.base}/_control", body, {"Content-Type": "application/json"})):
            pass

    def heard(self) -> list[dict[str, Any]]:
        """Return the sounds so far, as they were decoded, with the fields beside them."""
        with urlopen(f"{self.base}/_journal") as answer:
            found: list[dict[str, Any]] = json.load(answer)["heard"]
        return found


@contextmanager
def speech(port: int = 0, **quirks: Any) -> Iterator[Speech]:
    command = [sys.executable, "-m", "tests.standins.speech", "--port", str(port)]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        found = Speech(base=process.stdout.readline().strip())
        found.quirks(**quirks)
        yield found
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def memo(path: Path, words: str = "A slow push in on the lighthouse at dusk.") -> Path:
    """Speak words into a file of the kind that its name says."""
    spoken = path.with_name(f"{path.name}.spoken.wav")
    subprocess.run(["espeak-ng", "-w", str(spoken), words], check=True)
    encoded(path, "-i", str(spoken))
    spoken.unlink()
    return path


def encoded(path: Path, *source: str) -> Path:
    quiet = ("-nostdin", "-hide_banner", "-v", "error", "-y")
    subprocess.run(["ffmpeg", *quiet, *source, str(path)], check=True)
    return path


def silence(path: Path, seconds: float = 2.0) -> Path:
    return encoded(path, "-f", "lavfi", "-i", f"anullsrc=r=44100:d={seconds}")
