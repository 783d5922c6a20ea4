"""Lay the first frame onto the last, and say what else changed: content, light, colour.

What is new at the edges is geometry's to count; here only what both frames should show counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Matrix, Picture, Plane
from lyrad.vision.correlation import correlation
from lyrad.vision.seam.camera import carried
from lyrad.vision.seam.look import Look

WIDTH = 240
WINDOW = 21
BLUR = 1.2
ALIKE = 0.45
FEWEST = 200
"""Pixels that both frames must show before anything is said of them."""

ENLARGED = 1.4
"""From this scale on, the last frame is blurred as much as the first one is when enlarged."""

BLACK = 0.004
"""Added to mean luminance, so that two nearly black frames are not stops apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Both frames in the last one's place, small; `alike` is their local correlation.

    `shown` is where both can be seen.
    """

    first: Picture
    last: Picture
    shown: Mask
    alike: Plane

    @property
    def changed(self) -> float:
        """Return the share of what both should show that is something else."""
        if int(self.shown.sum()) < FEWEST:
            return 1.0
        return float((self.alike[self.shown] < ALIKE).mean())


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """Change of exposure in stops, and of mean colour in CIELAB: the distance, and that of b*."""

    stops: float
    colour: float
    warmth: float


def aligned(first: Look, last: Look, matrix: Matrix, scale: float) -> Aligned:
    """Return the frames laid on each other by a map, its scale given."""
    small = (WIDTH, max(1, round(WIDTH * last.size[1] / last.size[0])))
    moved, shown = carried(first.picture, matrix, last.size, small)
    there = cv2.resize(last.picture, small, interpolation=cv2.INTER_AREA)
    as_soft = cv2.GaussianBlur(there, (0, 0), 0.5 * scale) if scale > ENLARGED else there
    alike, _ = correlation(_gray(moved), _gray(as_soft), WINDOW)
    inner = cv2.erode(shown.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return Aligned(first=moved, last=there, shown=inner, alike=alike)


def unaligned(first: Look, last: Look) -> Aligned:
    """Return the frames as they are, for what can be said without a map."""
    small = (WIDTH, max(1, round(WIDTH * last.size[1] / last.size[0])))
    here, there = (
        cv2.resize(one.picture, small, interpolation=cv2.INTER_AREA) for one in (first, last)
    )
    everywhere: Mask = np.ones((small[1], small[0]), bool)
    return Aligned(first=here, last=there, shown=everywhere, alike=np.zeros(everywhere.shape))


def light(pair: Aligned) -> Light:
    """Return how light and colour changed, where the frames show the same if that is enough."""
    same = pair.shown & (pair.alike >= ALIKE)
    where = next((one for one in (same, pair.shown) if int(one.sum()) >= FEWEST), None)
    if where is None:
        where = np.ones_like(pair.shown)
    here, there = (
        cv2.cvtColor(one, cv2.COLOR_BGR2LAB)[where].astype(np.float32)
        for one in (pair.first, pair.last)
    )
    drift = there[:, 1:].mean(axis=0) - here[:, 1:].mean(axis=0)
    return Light(
        stops=log2((_luminance(there) + BLACK) / (_luminance(here) + BLACK)),
        colour=float(np.hypot(*drift)),
        warmth=float(drift[1]),
    )


def _luminance(lab: Plane) -> float:
    """Return mean relative luminance from CIELAB's L* (CIE 15, its cubic part)."""
    return float((((lab[:, 0] / 2.55 + 16) / 116) ** 3).mean())


def _gray(picture: Picture) -> Plane:
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    return cv2.GaussianBlur(gray, (0, 0), BLUR)
