"""Draw the frame that is missing between two frames of one clip.

The two are neighbours, so motion is small: dense flow both ways, each frame moved along it to the
wanted moment, mixed by nearness and trust. Where the two have nothing in common (a cut), the
nearer one is shown, since a mixture of two pictures is neither.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane
from lyrad.vision.flow import Residual, fetched, pixels, residual

_UNLIKE = 0.35
"""So little trust on average means that the neighbours show different things."""


class Tween:
    """The way between two neighbouring frames: height x width x 3, 8 bit, BGR, of one size."""

    def __init__(self, before: Picture, after: Picture) -> None:
        self._before, self._after = before, after
        self._flow: Residual | None = None

    def frame(self, on: float) -> Picture:
        """Return the frame so far (0 to 1) on the way."""
        if on <= 0:
            return self._before
        if on >= 1:
            return self._after
        flow = self._flow = self._flow or self._follow()
        if float(flow.ahead[..., 2].mean()) < _UNLIKE:
            return self._before if on < 0.5 else self._after  # noqa: PLR2004 - the nearer one
        early = _moved(self._before, flow.ahead, on)
        late = _moved(self._after, flow.back, 1 - on)
        weight_early = (1 - on) * (flow.ahead[..., 2:] + _LEAST)
        weight_late = on * (flow.back[..., 2:] + _LEAST)
        mixed = (early * weight_early + late * weight_late) / (weight_early + weight_late)
        return np.clip(mixed + _HALF, 0, 255).astype(np.uint8)

    def _follow(self) -> Residual:
        everywhere = np.ones(self._before.shape[:2], np.float32)
        return residual(self._before, self._after, everywhere)


_LEAST = 0.05
_HALF = 0.5


def _moved(picture: Picture, flow: Plane, on: float) -> Plane:
    """Return a picture moved along its flow; approximated by looking back from each pixel."""
    grid = pixels((picture.shape[1], picture.shape[0]))
    places = grid - flow[..., :2] * np.float32(on)
    return fetched(picture.astype(np.float32), places, border=cv2.BORDER_REPLICATE)
