"""Read a row's length from its cells: frames, seconds, clock time, or two timecodes."""

from __future__ import annotations

import re
from fractions import Fraction

from pydantic_core import PydanticCustomError

from lyrad.config.lengths import Length, checked_frames, read_duration
from lyrad.config.unfit import unfit
from lyrad.core.shotlist.timecode import frame_of

UNSAID = frozenset({"", "-", "--", "\u2013", "\u2014", "?", "tbd", "n/a", "x", "00:00:00:00"})
"""What people write where a length is not known yet."""

_BARE = re.compile(r"\d{1,7}(?:[.,]\d{1,6})?")
_WHOLE = re.compile(r"(\d{1,7})(?:[.,]0+)?\s*(?:f|fr|frames?|bilder|images)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):([0-5]?\d(?:[.,]\d{1,6})?)")
_SECONDS = re.compile(
    r"\s*(?:sek(?:unden?)?|secondes?|sec)\b\.?|\s*(?:\"|''|\u2033)", re.IGNORECASE
)
_LONGEST = 40
_CURE = "Write seconds (4s), frames (97f) or a timecode (00:00:04:00)."


def in_frames(cell: str) -> Length:
    """Return the length that a column of frames says. Raises unfit."""
    found = _WHOLE.fullmatch(cell)
    if not found:
        raise unfit("a whole number of frames", "Write a number such as 97.")
    return Length(frames=checked_frames(int(found[1])))


def in_words(cell: str, unit: str, rate: Fraction) -> Length:
    """Return the length that a column of durations says; `unit` is that of a bare number.

    Raises:
        PydanticCustomError: it is no length that a shot may have.
    """
    if len(cell) > _LONGEST:
        raise unfit("a length", _CURE)
    if unit == "f" and _WHOLE.fullmatch(cell):
        return in_frames(cell)
    frames = frame_of(cell, rate)
    if frames is not None and cell.count(":") + cell.count(";") > 2:  # noqa: PLR2004 - HH:MM:SS:FF
        return Length(frames=checked_frames(frames))
    if clock := _CLOCK.fullmatch(cell):
        hours, minutes, seconds = (
            Fraction((part or "0").replace(",", ".")) for part in clock.groups()
        )
        return _bounded(Length(seconds=(hours * 60 + minutes) * 60 + seconds), rate)
    if _BARE.fullmatch(cell):
        return _bounded(read_duration(f"{cell}s"), rate)
    return _bounded(read_duration(_SECONDS.sub("s", cell).strip()), rate)


def between(start: str, end: str, rate: Fraction) -> Length:
    """Return the length from one timecode to another, the last one not counted.

    Raises:
        PydanticCustomError: one of them is no timecode, or nothing lies between.
    """
    frames = [frame_of(cell, rate) for cell in (start, end)]
    if frames[0] is None or frames[1] is None:
        wrong = start if frames[0] is None else end
        raise unfit(f"a timecode HH:MM:SS:FF (not `{wrong}`)", _CURE)
    return Length(frames=checked_frames(frames[1] - frames[0]))


def bare(cell: str) -> bool:
    """Return whether a cell is a number without a unit."""
    return _BARE.fullmatch(cell) is not None


def said(error: PydanticCustomError) -> tuple[str, str]:
    """Return what was expected, and the cure, of a value that was refused."""
    context = error.context or {}
    return str(context.get("expected", "")), str(context.get("cure", _CURE))


def _bounded(length: Length, rate: Fraction) -> Length:
    """Return a length that a shot may have at the rate. Raises unfit."""
    checked_frames(length.in_frames(rate))
    return length
