"""The words and phrases that cards share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.errors import Fault
from lyrad.model.card import CardState
from lyrad.model.job import Progress

RETAKE_HINT = "For another take, put an empty file named RETAKE into this folder."
RETRY_HINT = "When it is mended, put an empty file named RETAKE into this folder."
AGAIN_HINT = "To take it up again, put an empty file named RETAKE into this folder."
GO_HINT = "To let it go on, put an empty file named GO into this folder."

STAND_IN = " draft"
"""How the name of a card ends whose take stands in for one by a tool that was down."""

_NAME_LIMIT = 60
_SECONDS_LIMIT = 90
"""Up to a minute and a half, seconds read better."""

_MINUTE = 60
_MINUTES_LIMIT = 120
"""From two hours on, hours read better."""


_RANK = {state: rank for rank, state in enumerate(CardState)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One thing that is true of a shot: as a card's name would say it, and in full."""

    state: CardState
    detail: str
    body: str


def most_urgent(sayings: Iterable[Saying]) -> list[Saying]:
    """Return the sayings with that first that most needs a person."""
    return sorted(sayings, key=lambda saying: _RANK[saying.state])


def faults_told(faults: Iterable[Fault]) -> str:
    """Return faults as a card tells them, three lines each."""
    return "\n\n".join(
        f"What happened: {fault.what}\nWhere: {fault.where}\nWhat to do: {fault.next}"
        for fault in faults
    )


def numbers(takes: Iterable[int]) -> str:
    """Return takes as people call them: `T01, T02`."""
    return ", ".join(f"T{number:02d}" for number in takes)


def span(seconds: float) -> str:
    """Return a time span in words."""
    if seconds < _SECONDS_LIMIT:
        whole = max(1, round(seconds))
        return "1 second" if whole == 1 else f"{whole} seconds"
    minutes = round(seconds / _MINUTE)
    if minutes < _MINUTES_LIMIT:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours {minutes % 60} minutes"


def how_far(progress: Progress) -> str:
    """Return how far a step is: `step 840 of 1600, training, loss 0.083, 12 min left`."""
    counted = f"{progress.unit} {progress.done} of {progress.total}" if progress.total else ""
    return ", ".join(filter(None, (counted, progress.note)))


def short(detail: str) -> str:
    """Return a detail that fits a file's name: one line, no stop at its end, whole words."""
    plain = " ".join(detail.split()).rstrip(".")
    if len(plain) <= _NAME_LIMIT:
        return plain
    return plain[: _NAME_LIMIT + 1].rpartition(" ")[0].rstrip(" ,.;:") or plain[:_NAME_LIMIT]
