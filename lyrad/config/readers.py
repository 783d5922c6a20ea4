"""Read the kinds of value that people write.

A reader takes the words as written and returns the checked value, or says what is expected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from lyrad.config.checked import listed, nearest
from lyrad.config.unfit import unfit
from lyrad.model.media import Size

SMALLEST, LARGEST = 16, 8192
"""Pixels on a side; 8192 is what H.264 level 6.2 takes."""

SIZE = re.compile(r"(\d{1,5})\s*[xX*\u00d7]\s*(\d{1,5})")
TIMECODE = re.compile(r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d):(\d\d)", re.ASCII)

E = TypeVar("E", bound=Enum)


def read_words(value: object) -> str:
    """Return text, whatever it looks like (`no`, `12:30` and `010` are words here)."""
    if not isinstance(value, str):
        raise unfit("text", 'Put the words in straight quotes: "..."')
    return unicodedata.normalize("NFC", str(value)).strip()


def read_size(value: object) -> Size:
    """Return the size in pixels."""
    expected = f"width x height in even numbers from {SMALLEST} to {LARGEST}, such as 1280x720"
    found = SIZE.fullmatch(str(value).strip()) if isinstance(value, str) else None
    if not found:
        raise unfit(expected, "Write `size: 1280x720`.")
    sides = [int(side) for side in found.groups()]
    if any(side % 2 or not SMALLEST <= side <= LARGEST for side in sides):
        even = [min(max(side - side % 2, SMALLEST), LARGEST) for side in sides]
        raise unfit(expected, f"The nearest that works is `{even[0]}x{even[1]}`.")
    return Size(width=sides[0], height=sides[1])


def whole(low: int, high: int) -> Callable[[object], int]:
    """Return a reader of whole numbers within limits, both included."""

    def read(value: object) -> int:
        text = str(value).strip()
        if not re.fullmatch(r"-?\d{1,19}", text) or not low <= int(text) <= high:
            raise unfit(f"a whole number from {low} to {high}", f"Write for example `{low}`.")
        return int(text)

    return read


def as_list(value: object) -> object:
    """Return a single entry as a list of one."""
    return [value] if isinstance(value, str) else value


def choice(kind: type[E], names: Callable[[E], str]) -> Callable[[object], E]:
    """Return a reader of one word out of a few; case, spaces and dashes do not matter."""
    words = [names(member) for member in kind]
    by_name = dict(zip(map(_joined, words), kind, strict=True))

    def read(value: object) -> E:
        word = _joined(str(value).strip().lower())
        if word in by_name:
            return by_name[word]
        near = nearest(word, words)
        cure = f"Did you mean `{near}`?" if near else "Write one of these words."
        raise unfit(f"one of {listed(words)}", cure)

    return read


def _joined(word: str) -> str:
    return re.sub(r"[\s-]+", "_", word)


def read_flag(value: object) -> bool:
    """Return yes or no."""
    word = str(value).strip().lower()
    if word in {"true", "yes", "on"}:
        return True
    if word in {"false", "no", "off"}:
        return False
    raise unfit("`true` or `false`", "Write `true` or `false`.")


def read_date(value: object) -> date:
    """Return a day."""
    text = str(value).strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise unfit("a date as year-month-day, such as 2026-11-30", "Write `due: 2026-11-30`.")


def read_timezone(value: object) -> str:
    """Return the name of a time zone that this machine knows."""
    name = str(value).strip()
    try:
        return "UTC" if name.upper() == "UTC" else ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = nearest(name, available_timezones())
        cure = f"Did you mean `{near}`?" if near else "Write for example `Europe/Berlin`."
        raise unfit("a time zone such as Europe/Berlin", cure) from None


def read_timecode(value: object) -> str:
    """Return a start timecode, counted without dropping numbers."""
    text = str(value).strip()
    if not TIMECODE.fullmatch(text):
        raise unfit(
            "a non-drop timecode HH:MM:SS:FF", "Write `start_timecode: 01:00:00:00`, with colons."
        )
    return text


def read_uuid(value: object) -> str:
    """Return the UUID in its usual spelling."""
    try:
        return str(UUID(str(value).strip()))
    except ValueError:
        raise unfit(
            "a UUID", "Let `lyrad init --new-id` write one; do not copy another production's."
        ) from None
