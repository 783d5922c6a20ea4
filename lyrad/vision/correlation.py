"""Say place by place how alike the structure of two gray pictures is, whatever their light.

Normalised cross-correlation in a moving window, with a floor for grain. What likeness is enough,
and where to look, is decided elsewhere.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Plane

GRAIN = 25.0
"""Variance that noise alone may have: two flat places count as alike."""


def correlation(one: Plane, other: Plane, window: int) -> tuple[Plane, Plane]:
    """Return the local correlation, and how much structure there is to correlate.

    Args:
        one: height x width, float32.
        other: of the same size.
        window: the window's edge in pixels.

    Returns:
        Likeness from -1 to 1, and the larger standard deviation of code values in the window.
    """
    mean_one, mean_other = _mean(one, window), _mean(other, window)
    spread_one = np.maximum(_mean(one * one, window) - mean_one**2, 0)
    spread_other = np.maximum(_mean(other * other, window) - mean_other**2, 0)
    together = _mean(one * other, window) - mean_one * mean_other
    likeness = (together + GRAIN) / np.sqrt((spread_one + GRAIN) * (spread_other + GRAIN))
    return likeness, np.sqrt(np.maximum(spread_one, spread_other))


def _mean(plane: Plane, window: int) -> Plane:
    return cv2.boxFilter(plane, -1, (window, window))
