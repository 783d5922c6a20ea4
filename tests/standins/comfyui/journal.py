"""What was asked of the stand-in, a JSON line for each request, in a file: no kill ends it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "journal.jsonl"


@dataclass(frozen=True)
class Journal:
    path: Path

    def note(self, entry: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry) + "\n")


def read(folder: Path) -> list[dict[str, Any]]:
    """Return all that was asked of the stand-in in the folder, also of its dead selves."""
    path = folder / NAME
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
