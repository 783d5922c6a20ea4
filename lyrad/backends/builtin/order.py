"""The files through which the builtin backend and its worker speak, in the step's work folder.

Plain JSON, each written under another name and renamed, so that a reader sees all of it or none.
Knows no pictures: the daemon reads this module, and must not carry OpenCV.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeVar

ORDER = "between.order.json"
WORKER = "between.worker.json"
PROGRESS = "between.progress.json"
CLIP = "between.mkv"
RESULT = "between.json"
LOG = "between.log"

DISK_FULL = 75
"""Exit code of a worker that found no room (EX_TEMPFAIL)."""

FFMPEG_KILLED = 69
"""Exit code of a worker whose FFmpeg was ended from outside (EX_UNAVAILABLE), which counts as if
the worker itself had been; all other failures are for good."""

SAYS = "lyrad: "
"""A line of the log that begins so is meant for people."""

Paper = TypeVar("Paper")


class Wanted(Protocol):
    """Any dataclass: what is written is its fields."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the worker is asked for: paths absolute, the rate exact (24000/1001)."""

    first: str | None
    last: str | None
    frames: int
    rate: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who works on the order; `born` tells a process from a later one with the same id.

    `killed` counts the workers that somebody ended from outside before this one.
    """

    pid: int
    born: str
    killed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many frames are written."""

    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What stands in the clip; `explained` from 0 to 1, `seconds` on the wall."""

    method: str
    explained: float
    frames: int
    seconds: float


def write(paper: Wanted, path: Path, *, durable: bool = True) -> None:
    """Put a paper in place, whole or not at all; durable ones outlive a loss of power."""
    draft = path.with_name(f".{path.name}.part")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(asdict(paper), file)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    draft.replace(path)


def read(kind: type[Paper], path: Path) -> Paper | None:
    """Return the paper, or None where there is none, or one of another lyrad."""
    try:
        return kind(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
