"""Read what people write of music: keys, meters, loudness, fades, hits, places in the film."""

from __future__ import annotations

import re
from fractions import Fraction

from lyrad.config.lengths import Length, decimal_text, read_duration
from lyrad.config.readers import read_words
from lyrad.config.unfit import unfit
from lyrad.core.shotlist.timecode import is_timecode
from lyrad.model.cue import Loudness

SLOWEST, FASTEST = 30, 300
"""Beats a minute; what ACE-Step 1.5 takes."""

METERS = ("2/4", "3/4", "4/4", "6/8")
"""How they are written in the end; the models know two, three, four and six beats."""

LONGEST_FADE = 120

_KEY = re.compile(
    r"(?P<note>[A-Ga-gHh])\s*(?P<sign>#|\u266f|b|\u266d|[\s-]?sharp|[\s-]?flat)?"
    r"\s*-?\s*(?P<mode>major|minor|maj|min|dur|moll|m|M)?\.?"
)
_SIGNS = {"#": "#", "\u266f": "#", "sharp": "#", "b": "b", "\u266d": "b", "flat": "b"}
_MINOR = frozenset({"minor", "min", "m", "moll"})
_BEATS = re.compile(r"(?P<beats>[2346])\s*(?:[/:]\s*(?P<unit>[248]))?")


def read_key(value: object) -> str:
    """Return a key as `D minor`; `Dm`, `d min`, `Bb` and `F sharp major` are read too."""
    text = str(value).strip()
    found = _KEY.fullmatch(text) if isinstance(value, str) else None
    if not found:
        raise unfit("a key such as `D minor`, `F# major` or `Bb`", "Write `key: D minor`.")
    sign = _SIGNS.get((found["sign"] or "").strip(" -").lower(), "")
    mode = found["mode"] or ""
    return f"{_note(found['note'].upper(), sign, mode)} {_mode(mode)}"


def _note(letter: str, sign: str, mode: str) -> str:
    """Return the note; where `dur` or `moll` is said, B is Bb and H is B, as in German."""
    if letter == "H":
        return f"B{sign}"
    german = mode.lower() in {"dur", "moll"}
    return "Bb" if german and letter == "B" and not sign else f"{letter}{sign}"


def _mode(word: str) -> str:
    """Return `major` or `minor`; a single letter counts by its case, as on a chord sheet."""
    return "minor" if word == "m" or word.lower() in _MINOR - {"m"} else "major"


def read_meter(value: object) -> str:
    """Return a meter as `4/4`; a bare number of beats is read too."""
    text = str(value).strip()
    found = _BEATS.fullmatch(text)
    if found:
        beats, unit = found["beats"], found["unit"]
        return f"{beats}/{unit or ('8' if beats == '6' else '4')}"
    raise unfit("a meter of 2, 3, 4 or 6 beats, such as `4/4` or `6/8`", "Write `meter: 4/4`.")


def read_loudness(value: object) -> Loudness:
    """Return the loudness to deliver: `-23`, `-23 LUFS`, `23` or `none`."""
    text = re.sub(r"\s*(lufs|lkfs|db)$", "", str(value).strip().lower())
    text = text.removesuffix(".0").lstrip("-\u2212\u2013")
    by_word = {one.value.lstrip("-"): one for one in Loudness}
    if text in by_word:
        return by_word[text]
    words = ", ".join(f"`{one.value}`" for one in Loudness)
    raise unfit(f"one of {words}", "Write `loudness: -23`, or `none` to leave it as it is.")


def read_fade(value: object) -> Length:
    """Return how long a fade is; `none` and `0` are no fade."""
    text = str(value).strip().lower()
    if text in {"none", "no", "off"} or re.fullmatch(r"0(\.0+)?\s*[a-z]*", text):
        return Length(frames=0)
    found = read_duration(value)
    if found.seconds is not None and found.seconds > LONGEST_FADE:
        raise unfit(f"a fade of up to {LONGEST_FADE} seconds", "Write for example `2s`.")
    return found


def read_point(value: object) -> str:
    """Return a place in the film: a timecode, or a shot's code."""
    text = " ".join(read_words(value).split())
    clock = ":" in text or ";" in text
    if not text or (clock and not is_timecode(text)):
        raise unfit(
            "a timecode HH:MM:SS:FF, or a shot's code",
            "Write `01:00:10:00`, `01:00:10;00` where the film counts drop frame, or `SH0020`.",
        )
    return text


def read_hit(value: object) -> tuple[str, str]:
    """Return where a hit is, and what happens: `01:00:12:10: the door slams`, or the place alone.

    Both parts may be parted by white space only.
    """
    if isinstance(value, dict):
        named = {str(key).lower(): words for key, words in value.items()}
        if named.keys() <= {"at", "what"} and "at" in named:
            return read_point(named["at"]), read_words(named.get("what", ""))
        if len(value) == 1:
            ((point, words),) = value.items()
            return read_point(point), read_words(words)
    if isinstance(value, str):
        point, _, words = str(value).strip().partition(" ")
        return read_point(point.rstrip(",")), read_words(words)
    raise unfit(
        "a place and what happens there",
        "Write each on its own line: `- 01:00:12:10: the door slams`.",
    )


def hits_as_list(value: object) -> object:
    """Return hits that were written without dashes as if each had one."""
    if isinstance(value, dict):
        return [{point: words} for point, words in value.items()]
    return [value] if isinstance(value, str) else value


def words_as_list(value: object) -> object:
    """Return words that stand on one line, parted by commas, as a list."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


def fade_seconds(fade: Length, rate: Fraction) -> Fraction:
    """Return how long a fade is; `rate` makes seconds of frames."""
    return fade.seconds if fade.seconds is not None else Fraction(fade.frames or 0) / rate


def fade_text(fade: Length) -> str:
    """Return a fade as it is written, `0.5s` or `12f`."""
    return f"{fade.frames}f" if fade.seconds is None else f"{decimal_text(fade.seconds)}s"
