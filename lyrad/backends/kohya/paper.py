"""What the backend writes down of a training, in its work folder: what runs, and what is done.

Plain JSON, written under another name and renamed. It is the only memory: a trainer's own states
are not to be trusted for how far it came, so that a run which was interrupted begins anew.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

NAME = "training.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A run that ended well: how long it took, in seconds, and whether it was the smaller one."""

    seconds: float
    smaller: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """How a training stands.

    `order` tells it from any other; `run` is at work as process `pid`, born at `born`; `began` is
    when, in seconds since 1970. `smaller` says that the card's memory was not enough once;
    `killed` and `stuck` count runs that were ended from outside, or stood still.
    """

    order: str
    run: str = ""
    pid: int = 0
    born: str = ""
    began: float = 0.0
    smaller: bool = False
    killed: int = 0
    stuck: int = 0
    done: dict[str, Done] = field(default_factory=dict)

    def idle(self) -> Paper:
        """Return it with nothing at work."""
        return replace(self, run="", pid=0, born="")

    def afresh(self) -> Paper:
        """Return it as it begins after a failure: what is done stays, no count does."""
        return replace(self.idle(), smaller=False, killed=0, stuck=0)

    def with_done(self, run: str, *, now: float) -> Paper:
        """Return it with the run that is at work done."""
        done = Done(seconds=round(max(0.0, now - self.began), 1), smaller=self.smaller)
        return replace(self.idle(), done={**self.done, run: done})

    def without(self, *runs: str) -> Paper:
        """Return it with some runs to be done again."""
        kept = {name: done for name, done in self.done.items() if name not in runs}
        return replace(self.idle(), done=kept)


def write(paper: Paper, work: Path) -> None:
    """Put the paper in place, whole or not at all."""
    draft = work / f".{NAME}.part"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(paper), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(work / NAME)


def read(work: Path) -> Paper | None:
    """Return the paper that lies in the folder, of whatever order, or None."""
    try:
        table = json.loads((work / NAME).read_text(encoding="utf-8"))
        done = {str(run): Done(**said) for run, said in table.pop("done").items()}
        return Paper(**table, done=done)
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return None
