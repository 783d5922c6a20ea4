"""Draw how the loss went: one line for each file that was trained, small and legible."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 36, 40
_GRID = 4
_INK = (60, 60, 60)
_PALE = (225, 225, 225)
_LINES = ((180, 90, 20), (30, 90, 210))
"""Blue and orange, as BGR: told apart by those who see no red, too."""

Losses = Mapping[int, float]
"""The mean loss after a step, by step."""


def draw(curves: Mapping[str, Losses], path: Path) -> None:
    """Write a PNG of the curves by their names; under another name first."""
    picture = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    points = [point for losses in curves.values() for point in losses.items()]
    last = max((step for step, _ in points), default=1)
    low = min((loss for _, loss in points), default=0.0)
    high = max((loss for _, loss in points), default=1.0)
    if high - low < 1e-9:  # noqa: PLR2004 - a flat curve, drawn in the middle
        low, high = low - 0.5, high + 0.5
    _grid(picture, low, high, last)
    for number, (name, losses) in enumerate(curves.items()):
        colour = _LINES[number % len(_LINES)]
        _line(picture, _placed(losses, low, high, last), colour)
        _words(picture, name, (_LEFT + 150 * number, 24), colour)
    _, stored = cv2.imencode(".png", picture)
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(stored.tobytes())
    draft.replace(path)


def _grid(picture: NDArray[np.uint8], low: float, high: float, last: int) -> None:
    for part in range(_GRID + 1):
        y = _TOP + round((HEIGHT - _TOP - _BOTTOM) * part / _GRID)
        x = _LEFT + round((WIDTH - _LEFT - _RIGHT) * part / _GRID)
        cv2.line(picture, (_LEFT, y), (WIDTH - _RIGHT, y), _PALE, 1)
        _words(picture, f"{high - (high - low) * part / _GRID:.3f}", (8, y + 5), _INK)
        shift = 40 if part == _GRID else 0
        _words(picture, str(round(last * part / _GRID)), (x - shift, HEIGHT - 20), _INK)
    _words(picture, "steps", (WIDTH // 2 - 20, HEIGHT - 4), _INK)


def _placed(losses: Losses, low: float, high: float, last: int) -> NDArray[np.int32]:
    """Return where the curve's points lie in the picture."""
    steps = np.array(list(losses), dtype=np.float64)
    values = np.array(list(losses.values()), dtype=np.float64)
    across = _LEFT + (WIDTH - _LEFT - _RIGHT) * steps / last
    down = _TOP + (HEIGHT - _TOP - _BOTTOM) * (high - values) / (high - low)
    return np.stack([across, down], axis=1).round().astype(np.int32)


def _line(
    picture: NDArray[np.uint8], points: NDArray[np.int32], colour: tuple[int, int, int]
) -> None:
    if len(points):
        way = [points.reshape(-1, 1, 2)]
        cv2.polylines(picture, way, isClosed=False, color=colour, thickness=2)


def _words(
    picture: NDArray[np.uint8], text: str, place: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.42, colour, 1, cv2.LINE_AA)
