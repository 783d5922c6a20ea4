"""The paper through which the daemon tells the drawing worker what to draw. Knows no pictures."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

ORDER = "waveform.order.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A picture of a WAV at 48 kHz: paths absolute, places in shares of its length."""

    source: str
    target: str
    samples: int
    title: str
    figures: str
    head: str
    tail: str
    fades: list[float]
    ticks: list[list[float | str]]
    hits: list[list[float | str]]


def write(order: Order, path: Path) -> None:
    """Put the paper in place."""
    path.write_text(json.dumps(asdict(order)), encoding="utf-8")


def read(path: Path) -> Order:
    """Return the paper. Raises ValueError, TypeError or OSError where it is none."""
    return Order(**json.loads(path.read_text(encoding="utf-8")))
