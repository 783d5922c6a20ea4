"""Decide whether motion can carry one frame onto another: then there is no cut between them.

DIS optical flow (Kroeger et al. 2016) bends the one onto the other. A flow can also tear a picture
to pieces until it fits: what real things do is smooth, so a rough flow proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane
from lyrad.vision.flow import fetched, pixels

GRAIN = 3.0
"""Variance that noise alone may have."""

LEAST_SEEN = 0.2
"""Motion that carries more than the rest out of the frame proves nothing."""

TORN = 0.5
"""Mean second difference of the flow, in pixels, from which it is torn. Real motion has a tenth,
and up to 0.4 where grain is all that a dark sky has to follow."""


@dataclass(frozen=True, slots=True)
class Carried:
    """How alike two frames are after one was bent onto the other, and how rough the bending is.

    `likeness` is a correlation, -1 to 1; `rough` the flow's mean second difference in pixels.
    """

    likeness: float
    rough: float

    def joins(self, least: float) -> bool:
        """Return whether it is motion, and the likeness enough."""
        return self.likeness >= least and self.rough <= TORN


class Motion:
    """Follows motion between small gray pictures of one size."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._grid = pixels(size)
        self._search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)

    def carry(self, one: Picture, other: Picture) -> Carried:
        """Return what comes of bending the one onto the other."""
        # From where each pixel of the other one came.
        flow = self._search.calc(other, one, np.zeros((*one.shape, 2), np.float32))
        places = self._grid + flow
        edge = np.array(one.shape[::-1], np.float32) - 1
        seen = ((places >= 0) & (places <= edge)).all(axis=2)
        if seen.mean() < LEAST_SEEN:
            return Carried(0.0, 0.0)
        bent = fetched(one, places)[seen].astype(np.float32)
        there = other[seen].astype(np.float32)
        return Carried(_correlation(bent, there), _rough(flow))


def _rough(flow: Plane) -> float:
    return float(np.abs(cv2.Laplacian(flow, cv2.CV_32F)).sum(axis=2).mean())


def _correlation(one: Plane, other: Plane) -> float:
    together = float(((one - one.mean()) * (other - other.mean())).mean())
    return together / sqrt((float(one.var()) + GRAIN) * (float(other.var()) + GRAIN))
