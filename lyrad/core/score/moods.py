"""What each mood sounds like: tempo, mode, harmony, and which voices play how.

Moods are the words that people write into `cue.yaml`; several words share a palette. These are
conventions of film music, set down by ear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Bass(StrEnum):
    """How the bass moves: one long note a bar, or one each beat, or each half of a beat."""

    HELD = "held"
    BEATS = "beats"
    HALVES = "halves"


class Drums(StrEnum):
    """What beats: nothing, a soft pulse, ticking, or large drums."""

    NONE = "none"
    SOFT = "soft"
    TICKING = "ticking"
    LARGE = "large"


Chord = tuple[int, str]
"""A root in semitones above the tonic, and the triad upon it: `major` or `minor`."""

MAJOR, MINOR = "major", "minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One mood's sound. `bpm` is the slowest and the fastest it may be of itself.

    `plucks` are the steps of a broken chord, one each half of a beat, None for a rest; `low` is
    the lowest MIDI number of the pad, `heavy` whether hits are struck by brass rather than bells.
    """

    name: str
    bpm: tuple[int, int]
    mode: str
    tonic: int
    major: tuple[Chord, ...]
    minor: tuple[Chord, ...]
    bass: Bass = Bass.HELD
    drums: Drums = Drums.NONE
    plucks: tuple[int | None, ...] = ()
    lead: bool = False
    low: int = 55
    heavy: bool = False

    def chords(self, mode: str) -> tuple[Chord, ...]:
        """Return the harmony in a mode."""
        return self.major if mode == MAJOR else self.minor


_STEADY = ((0, MAJOR), (9, MINOR), (5, MAJOR), (7, MAJOR))
_OPEN = ((0, MAJOR), (7, MAJOR), (9, MINOR), (5, MAJOR))
_RISING = ((5, MAJOR), (7, MAJOR), (9, MINOR), (0, MAJOR))
_SHADED = ((0, MAJOR), (8, MAJOR), (5, MINOR), (0, MAJOR))
_FALLING = ((0, MINOR), (8, MAJOR), (3, MAJOR), (10, MAJOR))
_HEROIC = ((8, MAJOR), (10, MAJOR), (0, MINOR), (0, MINOR))
_GRIM = ((0, MINOR), (8, MAJOR), (1, MAJOR), (0, MINOR))
_CLOSED = ((0, MINOR), (5, MINOR), (8, MAJOR), (7, MAJOR))

CALM = Palette(
    name="calm", bpm=(60, 74), mode=MAJOR, tonic=0, major=_STEADY, minor=_FALLING,
    plucks=(0, None, 2, None, 1, None, 2, None), lead=True,
)  # fmt: skip
_PALETTES: Mapping[str, Palette] = {
    "calm peaceful serene gentle quiet tranquil ambient dreamy": CALM,
    "sad melancholy melancholic grief mourning lonely nostalgic wistful": Palette(
        name="sad", bpm=(54, 66), mode=MINOR, tonic=9, major=_STEADY, minor=_FALLING,
        plucks=(0, None, 1, None, 2, None, 1, None), lead=True,
    ),
    "happy playful joyful cheerful light bright funny upbeat": Palette(
        name="happy", bpm=(104, 124), mode=MAJOR, tonic=7, major=_OPEN, minor=_FALLING,
        bass=Bass.BEATS, drums=Drums.SOFT, plucks=(0, 1, 2, 1, 3, 1, 2, 1), lead=True, low=57,
    ),
    "hopeful hope uplifting warm romantic tender love inspiring": Palette(
        name="hopeful", bpm=(76, 92), mode=MAJOR, tonic=2, major=_RISING, minor=_HEROIC,
        bass=Bass.HELD, drums=Drums.SOFT, plucks=(0, 1, 2, 1, 3, 2, 1, 2), lead=True,
    ),
    "epic heroic triumphant grand battle war majestic": Palette(
        name="epic", bpm=(84, 104), mode=MINOR, tonic=2, major=_RISING, minor=_HEROIC,
        bass=Bass.HALVES, drums=Drums.LARGE, plucks=(0, 0, 1, 0, 2, 0, 1, 0), lead=True, low=50,
        heavy=True,
    ),
    "tense tension suspense suspenseful nervous anxious urgent chase action": Palette(
        name="tense", bpm=(92, 116), mode=MINOR, tonic=4, major=_SHADED, minor=_CLOSED,
        bass=Bass.HALVES, drums=Drums.TICKING, plucks=(0, 0, 1, 0, 0, 2, 0, 1), low=52,
        heavy=True,
    ),
    "dark ominous horror scary menacing sinister threatening mysterious mystery eerie": Palette(
        name="dark", bpm=(56, 72), mode=MINOR, tonic=0, major=_SHADED, minor=_GRIM,
        drums=Drums.NONE, plucks=(0, None, None, None, None, 1, None, None), low=45, heavy=True,
    ),
}  # fmt: skip
_BY_WORD = {word: palette for words, palette in _PALETTES.items() for word in words.split()}


def palette_for(mood: Iterable[str], prompt: str = "") -> Palette:
    """Return the palette of the first word that is known; the prompt's words come last.

    Where none is known it is a calm one, since that stands in nobody's way.
    """
    for text in (*mood, prompt):
        for word in re.findall(r"[a-z]+", text.lower()):
            if word in _BY_WORD:
                return _BY_WORD[word]
    return replace(CALM, name="neutral")
