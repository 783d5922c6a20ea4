"""Count frames by their timecodes and write timecodes of frames, dropped numbers too.

After SMPTE ST 12-1: at 29.97 and 59.94 frames a second, numbers may be left out at the start of
each minute but every tenth, so that the clock keeps up with the time of day. No frame is dropped.
"""

from __future__ import annotations

import re
from fractions import Fraction

_TIMECODE = re.compile(r"(\d{1,2}):([0-5]?\d):([0-5]?\d)([:;.,])(\d{2,3})")
_DROPS = {30: 2, 60: 4}
"""So many numbers are left out at the start of each minute but every tenth, by nominal rate."""


def nominal(rate: Fraction) -> int:
    """Return how many frames timecode counts in a second: 24 for 23.976."""
    return -(-rate.numerator // rate.denominator)


def drops(rate: Fraction) -> bool:
    """Return whether timecode may leave out numbers at this rate: at 29.97 and 59.94."""
    return nominal(rate) in _DROPS and rate != nominal(rate)


def is_timecode(text: str) -> bool:
    """Return whether a text is a timecode at some rate; whether the frame exists is not asked."""
    return _TIMECODE.fullmatch(text.strip()) is not None


def says_drop(text: str) -> bool:
    """Return whether a timecode is written as one that leaves out numbers."""
    found = _TIMECODE.fullmatch(text.strip())
    return found is not None and found[4] != ":"


def frame_of(text: str, rate: Fraction, *, drop: bool | None = None) -> int | None:
    """Return the number of the frame that a timecode names, or None where it is none.

    Args:
        text: `HH:MM:SS:FF`; a semicolon or stop before the frames says that numbers are dropped.
        rate: frames per second.
        drop: says it instead of the semicolon, as an EDL's FCM line does; None asks the text.
    """
    found = _TIMECODE.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds, frames = (int(found[place]) for place in (1, 2, 3, 5))
    base = nominal(rate)
    if frames >= base:
        return None
    count = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    dropped = found[4] != ":" if drop is None else drop
    if not dropped or base not in _DROPS:
        return count
    whole = hours * 60 + minutes
    return count - _DROPS[base] * (whole - whole // 10)


def timecode_of(frame: int, rate: Fraction, *, drop: bool = False) -> str:
    """Return a frame's timecode, `01:00:00:00`, or `01:00:00;00` where numbers are dropped.

    Args:
        frame: counted from midnight, in real frames; after a day the clock begins again.
        rate: frames per second.
        drop: whether numbers are left out, at a rate where they may be.
    """
    base = nominal(rate)
    dropped = drop and base in _DROPS
    number = frame + _left_out(frame, base) if dropped else frame
    seconds, frames = divmod(number, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if dropped else ":"
    return f"{hours % 24:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"


def exists(text: str, rate: Fraction, *, drop: bool | None = None) -> bool:
    """Return whether a frame has this timecode: `00:01:00;00` is one of the numbers left out."""
    frame = frame_of(text, rate, drop=drop)
    if frame is None:
        return False
    dropped = says_drop(text) if drop is None else drop
    return _numbers(timecode_of(frame, rate, drop=dropped)) == _numbers(text)


def _left_out(frame: int, base: int) -> int:
    """Return how many numbers were left out before a frame."""
    each = _DROPS[base]
    minute = 60 * base - each
    tens, rest = divmod(frame, 10 * minute + each)
    return each * (9 * tens + max(rest - each, 0) // minute)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]
