"""Read durations and frame rates, exactly.

`23.976` is 24000/1001, and a duration becomes frames by the exact rate, half a frame up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from lyrad.config.unfit import unfit

FEWEST_FRAMES = 2
MOST_FRAMES = 100_000
SLOWEST, FASTEST = 1, 240
MOST_SECONDS = MOST_FRAMES // SLOWEST

NTSC = tuple(Fraction(whole * 1000, 1001) for whole in (24, 30, 48, 60, 120))
"""The rates that are written as decimals and meant as fractions (SMPTE ST 12-1)."""

NUMBER = r"(\d{1,15}(?:[.,]\d{1,9})?)"
PIECE = re.compile(
    NUMBER + r"\s*(ms|milliseconds?|sec|secs|seconds?|s|min|mins|minutes?|m|frames?|f)", re.I
)
LENGTH = re.compile(rf"(?:{PIECE.pattern}\s*)+", re.I)
RATE = re.compile(r"(\d{1,6})(?:/(\d{1,4})|[.,](\d{1,4}))?\s*(?:fps|/s|hz)?", re.I)
SECONDS = {"ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60)}

LENGTH_EXPECTED = "a duration such as `4s`, `1.5 s`, `1m 20s` or `97f`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long: exact seconds, or a number of frames; one of them is None."""

    seconds: Fraction | None = None
    frames: int | None = None

    def in_frames(self, rate: Fraction) -> int:
        """Return the length in frames at the rate, half up; both given frames are counted."""
        if self.frames is not None:
            return self.frames
        exact = (self.seconds or Fraction(0)) * rate
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    def canonical(self) -> dict[str, int | str]:
        """Return the field that says it, spelt in the one way that identities are made of."""
        if self.frames is not None:
            return {"frames": self.frames}
        return {"duration": f"{decimal_text(self.seconds or Fraction(0))}s"}


def decimal_text(value: Fraction) -> str:
    """Return a fraction as a decimal where it has an end, as `1/3` where it has none."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    if Fraction(exact) != value:
        return str(value)
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_duration(value: object) -> Length:
    """Return the length that a duration's text says. Raises unfit."""
    text = str(value).strip()
    if not isinstance(value, str) or not LENGTH.fullmatch(text):
        raise unfit(LENGTH_EXPECTED, _duration_cure(text))
    pieces = [(found.group(1), _unit(found.group(2))) for found in PIECE.finditer(text)]
    units = [unit for _, unit in pieces]
    if "f" in units:
        if len(units) > 1 or not pieces[0][0].isdigit():
            raise unfit(LENGTH_EXPECTED, "Say it in frames alone, or in seconds alone.")
        return Length(frames=checked_frames(int(pieces[0][0])))
    seconds = sum(
        (Fraction(number.replace(",", ".")) * SECONDS[unit] for number, unit in pieces),
        Fraction(0),
    )
    if not 0 < seconds <= MOST_SECONDS:
        other = "shorter" if seconds else "longer"
        raise unfit(
            f"a duration above 0 and up to {MOST_FRAMES} frames", f"Write a {other} one: `4s`."
        )
    return Length(seconds=seconds)


def read_frames(value: object) -> Length:
    """Return the length that a number of frames says. Raises unfit."""
    text = str(value).strip()
    if not re.fullmatch(r"\d{1,15}", text):
        raise unfit(
            f"a whole number of frames, {FEWEST_FRAMES} to {MOST_FRAMES}",
            "Write `frames: 97`, or say it in seconds with `duration: 4s`.",
        )
    return Length(frames=checked_frames(int(text)))


def checked_frames(frames: int) -> int:
    """Return the number if a shot may have it. Raises unfit."""
    if not FEWEST_FRAMES <= frames <= MOST_FRAMES:
        raise unfit(
            f"{FEWEST_FRAMES} to {MOST_FRAMES} frames",
            "Write a length within these limits, such as `4s` or `97f`.",
        )
    return frames


def read_rate(value: object) -> Fraction:
    """Return the exact frame rate. Raises unfit."""
    text = str(value).strip()
    found = RATE.fullmatch(text)
    if found and int(found.group(2) or 1) > 0:
        rate = _exact(found.group(1), found.group(2), found.group(3))
        if SLOWEST <= rate <= FASTEST:
            return rate
    raise unfit(
        f"frames per second from {SLOWEST} to {FASTEST}, such as 24, 23.976 or 24000/1001",
        "Write the number alone: `fps: 24`.",
    )


def _exact(whole: str, below: str | None, decimals: str | None) -> Fraction:
    if below:
        return Fraction(int(whole), int(below))
    if not decimals:
        return Fraction(int(whole))
    digits = len(decimals)
    written = Fraction(f"{whole}.{decimals}")
    for ntsc in NTSC:
        near = {round(ntsc, digits), Fraction(int(ntsc * 10**digits), 10**digits)}
        if digits > 1 and written in near:
            return ntsc
    return written


def _unit(word: str) -> str:
    lower = word.lower()
    if lower in {"ms", "millisecond", "milliseconds"}:
        return "ms"
    return lower[0]


def _duration_cure(text: str) -> str:
    if re.fullmatch(NUMBER, text):
        return f"Say which it is: `{text}s` for seconds or `{text}f` for frames."
    if ":" in text or ";" in text:
        return "Timecode is not read here: write seconds (`4s`) or frames (`97f`)."
    return "Write `duration: 4s` or `duration: 97f`."
