"""The papers through which the daemon and the conforming worker speak. Knows no pictures."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

ORDER = "conform.order.json"
RESULT = "conform.json"
PROGRESS = "conform.progress.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the worker is asked for: paths absolute, rates exact (24000/1001).

    `source` are FFmpeg's words for what to read; `box` is where the film's picture lies in the
    model's: left, top, width, height; all of it where it is None.
    """

    source: list[str]
    target: str
    frames: int
    rate: str
    width: int
    height: int
    retime: str
    box: list[int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came: frames and size of the source."""

    frames: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many frames are written."""

    frames: int


Paper = TypeVar("Paper")


def write(paper: Order | Result | Done, path: Path) -> None:
    """Put a paper in place, whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(json.dumps(asdict(paper)), encoding="utf-8")
    draft.replace(path)


def read(kind: type[Paper], path: Path) -> Paper | None:
    """Return the paper, or None where there is none."""
    try:
        return kind(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
