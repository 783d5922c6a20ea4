"""Say how soft a picture is where it is sharpest, whatever it shows.

The blur metric of Crete, Dolmiere, Ladret and Nicolas (2007), *The blur effect*: what is sharp
already loses much of its detail to one more blur, what is soft loses little. A soft background
behind a sharp face is no fault, so the picture is looked at in tiles and the sharpest count.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane
from lyrad.vision.dataset.scaled import within

WIDE = 1024
"""All pictures are measured with their longer side this long, so that sizes can be compared."""

TILES, BEST = 4, 3
"""Of 4 x 4 tiles the third sharpest counts: one could be a logo, or a speck."""

SPAN = 9
"""Pixels of the further blur, as in the paper."""

_ROUNDING = 2
"""Levels: the steps of a smooth gradient in 8 bits are as sharp as can be, and mean nothing."""

_FLAT = 0.05
"""Mean step from pixel to pixel, of 255, below which a tile holds nothing to judge by."""


def softness(picture: Picture) -> float:
    """Return the blur of a BGR picture's sharpest part: 0 sharp, 1 nothing sharp in it."""
    gray = _gray(within(picture, WIDE))
    tiles = [
        tile for band in np.array_split(gray, TILES) for tile in np.array_split(band, TILES, 1)
    ]
    found = sorted(blur for tile in tiles if (blur := _blur(tile)) is not None)
    return found[min(BEST, len(found)) - 1] if found else 1.0


def _gray(picture: Picture) -> Plane:
    # The grain of film and sensors is sharp in the softest picture.
    return cv2.medianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), 3).astype(np.float32)


def _blur(tile: Plane) -> float | None:
    """Return a tile's blur along the worse of its axes, or None where it holds nothing."""
    if min(tile.shape) <= SPAN:
        return None
    along = (_along(tile, axis) for axis in (0, 1))
    return max((blur for blur in along if blur is not None), default=None)


def _along(tile: Plane, axis: int) -> float | None:
    """Return the share of a tile's detail, along an axis, that survives one more blur."""
    span = (1, SPAN) if axis == 0 else (SPAN, 1)  # OpenCV says width first
    steps = np.abs(np.diff(tile, axis=axis))
    left = np.abs(np.diff(cv2.blur(tile, span), axis=axis))
    told = np.where(steps < _ROUNDING, 0, steps)
    whole = float(told.sum())
    if whole <= _FLAT * steps.size:
        return None
    return 1.0 - float(np.maximum(0, told - left).sum()) / whole
