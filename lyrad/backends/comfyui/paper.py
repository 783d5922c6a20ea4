"""The paper in a step's folder that says which prompt is ours, written before it is posted.

A server has no memory of what it was sent twice, and forgets everything when it restarts: this
paper is what a restarted lyrad goes by.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

NAME = "comfyui.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One prompt: in line while `server` is empty, there once it was `answered`.

    `order` is the digest of what was ordered. A prompt that is given up has a successor with
    another `prompt` and the counts: how often the memory was not enough (`crowded`), somebody
    `interrupted` it, or its result was `spoiled`. `smaller` says that less is asked for since.
    `fetched` says that its result was handed on: who then asks again does so because it was
    refused.
    """

    order: str
    job: str
    prompt: str
    server: str = ""
    answered: bool = False
    crowded: int = 0
    interrupted: int = 0
    spoiled: int = 0
    fetched: bool = False
    smaller: bool = False

    @property
    def prefix(self) -> str:
        """Return what the files of this very prompt are called, below the server's output."""
        return f"lyrad/{self.job or 'order'}/{self.prompt}"

    def successor(self) -> Paper:
        """Return the paper of the next prompt for the same order, in line, with its counts."""
        return replace(self, prompt=str(uuid4()), server="", answered=False)


def new(order: str, job: str) -> Paper:
    """Return the paper of a first prompt, in line. Its id is a UUID as servers want it."""
    return Paper(order=order, job=job, prompt=str(uuid4()))


def write(paper: Paper, work: Path) -> None:
    """Put the paper into the step's folder."""
    keep(paper, work / NAME)


def read(work: Path) -> Paper | None:
    """Return the paper in the step's folder, or None where there is none."""
    return kept(work / NAME)


def keep(paper: Paper, path: Path) -> None:
    """Put the paper there, whole or not at all, on the disk itself."""
    draft = path.with_name(f".{path.name}.part")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(paper), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def kept(path: Path) -> Paper | None:
    """Return the paper that lies there, or None where there is none, or one of another lyrad."""
    try:
        return Paper(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def remove(work: Path) -> None:
    """Take the paper away: nothing is in flight any more."""
    (work / NAME).unlink(missing_ok=True)
