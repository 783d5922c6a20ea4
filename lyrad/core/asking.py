"""Decide what a request means where a shot stands: the request table.

| | waiting | queued | working | held | failed | done |
|---|---|---|---|---|---|---|
| RETAKE | counted | one more | one more | one more | tries again | one more |
| HOLD | holds | holds | holds | note | holds | note |
| GO | note | now | note | goes on | tries again | note |

"Counted" means that the request stays claimed until the drop is whole, and then is one more take.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto

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
}


def effect(word: RequestWord, phase: Phase) -> Effect:
    """Return what the request does in this phase."""
    return _TABLE[word][phase]


def phase(*, ready: bool, held: bool, jobs: Iterable[Job]) -> Phase:
    """Return where a shot stands; `jobs` are those of its present drop.

    A shot that is ready with no job at all is as good as queued: its order is on the way.
    """
    states = {job.state for job in jobs}
    if held or JobState.HELD in states:
        return Phase.HELD
    if not ready:
        return Phase.WAITING
    for state, found in (
        (JobState.FAILED, Phase.FAILED),
        (JobState.WORKING, Phase.WORKING),
        (JobState.QUEUED, Phase.QUEUED),
        (JobState.WAITING, Phase.QUEUED),
    ):
        if state in states:
            return found
    return Phase.DONE
