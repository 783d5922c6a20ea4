"""Decide what a request means where a shot stands: the request table.

| | waiting | queued | working | held | failed | done |
|---|---|---|---|---|---|---|
| RETAKE | counted | one more | one more | counted | tries again | one more |
| HOLD | holds | holds | holds | note | holds | note |
| GO | note | now | note | goes on | tries again | note |
| FINISH | note | finishes | finishes | finishes | finishes | finishes |

"Counted" means one more take when the shot gets so far: while it waits, the request stays claimed
until the drop is whole; while it is held, the take is ordered and held too. What was cancelled is
tried again like what failed. "Finishes" speaks of a take that stands, whatever else is coming.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from lyrad.core.admit import STOPPED
from lyrad.model.card import RequestWord
from lyrad.model.job import Job, JobState


class Phase(Enum):
    """Where a shot stands, as far as requests care."""

    WAITING = auto()
    QUEUED = auto()
    WORKING = auto()
    HELD = auto()
    FAILED = auto()
    DONE = auto()


class Effect(Enum):
    """What a request does."""

    COUNT = auto()
    ONE_MORE = auto()
    RETRY = auto()
    HOLD = auto()
    RELEASE = auto()
    NOW = auto()
    NOTE = auto()
    FINISH = auto()


_TABLE: dict[RequestWord, dict[Phase, Effect]] = {
    RequestWord.RETAKE: {
        Phase.WAITING: Effect.COUNT,
        Phase.QUEUED: Effect.ONE_MORE,
        Phase.WORKING: Effect.ONE_MORE,
        Phase.HELD: Effect.ONE_MORE,
        Phase.FAILED: Effect.RETRY,
        Phase.DONE: Effect.ONE_MORE,
    },
    RequestWord.HOLD: {
        Phase.WAITING: Effect.HOLD,
        Phase.QUEUED: Effect.HOLD,
        Phase.WORKING: Effect.HOLD,
        Phase.HELD: Effect.NOTE,
        Phase.FAILED: Effect.HOLD,
        Phase.DONE: Effect.NOTE,
    },
    RequestWord.GO: {
        Phase.WAITING: Effect.NOTE,
        Phase.QUEUED: Effect.NOW,
        Phase.WORKING: Effect.NOTE,
        Phase.HELD: Effect.RELEASE,
        Phase.FAILED: Effect.RETRY,
        Phase.DONE: Effect.NOTE,
    },
    RequestWord.FINISH: {
        Phase.WAITING: Effect.NOTE,
        **dict.fromkeys(
            (Phase.QUEUED, Phase.WORKING, Phase.HELD, Phase.FAILED, Phase.DONE), Effect.FINISH
        ),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """What requests want to know of a shot.

    `jobs` are those of its present drop; `coming` says that the drop wants more than was ordered
    yet, `refused` that what stands there cannot be used.
    """

    ready: bool
    held: bool
    refused: bool
    coming: bool
    jobs: tuple[Job, ...]


def effect(word: RequestWord, phase: Phase) -> Effect:
    """Return what the request does in this phase."""
    return _TABLE[word][phase]


def phase(stand: Stand) -> Phase:
    """Return where a shot stands.

    A shot whose order is still on the way is as good as queued.
    """
    if stand.held or any(job.state is JobState.HELD for job in stand.jobs):
        return Phase.HELD
    if stand.refused:
        return Phase.FAILED
    if not stand.ready:
        return Phase.WAITING
    return _by_jobs(stand.jobs) or (Phase.QUEUED if stand.coming else Phase.DONE)


def _by_jobs(jobs: Iterable[Job]) -> Phase | None:
    states = {job.state for job in jobs}
    if states & STOPPED:
        return Phase.FAILED
    if JobState.WORKING in states:
        return Phase.WORKING
    return Phase.QUEUED if states & {JobState.QUEUED, JobState.WAITING} else None
