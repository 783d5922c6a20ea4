"""The frames of three shots at dusk: a push-in, a pan, and somebody who walks.

One painting, seen by a camera that looks at a part of it.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture
from lyrad.vision.brush import Place
from lyrad.vision.keeper import keeper
from lyrad.vision.landscape import coast

Frames = tuple[Picture, Picture]


class Dusk:
    """The coast, painted once; each shot gives its first and its last frame.

    Args:
        size: width and height of the frames, in pixels.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._coast = coast(round(1.5 * size[1]))

    def push(self) -> Frames:
        """Return the frames of a push-in on the lighthouse."""
        view = self._coast.picture()
        return self._seen(view, (1.13, 0.50), 0.97), self._seen(view, (1.36, 0.455), 0.66)

    def pan(self) -> Frames:
        """Return the frames of a pan along the bay, to the lighthouse."""
        view = self._coast.picture()
        return self._seen(view, (0.74, 0.46), 0.78), self._seen(view, (1.19, 0.45), 0.78)

    def walk(self) -> Frames:
        """Return the frames of the keeper walking along the path; the camera stands still."""
        return self._walker(0.62, 0.9), self._walker(1.10, 0.75)

    def _walker(self, x: float, stride: float) -> Picture:
        canvas = self._coast.copy()
        keeper(canvas, x, stride)
        return self._seen(canvas.picture(), (1.00, 0.595), 0.80)

    def _seen(self, view: Picture, centre: Place, tall: float) -> Picture:
        """Return what a camera sees: a centre and a height, in heights of the painting."""
        scale = tall * view.shape[0] / self.size[1]
        middle = np.array(centre) * view.shape[0] - 0.5
        corner = middle - scale * (np.array(self.size) - 1) / 2
        way = np.array([[scale, 0, corner[0]], [0, scale, corner[1]]])
        how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
        del how
        return cv2.warpAffine(
            view, way, self.size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT,
        )
