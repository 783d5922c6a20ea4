"""A scratch score: notes on samples, for the embedded composer to sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """What sounds a note."""

    PAD = "pad"
    BASS = "bass"
    LEAD = "lead"
    PLUCK = "pluck"
    DRUM = "drum"
    TICK = "tick"
    BELL = "bell"
    BOOM = "boom"
    BRASS = "brass"


ACCENTS = frozenset({Voice.BELL, Voice.BOOM, Voice.BRASS})
"""The voices that are heard on hits only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note: it begins at the sample `at` and is let go `length` samples later.

    `pitch` is a MIDI number, 69 for 440 Hz; `strength` and `pan` are 0 to 1 and -1 to 1.
    """

    at: int
    length: int
    pitch: float
    strength: float
    voice: Voice
    pan: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `beats` are the samples on which its beats begin, the first that of the bar.

    A bar that a hit cuts short has fewer. `section` counts the hits before it; `opens` says that
    it begins on one.
    """

    beats: tuple[int, ...]
    end: int
    section: int
    opens: bool

    @property
    def at(self) -> int:
        """Return the bar's first sample."""
        return self.beats[0]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return each beat's first sample and the one after its last."""
        return tuple(zip(self.beats, (*self.beats[1:], self.end), strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScratchScore:
    """A whole piece, `samples` long at 48 kHz, and how it was written, for the receipt."""

    notes: tuple[Note, ...]
    samples: int
    bpm: float
    key: str
    meter: str
    mood: str
    bars: int
