"""Draw a cue's waveform: its level over time, its fades, and where its hits fall.

Drawn twice as large and made smaller, since OpenCV's lines and letters are fine only then. What is
drawn comes in as arrays: nothing here knows a sound file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from lyrad.vision.arrays import Picture

Levels: TypeAlias = npt.NDArray[Any]
"""Columns x channels, float32, 0 to 1: the highest peak, or the mean level, of each column."""

WIDTH, HEIGHT = 1920, 540
_LARGE = 2
_SIDE, _TOP, _FOOT, _GAP = 48, 92, 58, 18

_GROUND, _LANE, _LINE = (26, 24, 23), (34, 31, 30), (58, 54, 52)
_PEAK, _LEVEL = (138, 112, 62), (214, 190, 112)
_HIT, _FADE = (74, 150, 245), (150, 150, 150)
_INK, _FAINT = (224, 224, 224), (150, 146, 142)
_CURVE = 0.6
_FONT = cv2.FONT_HERSHEY_DUPLEX


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What stands beside the waveform; places are shares of the length, 0 to 1.

    `fades` are the shares that rise at the head and fall at the tail, `ticks` places with words
    below, `hits` places with words above.
    """

    title: str
    figures: str
    head: str
    tail: str
    fades: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    hits: tuple[tuple[float, str], ...]


def columns() -> int:
    """Return how many columns the waveform has."""
    return (WIDTH - 2 * _SIDE) * _LARGE


def waveform(peaks: Levels, levels: Levels, marks: Marks) -> Picture:
    """Return the picture, 1920 x 540, of levels that have `columns()` columns."""
    ground: Picture = np.full((HEIGHT * _LARGE, WIDTH * _LARGE, 3), _GROUND, np.uint8)
    lanes = _lanes(peaks.shape[1])
    for channel, (top, bottom) in enumerate(lanes):
        _lane(ground, top, bottom, peaks[:, channel], levels[:, channel])
        _fades(ground, top, bottom, marks.fades)
    _ticks(ground, lanes, marks.ticks)
    _hits(ground, lanes, marks.hits)
    _words(ground, marks)
    picture: Picture = cv2.resize(ground, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return picture


def _lanes(channels: int) -> list[tuple[int, int]]:
    """Return the top and bottom of each channel's lane."""
    tall = (HEIGHT - _TOP - _FOOT - _GAP * (channels - 1)) // channels
    tops = [_TOP + channel * (tall + _GAP) for channel in range(channels)]
    return [(top * _LARGE, (top + tall) * _LARGE) for top in tops]


def _lane(ground: Picture, top: int, bottom: int, peaks: Levels, levels: Levels) -> None:
    left, middle, half = _SIDE * _LARGE, (top + bottom) // 2, (bottom - top) // 2
    lane = ground[top:bottom, left : left + len(peaks)]
    lane[:] = _LANE
    rows = np.abs(np.arange(top, bottom) - middle)[:, None]
    lane[rows <= _tall(peaks, half)] = _PEAK
    lane[rows <= _tall(levels, half)] = _LEVEL
    lane[middle - top] = _LEVEL
    for share in (0.5, 1.0):
        for sign in (-1, 1):
            y = middle + sign * round(share * half)
            cv2.line(ground, (left, y), (left + len(peaks), y), _LINE, 1)


def _tall(levels: Levels, half: int) -> npt.NDArray[Any]:
    """Return how many rows above and below the middle each column has, at least one.

    Raised to a power, so that music at -23 LUFS is more than a line.
    """
    return np.maximum(1, np.round(np.clip(levels, 0, 1) ** _CURVE * half))[None, :]


def _fades(ground: Picture, top: int, bottom: int, fades: tuple[float, float]) -> None:
    """Draw the gain of both fades as a thin curve round the waveform."""
    middle, half = (top + bottom) / 2, (bottom - top) / 2
    steps = np.linspace(0.0, 1.0, 200)
    gain = (1 - np.cos(np.pi * steps)) / 2
    for share, start in ((fades[0], 0.0), (fades[1], 1.0)):
        across = _SIDE * _LARGE + np.abs(start - share * steps) * (columns() - 1)
        for sign in (-1, 1):
            line = np.stack([across, middle + sign * half * gain], axis=1).astype(np.int32)
            cv2.polylines(ground, [line], False, _FADE, 2, cv2.LINE_AA)  # noqa: FBT003


def _ticks(
    ground: Picture, lanes: list[tuple[int, int]], ticks: Sequence[tuple[float, str]]
) -> None:
    bottom = lanes[-1][1]
    for share, word in ticks:
        x = _x(share)
        cv2.line(ground, (x, bottom), (x, bottom + 12), _FAINT, 2)
        _write(ground, word, (x, bottom + 44), size=0.78, colour=_FAINT, at=0.5)


def _hits(
    ground: Picture, lanes: list[tuple[int, int]], hits: Sequence[tuple[float, str]]
) -> None:
    top, bottom, free = lanes[0][0], lanes[-1][1], 0
    for share, word in hits:
        x = _x(share)
        cv2.line(ground, (x, top - 14), (x, bottom), _HIT, 3, cv2.LINE_AA)
        head = np.array([[x - 11, top - 26], [x + 11, top - 26], [x, top - 8]], np.int32)
        cv2.fillPoly(ground, [head], _HIT, cv2.LINE_AA)
        wide = _wide(word, 0.8)
        if word and x - wide // 2 >= free:
            left = min(max(x - wide // 2, _SIDE * _LARGE), ground.shape[1] - wide)
            _write(ground, word, (left, top - 40), size=0.8, colour=_HIT)
            free = left + wide + 24


def _words(ground: Picture, marks: Marks) -> None:
    left, right = _SIDE * _LARGE, (WIDTH - _SIDE) * _LARGE
    base = 34 * _LARGE
    _write(ground, marks.title, (left, base), size=1.25, colour=_INK)
    _write(ground, marks.figures, (right, base), size=1.0, colour=_FAINT, at=1.0)
    foot = (HEIGHT - 14) * _LARGE
    _write(ground, marks.head, (left, foot), size=0.95, colour=_INK)
    _write(ground, marks.tail, (right, foot), size=0.95, colour=_INK, at=1.0)


def _write(
    ground: Picture,
    words: str,
    place: tuple[int, int],
    *,
    size: float,
    colour: tuple[int, int, int],
    at: float = 0.0,
) -> None:
    """Write words; `at` says which share of their width lies left of the place."""
    x = round(place[0] - at * _wide(words, size))
    cv2.putText(ground, words, (x, place[1]), _FONT, size, colour, 2, cv2.LINE_AA)


def _wide(words: str, size: float) -> int:
    (wide, _), _ = cv2.getTextSize(words, _FONT, size, 2)
    return int(wide)


def _x(share: float) -> int:
    return _SIDE * _LARGE + round(share * (columns() - 1))
