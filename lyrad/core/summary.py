"""Sum up a scene's, or the whole production's, shots in one line and one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from lyrad.core.card_words import STAND_IN
from lyrad.core.naming import ascii_fold
from lyrad.model.card import CardState, Summary
from lyrad.model.names import ShotKey

LABEL_LIMIT = 60
"""Characters of a card's name, as `disk.card_text` cuts it."""

LINES = 200
"""Shots that a summary lists; a longer text is read by nobody."""

LOUD = (CardState.FAILED, CardState.HELD, CardState.WAITING)
ALIVE = "This note is renewed every five minutes. Older than 15 minutes: lyrad is not running."


def summary(name: str, states: Mapping[ShotKey, str], extra: Iterable[str] = ()) -> Summary:
    """Return a summary named after the scene or production.

    Args:
        name: the scene's code or the production's title.
        states: each shot's card as it reads in its name, `HELD by you`.
        extra: further lines: what is wrong with the rules, how the root is watched, ...

    What is not done stands first. A long title is cut, so that the counts are always read.
    """
    counts = Counter(_state(text) for text in states.values())
    drafts = sum(_is_stand_in(text) for text in states.values())
    words = [f"{counts[CardState.DONE] - drafts} done"]
    words += [f"{drafts} draft" if drafts == 1 else f"{drafts} drafts"] if drafts else []
    words += [f"{counts[state]} {state.value}" for state in LOUD if counts[state]]
    working = counts[CardState.WORKING] + counts[CardState.QUEUED]
    words += [f"{working} to come"] if working else []
    lines = _listed(states)
    body = "\n".join([*extra, *([""] if list(extra) else []), *lines]) + "\n"
    told = " ".join(words)
    title = ascii_fold(name, max(LABEL_LIMIT - len(told) - 1, 0))
    return Summary(label=f"{title} {told}".strip(), body=body)


def local_time(moment: datetime, zone: str) -> str:
    """Return a time as people of the production read it on their clocks."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def clock_time(moment: datetime, zone: str) -> str:
    """Return the time of day as people of the production read it on their clocks."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _listed(states: Mapping[ShotKey, str]) -> list[str]:
    """Return a line for each shot, those that are done last, and how many there are beside."""
    first = sorted(states.items(), key=lambda item: item[1].startswith(CardState.DONE.value))
    lines = [f"{shot}: {text}" for shot, text in first[:LINES]]
    return [*lines, f"and {len(first) - LINES} more"] if len(first) > LINES else lines


def _is_stand_in(text: str) -> bool:
    return text.startswith(CardState.DONE.value) and text.endswith(STAND_IN)


def _state(text: str) -> CardState | None:
    return next((state for state in CardState if text.startswith(state.value)), None)
