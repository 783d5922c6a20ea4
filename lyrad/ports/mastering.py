"""What lyrad does with music once it is there: hear it, master it, show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.model.cue import CueSpan, Loudness
from lyrad.model.job import Progress
from lyrad.model.sound import Heard, Mastered
from lyrad.ports.composer import TimedHit
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicOrder:
    """Music as a tool made it, and what is delivered of it: exactly as long as the span.

    `source` is any sound file; `samples` is how long it was heard to be, at 48 kHz. Fades are in
    seconds. `target` is a WAV, `words` what it says of itself.
    """

    source: Path
    samples: int
    target: Path
    span: CueSpan
    fade_in: Fraction
    fade_out: Fraction
    loudness: Loudness
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveformOrder:
    """A picture of a delivered cue: its waveform with hits, fades and timecodes."""

    source: Path
    target: Path
    span: CueSpan
    fade_in: Fraction
    fade_out: Fraction
    hits: tuple[TimedHit, ...]
    title: str
    figures: str


class Mastering(Protocol):
    """What FFmpeg and the drawing room do with music.

    Every call polls the signal and leaves no process behind; errors are Permanent or Temporary.
    """

    def hear(self, path: Path, signal: Signal) -> Heard:
        """Return what a file was measured to be.

        Raises:
            Permanent: there is no sound in it, or it does not decode to its end.
        """
        ...

    def master(
        self, order: MusicOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Mastered:
        """Write the broadcast wave: exact length, 48 kHz, 24 bit, stereo, one static gain."""
        ...

    def preview(self, source: Path, target: Path, signal: Signal) -> None:
        """Write a small AAC of the same length."""
        ...

    def waveform(self, order: WaveformOrder, signal: Signal) -> None:
        """Write the picture as PNG."""
        ...

    def version(self) -> str:
        """Return FFmpeg's own version word."""
        ...
