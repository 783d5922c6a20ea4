"""Say how alike two pictures are: SSIM on gray, as in Wang et al. 2004.

Gaussian window of 11 x 11 with sigma 1.5, population statistics, the outer five pixels left out.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane

WINDOW = 11
SIGMA = 1.5
_GRAY = 2
_EDGE = WINDOW // 2
_MEAN_FLOOR = (0.01 * 255) ** 2
_SPREAD_FLOOR = (0.03 * 255) ** 2


def ssim(one: Picture, other: Picture) -> float:
    """Return the structural similarity of two pictures of one size, 1 for the same picture.

    Raises:
        ValueError: they differ in size, or are smaller than the window.
    """
    if one.shape[:2] != other.shape[:2] or min(one.shape[:2]) < WINDOW:
        raise ValueError(f"pictures of one size, 11 pixels or more: {one.shape}, {other.shape}")
    x, y = _gray(one), _gray(other)
    mean_x, mean_y = _window(x), _window(y)
    spread_x = _window(x * x) - mean_x * mean_x
    spread_y = _window(y * y) - mean_y * mean_y
    together = _window(x * y) - mean_x * mean_y
    level = (2 * mean_x * mean_y + _MEAN_FLOOR) / (mean_x**2 + mean_y**2 + _MEAN_FLOOR)
    structure = (2 * together + _SPREAD_FLOOR) / (spread_x + spread_y + _SPREAD_FLOOR)
    return float((level * structure)[_EDGE:-_EDGE, _EDGE:-_EDGE].mean())


def _gray(picture: Picture) -> Plane:
    gray = picture if picture.ndim == _GRAY else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return gray.astype(np.float64)


def _window(plane: Plane) -> Plane:
    return cv2.GaussianBlur(plane, (WINDOW, WINDOW), SIGMA, borderType=cv2.BORDER_REFLECT)
