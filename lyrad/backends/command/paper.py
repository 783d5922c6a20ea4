"""What is written down of a command, in the step's folder: which run is ours, and if it is done.

Plain JSON, written under another name and renamed. A run has a folder of its own, so that nothing
an earlier one still writes passes for its music.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "command.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One run for one order; `order` is the digest of what was ordered.

    `fetched` says that its music was handed on: who then asks again does so because it was
    refused.
    """

    order: str
    run: str
    done: bool = False
    fetched: bool = False

    def folder(self, work: Path) -> Path:
        """Return the folder in which the tool works."""
        return work / f"run-{self.run}"

    def music(self, work: Path) -> Path:
        """Return where the tool is told to put the music."""
        return self.folder(work) / "music.wav"


def write(paper: Paper, work: Path) -> None:
    """Put the paper in place, whole or not at all."""
    draft = work / f".{NAME}.part"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(paper)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(work / NAME)


def read(work: Path) -> Paper | None:
    """Return the paper that lies in the folder, of whatever order, or None."""
    try:
        return Paper(**json.loads((work / NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
