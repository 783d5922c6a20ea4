"""The papers through which the embedded composer and its worker speak, beside those of `order`."""

from __future__ import annotations

from dataclasses import dataclass

ORDER = "score.order.json"
WORKER = "score.worker.json"
PROGRESS = "score.progress.json"
MUSIC = "score.wav"
RESULT = "score.json"
LOG = "score.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the worker is asked for; samples are at 48 kHz, counted from the cue's head."""

    samples: int
    mood: list[str]
    prompt: str
    bpm: int | None
    key: str
    meter: str
    hits: list[int]
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How the piece that stands in the WAV was written."""

    bpm: float
    key: str
    meter: str
    mood: str
    bars: int
    notes: int
