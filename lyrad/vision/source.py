"""A given frame as it is looked at from elsewhere: moved by a map, without shimmer.

Far from its own size the frame is taken from a half-size copy (a mip level), because plain
interpolation skips pixels when it shrinks.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Picture
from lyrad.vision.light import Gain, lit, noticeable
from lyrad.vision.plane import scaling, size_of

UNMOVED = 1e-9
SHRUNK = 0.6
"""Below this scale, half-size pixels are nearer to what is seen than full-size ones."""

Window: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


class Source:
    """A given frame, ready to be moved many times; safe to use from several threads."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.size = size_of(picture)
        half = (max(1, self.size[0] // 2), max(1, self.size[1] // 2))
        self._half = cv2.resize(picture, half, interpolation=cv2.INTER_AREA)
        self._from_half = np.linalg.inv(scaling(half[0] / self.size[0], half[1] / self.size[1]))

    def moved(self, matrix: Matrix, change: Gain, window: Window | None = None) -> Picture:
        """Return the frame moved by a map and multiplied by a gain; its edges are stretched.

        With a window, only that part of the result.
        """
        picture, here = self.picture, matrix
        if _scale(matrix, self.size) < SHRUNK:
            picture, here = self._half, matrix @ self._from_half
        if noticeable(change):
            picture = lit(picture, change)
        left, top, width, height = window or (0, 0, *self.size)
        if window is None and np.abs(here - np.eye(3)).max() < UNMOVED:
            return picture
        here = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1.0]]) @ here
        return cv2.warpPerspective(
            picture, here, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )


def _scale(matrix: Matrix, size: tuple[int, int]) -> float:
    """Return how much larger the middle of the picture becomes."""
    middle = matrix @ np.array([size[0] / 2, size[1] / 2, 1.0])
    return float(np.sqrt(abs(np.linalg.det(matrix) / middle[2] ** 3)))
