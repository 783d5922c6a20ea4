"""An Ollama for tests: the stand-in as a real process, to be lied through."""

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

MODELS = {
    "sees:4b": ["completion", "vision"],
    "writes:8b": ["completion", "tools", "thinking"],
}
"""What the stand-in has by itself."""

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ollama:
    url: str

    def quirks(self, **changes: Any) -> None:
        body = json.dumps(changes).encode()
        with urlopen(Request(f"{self.url}/_control", body, {"Content-Type": "application/json"})):
            pass

    def asked(self, path: str = "/api/chat") -> list[dict[str, Any]]:
        """Return the bodies of the questions so far."""
        with urlopen(f"{self.url}/_journal") as answer:
            said = json.load(answer)["asked"]
        return [one["body"] for one in said if one["path"] == path]

    def left(self) -> list[str]:
        """Return the odd answers that nobody has asked for yet."""
        with urlopen(f"{self.url}/_journal") as answer:
            found: list[str] = json.load(answer)["left"]
        return found


@contextmanager
def ollama(**quirks: Any) -> Iterator[Ollama]:
    command = [sys.executable, "-m", "tests.standins.ollama"]
    process = subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        found = Ollama(url=process.stdout.readline().strip())
        found.quirks(**quirks)
        yield found
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
