"""The hybrid in-between: the camera's move, and on top of it each place's own residual motion.

For true parallax, which no flat layer explains. Everything is worked out at half size in the last
frame's pixels; each given frame is then read once, at full size.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Picture, Plane
from lyrad.vision.blend import mix
from lyrad.vision.flow import fetched, pixels, residual
from lyrad.vision.light import Gain, halfway, lit, noticeable
from lyrad.vision.path import Path
from lyrad.vision.plane import resized, size_of

RIM = 0.5
"""A pixel reaches half its width beyond its centre."""

DOUBT = 0.05
"""A source that is not trusted at all still weighs so much, against one that is fully."""


class Hybrid:
    """Frames between two whose places move differently."""

    def __init__(self, first: Picture, last: Picture, camera: Path, change: Gain) -> None:
        self._first, self._last = first, last
        self._camera, self._change = camera, change
        self._size = size_of(first)
        self._half = (max(1, self._size[0] // 2), max(1, self._size[1] // 2))
        self._across = self._half[0] / self._size[0]
        self._down = self._half[1] / self._size[1]
        self._grid = pixels(self._half)
        self._home = self._halved(np.linalg.inv(camera.matrix))
        aligned, seen = self._aligned()
        target = cv2.resize(last, self._half, interpolation=cv2.INTER_AREA)
        self._motion = residual(aligned, target, seen)

    def frame(self, t: float) -> Picture:
        """Return the moment t, from 0 to 1 but not at either."""
        place = _mapped(self._halved(np.linalg.inv(self._camera.back(t))), self._grid)
        drift, trust = self._drift(place, t)
        there = place + (1 - t) * drift
        here = _mapped(self._home, place - t * drift)
        levels = halfway(self._change, t)
        drawn = (
            self._read(self._first, here, levels[0]),
            self._read(self._last, there, levels[1]),
        )
        seen = (
            self._within(here) * (DOUBT + trust[0]) / (1 + DOUBT),
            self._within(there) * (DOUBT + trust[1]) / (1 + DOUBT),
        )
        return mix(*drawn, seen, t)

    def _drift(self, place: Plane, t: float) -> tuple[Plane, tuple[Plane, Plane]]:
        """Return the residual motion through each place at t, and the trust in either frame.

        A motion belongs to the pixel that moves, so it is looked up where that pixel came from:
        one fixed-point step from each end.
        """
        ahead = fetched(self._motion.ahead, place)
        ahead = fetched(self._motion.ahead, place - t * ahead[..., :2])
        back = fetched(self._motion.back, place)
        back = fetched(self._motion.back, place - (1 - t) * back[..., :2])
        inside = self._within(place) > 0
        from_first = np.where(inside, ahead[..., 2], 1.0)
        from_last = np.where(inside, back[..., 2], 0.0)
        one, other = from_first * (1 - t) + 1e-3, from_last * t + 1e-3
        share = (one / (one + other))[..., None]
        drift = share * ahead[..., :2] - (1 - share) * back[..., :2]
        return drift, (from_first, from_last)

    def _aligned(self) -> tuple[Picture, Plane]:
        """Return the first frame as the camera's move shows it at the end, and where it does."""
        picture = cv2.resize(self._first, self._half, interpolation=cv2.INTER_AREA)
        if noticeable(self._change):
            picture = lit(picture, self._change)
        forth = self._halved(self._camera.matrix)
        aligned = cv2.warpPerspective(picture, forth, self._half, borderMode=cv2.BORDER_REPLICATE)
        whole = np.ones((self._half[1], self._half[0]), np.float32)
        return aligned, cv2.warpPerspective(whole, forth, self._half)

    def _halved(self, matrix: Matrix) -> Matrix:
        return resized(matrix, self._across, self._down)

    def _read(self, picture: Picture, places: Plane, level: Gain) -> Picture:
        """Return the frame's colours at half-size places, for every full-size pixel."""
        full = cv2.resize(places, self._size, interpolation=cv2.INTER_LINEAR)
        across, down = self._across, self._down
        full = (full + RIM) * np.array([1 / across, 1 / down], np.float32) - RIM
        if noticeable(level):
            picture = lit(picture, level)
        return fetched(picture, full, border=cv2.BORDER_REPLICATE, how=cv2.INTER_CUBIC)

    def _within(self, places: Plane) -> Plane:
        width, height = self._half
        x, y = places[..., 0], places[..., 1]
        inside = (x > -RIM) & (x < width - RIM) & (y > -RIM) & (y < height - RIM)
        return inside.astype(np.float32)


def _mapped(matrix: Matrix, places: Plane) -> Plane:
    return cv2.perspectiveTransform(places.astype(np.float32, copy=False), matrix)
