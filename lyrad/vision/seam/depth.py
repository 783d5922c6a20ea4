"""Say how deep the scene moved: points that left the camera's plane but stay in one 3-D scene.

A subject that walks off leaves the plane too; whether the place round it is intact is for the
risk to weigh.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Plane, Points
from lyrad.vision.features import Matches
from lyrad.vision.motions import SEED
from lyrad.vision.plane import moved
from lyrad.vision.seam.look import Look

NEAR = 2.5
"""A point agrees with a map within so many small pixels, and with an epipolar line within ..."""

TIGHTER = 0.7
"""... this share of them, since a line forgives more than a place."""

FEWEST, RIGID = 20, 15
"""Matches for an estimate, and those in one rigid scene for a figure."""

PERCENTILE = 80
ACROSS, DOWN = 10, 6
DETAILED, ENOUGH = 3, 8
"""Points that make a place of the grid a detailed one, and such places for a figure."""


def depth(matrix: Matrix, found: Matches, last: Look) -> tuple[float, float | None]:
    """Return parallax in widths of the frame, and the share of detailed places still tracked."""
    if len(found) < FEWEST:
        return 0.0, None
    misses = np.linalg.norm(moved(matrix, found.first) - found.last, axis=1)
    rigid = _rigid(found)
    parallax = 0.0
    if rigid is not None and int(rigid.sum()) >= RIGID:
        parallax = float(np.percentile(misses[rigid], PERCENTILE)) / last.size[0]
    consistent = np.ones(len(found), bool) if rigid is None else rigid
    return parallax, _tracked(found.last[consistent | (misses < NEAR)], last)


def _rigid(found: Matches) -> Plane | None:
    """Return which matches two views of one rigid scene allow (MAGSAC++), or None."""
    cv2.setRNGSeed(SEED)
    try:
        kept: object = cv2.findFundamentalMat(
            found.first, found.last, cv2.USAC_MAGSAC, TIGHTER * NEAR, 0.995, 1000
        )[1]
    except cv2.error:  # OpenCV 5 asserts on degenerate sets instead of returning nothing
        return None
    return kept.ravel() > 0 if isinstance(kept, np.ndarray) else None


def _tracked(followed: Points, last: Look) -> float | None:
    detailed = _counted(last.points, last.size) >= DETAILED
    if int(detailed.sum()) < ENOUGH:
        return None
    return float((detailed & (_counted(followed, last.size) > 0)).sum() / detailed.sum())


def _counted(points: Points, size: tuple[int, int]) -> Plane:
    """Return how many points lie in each place of a grid over the frame."""
    columns = np.clip(points[:, 0] * ACROSS / size[0], 0, ACROSS - 1).astype(int)
    rows = np.clip(points[:, 1] * DOWN / size[1], 0, DOWN - 1).astype(int)
    return np.bincount(rows * ACROSS + columns, minlength=ACROSS * DOWN)
