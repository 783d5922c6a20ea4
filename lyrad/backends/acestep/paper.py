"""The paper in a step's folder that says which task of a server is ours.

ACE-Step takes no name of ours for a task and lists none, so a task whose number never came back
cannot be found again. The paper is written before an order is handed over and again when its
number is there: a kill in between, and nothing else, has the music made twice.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from lyrad.model.names import JSON

NAME = "acestep.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One order at one server; `task` is the server's number for it, empty until it is there.

    `order` is the digest of what was ordered, `asked` the same in the server's words. `seen` says
    that the server told of the task once. `unsure` counts orders that were handed over and whose
    number never came: the server may make them all the same. `crowded` and `spoiled` count how
    often the memory was not enough, or the music could not be brought. `fetched` says that it was
    handed on: who then asks again does so because it was refused.
    """

    order: str
    server: str
    task: str = ""
    asked: dict[str, JSON] = field(default_factory=dict)
    seen: bool = False
    unsure: int = 0
    crowded: int = 0
    spoiled: int = 0
    fetched: bool = False

    def asking(self, asked: dict[str, JSON]) -> Paper:
        """Return it as it stands while nobody knows whether the order arrives."""
        return replace(
            self, asked=asked, task="", seen=False, fetched=False, unsure=self.unsure + 1
        )

    def answered(self, task: str) -> Paper:
        """Return it with the number that came back, or with none where the order was refused."""
        return replace(self, task=task, unsure=self.unsure - 1)

    def without_task(self) -> Paper:
        """Return it for another go at the same order."""
        return replace(self, task="", seen=False)


def write(paper: Paper, work: Path) -> None:
    """Put the paper into the step's folder, whole or not at all, on the disk itself."""
    draft = work / f".{NAME}.part"
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(paper)))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(work / NAME)


def read(work: Path) -> Paper | None:
    """Return the paper that lies there, or None where there is none, or one of another lyrad."""
    try:
        return Paper(**json.loads((work / NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def remove(work: Path) -> None:
    """Take the paper away: nothing of it is wanted any more."""
    (work / NAME).unlink(missing_ok=True)
