"""Sum up a scene's, or the whole production's, shots in one line and one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from lyrad.model.card import CardState, Summary
from lyrad.model.names import ShotKey

LOUD = (CardState.FAILED, CardState.HELD, CardState.WAITING)
ALIVE = "This note is renewed every five minutes. Older than 15 minutes: lyrad is not running."


def summary(name: str, states: Mapping[ShotKey, str], extra: Iterable[str] = ()) -> Summary:
    """Return a summary named after the scene or production.

    Args:
        name: the scene's code or the production's title.
        states: each shot's card as it reads in its name, `HELD by you`.
        extra: further lines: what is wrong with the rules, how the root is watched, ...
    """
    counts = Counter(_state(text) for text in states.values())
    words = [f"{counts[CardState.DONE]} done"]
    words += [f"{counts[state]} {state.value}" for state in LOUD if counts[state]]
    working = counts[CardState.WORKING] + counts[CardState.QUEUED]
    words += [f"{working} to come"] if working else []
    lines = [f"{shot}: {text}" for shot, text in states.items()]
    body = "\n".join([*extra, *([""] if list(extra) else []), *lines]) + "\n"
    return Summary(label=f"{name} {' '.join(words)}", body=body)


def local_time(moment: datetime, zone: str) -> str:
    """Return a time as people of the production read it on their clocks."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def clock_time(moment: datetime, zone: str) -> str:
    """Return the time of day as people of the production read it on their clocks."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _state(text: str) -> CardState | None:
    return next((state for state in CardState if text.startswith(state.value)), None)
