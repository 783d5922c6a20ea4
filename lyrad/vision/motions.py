"""Tell apart the motions that two pictures contain: the camera's, and those of subjects.

The strongest motion among the matches is found and its matches put aside, then the next.
Which of them is the camera's is decided elsewhere, by area: most matches often sit on a subject.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Plane
from lyrad.vision.features import WIDTH, Matches
from lyrad.vision.plane import believable, moved

MOST = 4
FEWEST = 10
"""A motion needs this many matches to be believed."""

NEAR = 2.5 / WIDTH
"""A match agrees with a motion within this share of the width."""

FAR = 6.0 / WIDTH
"""Matches within this distance are explained and take no part in the next search."""

BEND = 0.6
"""A homography must lower a similarity's cost to this share: it has twice the freedom."""

SEED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """One way in which points move from the first to the last frame, in full-size pixels."""

    matrix: Matrix
    matches: Matches


def motions(pairs: Matches, size: tuple[int, int]) -> tuple[Motion, ...]:
    """Return at most four motions, the one with most matches first; the same for the same input.

    Sequential RANSAC (Fischler and Bolles 1981), homographies by MAGSAC++ (Barath et al. 2020).
    """
    found: list[Motion] = []
    while len(pairs) >= FEWEST and len(found) < MOST:
        motion = _strongest(pairs, size)
        if motion is None:
            break
        found.append(motion)
        pairs = pairs.only(_distance(motion.matrix, pairs) > FAR * size[0])
    return tuple(found)


def still(pairs: Matches, size: tuple[int, int]) -> Motion:
    """Return the motion of a locked-off camera, with the matches that stayed where they were."""
    here = np.eye(3)
    return Motion(matrix=here, matches=pairs.only(_distance(here, pairs) < NEAR * size[0]))


def _strongest(pairs: Matches, size: tuple[int, int]) -> Motion | None:
    plain = _similarity(pairs, size)
    if plain is None:
        return None
    bent = _homography(pairs, size)
    if bent is None:
        return plain
    costs = _costs((plain, bent), pairs, NEAR * size[0])
    return bent if costs[1] < BEND * costs[0] else plain


def _costs(rivals: tuple[Motion, ...], pairs: Matches, near: float) -> tuple[float, ...]:
    """Return each motion's mean squared miss, capped (MSAC), over what any of them explains."""
    misses = [np.minimum(_distance(rival.matrix, pairs), near) for rival in rivals]
    shared = np.min(misses, axis=0) < near
    return tuple(float((miss[shared] ** 2).mean()) for miss in misses)


def _similarity(pairs: Matches, size: tuple[int, int]) -> Motion | None:
    cv2.setRNGSeed(SEED)
    found, _ = cv2.estimateAffinePartial2D(
        pairs.first,
        pairs.last,
        method=cv2.RANSAC,
        ransacReprojThreshold=NEAR * size[0],
        maxIters=3000,
        confidence=0.999,
    )
    affine = _array(found)
    return None if affine is None else _checked(np.vstack([affine, [0, 0, 1]]), pairs, size)


def _homography(pairs: Matches, size: tuple[int, int]) -> Motion | None:
    cv2.setRNGSeed(SEED)
    try:
        found, _ = cv2.findHomography(
            pairs.first,
            pairs.last,
            cv2.USAC_MAGSAC,
            NEAR * size[0],
            maxIters=2000,
            confidence=0.999,
        )
    except cv2.error:  # OpenCV 5 asserts on degenerate sets instead of returning nothing
        return None
    matrix = _array(found)
    return None if matrix is None else _checked(matrix, pairs, size)


def _checked(matrix: Matrix, pairs: Matches, size: tuple[int, int]) -> Motion | None:
    if not believable(matrix, size):
        return None
    agreeing = pairs.only(_distance(matrix, pairs) < NEAR * size[0])
    if len(agreeing) < FEWEST:
        return None
    return Motion(matrix=matrix / matrix[2, 2], matches=agreeing)


def _array(found: object) -> Matrix | None:
    """Return what OpenCV found; where it found nothing it returns None, whatever its stubs say."""
    return found if isinstance(found, np.ndarray) else None


def _distance(matrix: Matrix, pairs: Matches) -> Plane:
    if not len(pairs):
        return np.zeros(0, np.float64)
    distance: Plane = np.linalg.norm(moved(matrix, pairs.first) - pairs.last, axis=1)
    return distance
