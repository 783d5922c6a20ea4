"""Draw the slate that stands for a shot which has no take yet."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import cv2
import numpy as np

from lyrad.vision.arrays import Picture
from lyrad.vision.lettering import as_ascii, lettered

GROUND = 26
INK = 214
_COLUMNS = 52
_LINES = 6


def slate(words: Sequence[str], *, width: int, height: int) -> Picture:
    """Return a slate: the first of the words large, the others below it, on a dark neutral ground.

    Long words are wrapped; what is too long for a slate is cut off.
    """
    ground: Picture = np.full((height, width, 3), GROUND, np.uint8)
    cv2.rectangle(ground, (0, 0), (width - 1, height - 1), (58, 58, 58), max(1, height // 180))
    large, small = height // 5, height // 13
    _write(ground, words[0], top=height // 4, tall=large)
    top = height // 4 + large + small // 2
    for line in _wrapped(words[1:]):
        _write(ground, line, top=top, tall=small)
        top += small
    return ground


def _wrapped(words: Sequence[str]) -> list[str]:
    lines = [line for text in words for line in textwrap.wrap(as_ascii(text), _COLUMNS)]
    return lines[:_LINES]


def _write(ground: Picture, words: str, *, top: int, tall: int) -> None:
    """Write a line in the middle of the ground, as wide as it may be."""
    width = ground.shape[1]
    letters = lettered(words, height=tall)
    if letters.shape[1] > width:
        letters = lettered(words, height=tall, width=width)
    left = (width - letters.shape[1]) // 2
    place = ground[top : top + tall, left : left + letters.shape[1]]
    share = letters[: place.shape[0], :, None] / 255
    place[:] = np.round(place * (1 - share) + INK * share).astype(np.uint8)
