"""Music as it was measured: what a tool brought, and what was delivered of it."""

from __future__ import annotations

from dataclasses import dataclass

TRUE_PEAK = -1.0
"""The highest true peak that is delivered, in dBTP: EBU R 128's, which others' limits include."""

TOLERANCE = 0.5
"""LU by which a delivered cue may miss the loudness that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A sound file, decoded to its end.

    `rate` in Hz; `bits` of each sample, 0 where they are floating; `samples` of one channel at
    48 kHz. `ends` is the second after which nothing but silence (below -60 dB) comes. `peak` is
    the highest sample in dBFS, `true_peak` that between the samples in dBTP, `loudness` the
    programme's in LUFS (ITU-R BS.1770); each None where there is silence, or too little to
    measure. `broken` counts samples that are no numbers. `time_reference` is a broadcast wave's
    first sample, counted from midnight.
    """

    codec: str
    rate: int
    channels: int
    bits: int
    samples: int
    ends: float
    peak: float | None
    true_peak: float | None
    loudness: float | None
    broken: int = 0
    time_reference: int | None = None

    @property
    def silent(self) -> bool:
        """Return whether there is nothing to hear in it."""
        return self.ends <= 0 or self.peak is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mastered:
    """A delivered file as it was measured afterwards, and the gain in dB that it was given.

    `held` is true where the true peak, not the loudness asked for, decided the gain.
    """

    heard: Heard
    gain: float
    held: bool
