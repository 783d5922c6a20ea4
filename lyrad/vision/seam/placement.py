"""Say what a camera's move is in a filmmaker's terms: size, roll, shift, overlap, angle.

Pure geometry of one map. How much of each is too much is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, log, sqrt

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Points
from lyrad.vision.plane import corners, moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the first frame lies in the last; the fields are those of `Measures`."""

    scale: float
    roll: float
    across: float
    down: float
    seen: float
    known: float
    perspective: float


def placement(matrix: Matrix, first: tuple[int, int], last: tuple[int, int]) -> Placement:
    """Return what a map between frames of these widths and heights does to the picture."""
    middle = np.array([first[0] / 2, first[1] / 2, 1.0])
    centre = matrix @ middle
    centre = centre[:2] / centre[2]
    stretch = _slope(matrix, middle)
    size = sqrt(abs(float(np.linalg.det(stretch))))
    left, strengths, right = np.linalg.svd(stretch)
    turn = left @ right
    shape = moved(matrix, corners(first)).astype(np.float32)
    plain = (corners(first) - middle[:2]) @ (size * turn).T + centre
    departure = float(np.abs(shape - plain).max()) / (size * first[0])
    shear = log(strengths[0] / max(strengths[1], 1e-6))
    seen, known = _shares(shape, last)
    return Placement(
        scale=size * sqrt(first[0] * first[1] / (last[0] * last[1])),
        roll=degrees(atan2(turn[1, 0], turn[0, 0])),
        across=float(centre[0] / last[0] - 0.5),
        down=float(centre[1] / last[1] - 0.5),
        seen=seen,
        known=known,
        perspective=max(departure, shear / 2),
    )


def _slope(matrix: Matrix, point: Points) -> Matrix:
    """Return the map's derivative at a point, 2 x 2."""
    there = matrix @ point
    slope: Matrix = (matrix[:2, :2] - np.outer(there[:2] / there[2], matrix[2, :2])) / there[2]
    return slope


def _shares(shape: Points, size: tuple[int, int]) -> tuple[float, float]:
    """Return the share of the shape inside the frame, and of the frame inside the shape."""
    common, _ = cv2.intersectConvexConvex(shape, corners(size))
    own = max(float(cv2.contourArea(shape)), 1e-6)
    return min(1.0, common / own), min(1.0, common / (size[0] * size[1]))
