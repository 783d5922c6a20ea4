"""The frames of three shots at dusk: a push-in, a pan, and somebody who walks.

One painting, of which a camera sees a part.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture
from lyrad.vision.drawn.brush import Place
from lyrad.vision.drawn.keeper import keeper
from lyrad.vision.drawn.landscape import coast

CANVAS = 1.5
"""The painting's height, in heights of a frame: enough that the push-in ends on real detail."""


class Dusk:
    """The coast, painted once; each shot gives its first and its last frame.

    Args:
        size: width and height of the frames, in pixels.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._coast = coast(round(CANVAS * size[1]))
        self._view = self._coast.picture()

    def push(self) -> tuple[Picture, Picture]:
        """Return the frames of a push-in on the lighthouse."""
        return self._seen((1.13, 0.50), 0.97), self._seen((1.36, 0.455), 0.66)

    def pan(self) -> tuple[Picture, Picture]:
        """Return the frames of a pan along the bay, to the lighthouse."""
        return self._seen((0.74, 0.46), 0.78), self._seen((1.19, 0.45), 0.78)

    def walk(self) -> tuple[Picture, Picture]:
        """Return the frames of the keeper walking along the path; the camera stands still."""
        return self._walker(0.62, stride=0.9), self._walker(1.10, stride=0.75)

    def _walker(self, x: float, *, stride: float) -> Picture:
        canvas = self._coast.copy()
        keeper(canvas, x, stride=stride)
        return self._seen((1.00, 0.595), 0.80, canvas.picture())

    def _seen(self, centre: Place, tall: float, view: Picture | None = None) -> Picture:
        """Return what a camera sees, its centre and height given in heights of the painting.

        Taken at twice the size and averaged down, as a sensor would.
        """
        seen = self._view if view is None else view
        full = (2 * self.size[0], 2 * self.size[1])
        scale = tall * seen.shape[0] / full[1]
        corner = np.array(centre) * seen.shape[0] - 0.5 - scale * (np.array(full) - 1) / 2
        way = np.array([[scale, 0, corner[0]], [0, scale, corner[1]]])
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        large = cv2.warpAffine(seen, way, full, flags=flags, borderMode=cv2.BORDER_REFLECT)
        return cv2.resize(large, self.size, interpolation=cv2.INTER_AREA)
