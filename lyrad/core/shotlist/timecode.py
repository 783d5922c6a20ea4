"""Count frames between timecodes, dropped numbers too (SMPTE ST 12-1)."""

from __future__ import annotations

import re
from fractions import Fraction

_TIMECODE = re.compile(r"(\d{1,2}):([0-5]?\d):([0-5]?\d)([:;.,])(\d{2,3})")
_DROPS = {30: 2, 60: 4}
"""So many numbers are left out at the start of each minute but every tenth, by nominal rate."""


def nominal(rate: Fraction) -> int:
    """Return how many frames timecode counts in a second: 24 for 23.976."""
    return -(-rate.numerator // rate.denominator)


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
