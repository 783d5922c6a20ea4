"""Decide whether two soft plates lie on each other: a bokeh portrait, fog, the moon.

They have too little detail to match points, and agree or not as blurred pictures. With many
points and no match between them, two frames are strangers, whatever their blur says.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Plane
from lyrad.vision.plane import scaling
from lyrad.vision.seam.camera import Camera, carried
from lyrad.vision.seam.look import Look

SIZE = (96, 54)
BLUR = 1.5
SOFT = 150
"""With fewer points than this a frame is called soft."""

SAME = 0.9
"""Correlation from which two blurred frames are the same view."""

SHIFTED, PEAK, SHARED = 0.95, 0.05, 0.7
"""A shift needs such a correlation, such a peak of phase correlation, and so much overlap."""


def blurred(first: Look, last: Look) -> Camera | None:
    """Return the still or shifted camera of two soft plates, or None."""
    if min(len(first.points), len(last.points)) >= SOFT:
        return None
    here, there = (_soft(one) for one in (first, last))
    as_it_is = _likeness(here, there)
    shift, moved = _shifted(here, there)
    if max(as_it_is, moved) < SAME or (as_it_is < SAME and moved < SHIFTED):
        return None
    if as_it_is >= moved:
        shift = np.eye(3)
    onto = scaling(SIZE[0] / last.size[0], SIZE[1] / last.size[1])
    from_first = scaling(SIZE[0] / first.size[0], SIZE[1] / first.size[1])
    return Camera(matrix=np.linalg.inv(onto) @ shift @ from_first, agreeing=0.0, soft=True)


def _shifted(here: Plane, there: Plane) -> tuple[Plane, float]:
    """Return the best plain shift and the likeness after it; 0 where it is not believed."""
    window = cv2.createHanningWindow(SIZE, cv2.CV_32F)
    (across, down), peak = cv2.phaseCorrelate(here, there, window)
    shift = np.array([[1, 0, across], [0, 1, down], [0, 0, 1.0]])
    moved, shown = carried(here, shift, SIZE, SIZE)
    if shown.mean() <= SHARED or peak <= PEAK:
        return shift, 0.0
    return shift, _likeness(moved[shown], there[shown])


def _soft(look: Look) -> Plane:
    small = cv2.resize(look.gray, SIZE, interpolation=cv2.INTER_AREA).astype(np.float32)
    return cv2.GaussianBlur(small, (0, 0), BLUR)


def _likeness(one: Plane, other: Plane) -> float:
    """Return the correlation of two planes; 0 where one is flat."""
    spread = float(one.std() * other.std())
    apart = (one - one.mean()) * (other - other.mean())
    return float(apart.mean()) / (spread + 1e-3)
