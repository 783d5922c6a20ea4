"""Read keys, and lay chords so that each voice moves as little as it can."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lyrad.core.score.moods import MAJOR, MINOR, Chord

NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_KEY = re.compile(r"\s*([A-Ga-g])\s*([#b♯♭]|sharp|flat)?\s*(m|min|minor|maj|major)?\s*")
_NATURAL = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_SHIFT = {"#": 1, "♯": 1, "sharp": 1, "b": -1, "♭": -1, "flat": -1}
_TRIAD = {MAJOR: (0, 4, 7), MINOR: (0, 3, 7)}
_OCTAVE = 12


def key_of(text: str) -> tuple[int, str] | None:
    """Return the tonic, 0 for C to 11 for B, and the mode of `D minor`; None where it is none."""
    found = _KEY.fullmatch(text)
    if not found:
        return None
    tonic = _NATURAL[found[1].lower()] + _SHIFT.get(found[2] or "", 0)
    return tonic % _OCTAVE, MINOR if found[3] in {"m", "min", MINOR} else MAJOR


def key_name(tonic: int, mode: str) -> str:
    """Return a key as it is written: `D minor`."""
    return f"{NAMES[tonic % _OCTAVE]} {mode}"


def root(tonic: int, chord: Chord, *, low: int) -> int:
    """Return the chord's root at or above the lowest pitch."""
    return low + (tonic + chord[0] - low) % _OCTAVE


def tones(tonic: int, chord: Chord, *, low: int) -> tuple[int, ...]:
    """Return the chord's three tones, upwards from its root at or above the lowest pitch."""
    base = root(tonic, chord, low=low)
    return tuple(base + step for step in _TRIAD[chord[1]])


def voiced(tonic: int, chord: Chord, before: Sequence[int], *, low: int) -> tuple[int, ...]:
    """Return the chord in the position that is nearest to the chord before, lowest tone first."""
    close = tones(tonic, chord, low=low)
    positions = [
        tuple(sorted(tone + _OCTAVE * (place < turn) for place, tone in enumerate(close)))
        for turn in range(len(close))
    ]
    positions += [tuple(tone - _OCTAVE for tone in position) for position in positions[1:]]
    allowed = [position for position in positions if position[0] >= low - 3]
    if not before:
        return allowed[0]
    return min(
        allowed,
        key=lambda position: sum(abs(a - b) for a, b in zip(position, before, strict=True)),
    )
