"""Decide how the camera moved between two frames, or that no move carries one onto the other.

Candidates are the motions among the matches, and a locked-off camera. The one that explains most
of the last frame's area is the camera's: most matches often sit on a subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Matrix, Plane
from lyrad.vision.correlation import correlation
from lyrad.vision.features import Matches
from lyrad.vision.motions import Motion, motions, still
from lyrad.vision.plane import scaling
from lyrad.vision.seam.look import Look

SIZE = (160, 90)
WINDOW = 13
ALIKE = 0.45
"""Local correlation from which a place counts as explained."""

LEAST_SEEN = 0.3
"""A move that shows less of the last frame than this is scored as if it showed so much."""

HALF_SHOWN = 128
CLEARLY = 0.04
"""A later candidate must explain so much more than the best before it."""

SHARE, MANY = 0.18, 25
"""A motion is believed when this share of the matches agrees with it, or so many."""

ANCHORS, ANCHORED = 8, 0.1
"""Matches that must stand still, and their share, before a locked-off camera is a candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """A move that carries the first frame onto the last, in small pixels.

    `agreeing` is the share of matches that follow it. `soft` moves rest on blurred pictures.
    """

    matrix: Matrix
    agreeing: float
    soft: bool = False


def camera(first: Look, last: Look, found: Matches) -> Camera | None:
    """Return the move that explains most of the last frame, or None where none is believed."""
    best, most = None, -1.0
    for motion in _candidates(first, last, found):
        score = _explained(motion.matrix, first, last)
        if score > most + CLEARLY:
            best, most = motion, score
    if best is None:
        return None
    return Camera(matrix=best.matrix, agreeing=len(best.matches) / len(found))


def _candidates(first: Look, last: Look, found: Matches) -> Iterator[Motion]:
    for motion in motions(found, first.size):
        if len(motion.matches) >= min(MANY, SHARE * len(found)):
            yield motion
    if first.size == last.size:
        standing = still(found, first.size)
        if len(standing.matches) >= max(ANCHORS, ANCHORED * len(found)):
            yield standing


def _explained(matrix: Matrix, first: Look, last: Look) -> float:
    """Return the share of what both show that looks alike after the move."""
    moved, shown = carried(first.gray, matrix, last.size, SIZE)
    there = cv2.resize(last.gray, SIZE, interpolation=cv2.INTER_AREA)
    alike, _ = correlation(_smooth(moved), _smooth(there), WINDOW)
    return float(((alike > ALIKE) & shown).mean()) / max(LEAST_SEEN, float(shown.mean()))


def carried(
    plane: Plane, matrix: Matrix, size: tuple[int, int], small: tuple[int, int]
) -> tuple[Plane, Mask]:
    """Return a picture moved onto the last frame, at a small size, and where it is to be seen.

    Args:
        plane: the first frame, gray or in colour.
        matrix: from its pixels to those of the last frame.
        size: width and height of the last frame.
        small: width and height of the result.
    """
    here = scaling(small[0] / size[0], small[1] / size[1]) @ matrix
    full = np.full(plane.shape[:2], 255, np.uint8)
    shown: Mask = cv2.warpPerspective(full, here, small) > HALF_SHOWN
    # Stretched edges, since a black surround would speak in the windows of a correlation.
    return cv2.warpPerspective(plane, here, small, borderMode=cv2.BORDER_REPLICATE), shown


def _smooth(plane: Plane) -> Plane:
    return cv2.GaussianBlur(plane, (0, 0), 1.0).astype(np.float32)
