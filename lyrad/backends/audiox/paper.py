"""The paper in a step's folder that says which order is ours, and, once it came, which music.

A server's queue is forgotten with whoever listened to it: what was at work when lyrad ended is
ordered again, and what had come is not.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "audiox.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One order: the digest of what was asked, its id at the server, the file that came of it."""

    asked: str
    order: str
    file: str = ""

    def came(self, work: Path) -> bool:
        """Return whether its music lies in the work folder."""
        return bool(self.file) and (work / self.file).is_file()


def write(paper: Paper, work: Path) -> None:
    """Put the paper into the step's folder, whole or not at all."""
    draft = work / f".{NAME}.part"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(paper), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(work / NAME)


def read(work: Path) -> Paper | None:
    """Return the paper in the step's folder, or None where there is none of this kind."""
    try:
        return Paper(**json.loads((work / NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def remove(work: Path) -> None:
    """Take the paper away: nothing is in flight any more."""
    (work / NAME).unlink(missing_ok=True)
