"""A cue: one piece of music over a scene, asked for by a person and made as takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from lyrad.model.names import Fields, Fingerprint, JobId, RelPath, ShotKey

CUES = "cues"
"""The folder of a scene in which each cue has one."""

SAMPLE_RATE = 48_000
"""Samples in a second of everything that is delivered."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CueKey:
    """Scene and cue as their folders are called: the address that people use."""

    scene: str
    cue: str

    def __str__(self) -> str:
        return f"{self.scene}/{CUES}/{self.cue}"

    @property
    def asked_as(self) -> ShotKey:
        """Return the address under which the ledger keeps what people ask of it."""
        return ShotKey(scene=f"{self.scene}/{CUES}", shot=self.cue)


class Loudness(StrEnum):
    """The programme loudness that a cue is brought to, in LUFS; NONE leaves it as it was made.

    -23 is EBU R 128's, -24 ATSC A/85's, -16 what the web and podcasts use.
    """

    NONE = "none"
    EBU = "-23"
    ATSC = "-24"
    WEB = "-16"

    @property
    def target(self) -> float | None:
        """Return the loudness in LUFS, or None."""
        return None if self is Loudness.NONE else float(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A moment that the music meets: a frame counted from the cue's head, and what happens."""

    frame: int
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSpan:
    """Where a cue lies in the film, on frames.

    `head` is the first frame, counted from midnight on the timecode's clock (real frames: dropped
    numbers are no frames); `timecode` the same as written, `HH:MM:SS:FF`, a semicolon where
    numbers are dropped. `rate` is exact. `source` says whose length it is: `cue.yaml`, the name of
    the editor's cut, `assembly`, or `the shots' lengths`.
    """

    frames: int
    rate: Fraction
    head: int
    timecode: str
    source: str

    @property
    def samples(self) -> int:
        """Return the exact length at 48 kHz, half up."""
        exact = self.frames * SAMPLE_RATE / self.rate
        return int(exact + Fraction(1, 2))

    @property
    def seconds(self) -> Fraction:
        """Return the exact length."""
        return self.frames / self.rate

    def sample_of(self, frame: int) -> int:
        """Return the sample at which a frame, counted from the head, begins."""
        return int(frame * SAMPLE_RATE / self.rate + Fraction(1, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSpec:
    """What `cue.yaml` says, resolved but for its place in the film.

    `scenes` are those it runs over, in their order. `start` and `end` are a timecode or a shot's
    code each, empty for the whole of the scenes. `hits` as written: a timecode or a shot's code,
    and what happens. Fades are in seconds. `own` are the fields that make the music, canonical;
    they make the fingerprint.
    """

    title: str
    scenes: tuple[str, ...]
    start: str
    end: str
    mood: tuple[str, ...]
    prompt: str
    negative: str
    bpm: int | None
    key: str
    meter: str
    hits: tuple[tuple[str, str], ...]
    fade_in: Fraction
    fade_out: Fraction
    loudness: Loudness
    takes: int
    seed: int | None
    own: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGiven:
    """A cue's take number was given: publishing began. Numbers are never used twice."""

    event: Literal["cue"] = "cue"
    at: datetime
    cue: CueKey
    take: int
    job: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class CuePublished:
    """A cue's take stands in its folder; `outputs` are sha256 sums."""

    event: Literal["scored"] = "scored"
    at: datetime
    cue: CueKey
    take: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    version_key: str
    attempt: int
    folder: RelPath
    outputs: tuple[str, ...]


CueLine = CueGiven | CuePublished
