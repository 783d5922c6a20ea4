"""What the command line asks of a running daemon: a request, written down until it is seen to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verb(StrEnum):
    """What may be asked."""

    RETRY = "retry"
    CANCEL = "cancel"
    HOLD = "hold"
    GO = "go"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One request. `jobs` are ids; `production` and `folder` name a shot, scene or root.

    `now` and `seconds` belong to PAUSE: stop what is at work, and resume by itself after so long.
    """

    id: str
    verb: Verb
    jobs: tuple[str, ...] = ()
    production: str = ""
    folder: str = ""
    note: str = ""
    now: bool = False
    seconds: float | None = None
