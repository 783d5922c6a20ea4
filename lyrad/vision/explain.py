"""Decide which motion is the camera's: the one that explains most of the picture's area.

Counting matches would follow a well-textured subject instead of the place it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Matrix, Picture, Plane
from lyrad.vision.light import Gain, gain, lit
from lyrad.vision.motions import Motion
from lyrad.vision.path import Path, path
from lyrad.vision.plane import corners, moved, resized, size_of, small

WIDTH = 320
HALF_SEEN = 128
AGREES = 14.0
"""Mean difference of code values below which a place counts as explained."""

LEAST_SEEN = 0.35
"""A motion that shows less of the last frame than this is scored as if it showed so much."""

UNSEEN = 0.0005
"""Corners that move by less than this share of the width do not move."""

STILL_HANDICAP = 0.06
"""Flat pictures agree with 'nothing moved' by chance, so a still camera must be clearly better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbs:
    """Both frames small and slightly blurred, with the factors from full size."""

    first: Picture
    last: Picture
    across: float
    down: float

    def misfit(self, matrix: Matrix, *, backwards: bool = False) -> tuple[Plane, Gain]:
        """Return how far one frame, moved and relit, is from the other.

        NaN where nothing is seen. Forwards in the last frame's pixels, backwards in the first's.
        """
        source, target = (self.last, self.first) if backwards else (self.first, self.last)
        forth: Matrix = np.linalg.inv(matrix) if backwards else matrix
        here = resized(forth, self.across, self.down)
        drawn = cv2.warpPerspective(source, here, size_of(target), borderMode=cv2.BORDER_REPLICATE)
        seen = self._seen(here, target)
        change = gain(drawn, target, seen)
        difference = cv2.absdiff(lit(drawn, change), target).astype(np.float32).mean(axis=2)
        blurred = cv2.boxFilter(difference, -1, (7, 7))
        return np.where(seen > 0, blurred, np.nan), change

    @staticmethod
    def _seen(here: Matrix, target: Picture) -> Mask:
        full = np.full(target.shape[:2], 255, np.uint8)
        return (cv2.warpPerspective(full, here, size_of(target)) > HALF_SEEN).astype(np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A motion with its path and how well it explains the last frame."""

    motion: Motion
    path: Path
    misfit: Plane
    gain: Gain
    still: bool = False

    @property
    def score(self) -> float:
        """Return the explained share of what the last frame shares with the first."""
        seen = float(np.isfinite(self.misfit).mean())
        return float((self.misfit < AGREES).mean()) / max(LEAST_SEEN, seen)


def thumbs(first: Picture, last: Picture) -> Thumbs:
    """Return both frames as they are compared."""
    here, there = (cv2.GaussianBlur(small(p, WIDTH), (0, 0), 1.0) for p in (first, last))
    width, height = size_of(first)
    narrow, low = size_of(here)
    return Thumbs(first=here, last=there, across=narrow / width, down=low / height)


def explanations(
    found: Sequence[Motion], standing: Motion, pair: Thumbs, size: tuple[int, int]
) -> tuple[Explanation, ...]:
    """Return the motions that have a path, each with what it explains; the still one last."""
    result = []
    for motion in (*found, standing):
        way = path(motion.matrix, size)
        if way is not None:
            misfit, change = pair.misfit(motion.matrix)
            result.append(
                Explanation(
                    motion=motion, path=way, misfit=misfit, gain=change, still=motion is standing
                )
            )
    return tuple(result)


def background(candidates: Sequence[Explanation], size: tuple[int, int]) -> Explanation:
    """Return the explanation that is the camera's; a move too small to see is none."""
    best = max(candidates, key=lambda one: one.score - STILL_HANDICAP * one.still)
    frame = corners(size)
    shift = np.abs(moved(best.path.matrix, frame) - frame).max()
    return candidates[-1] if shift < UNSEEN * size[0] else best
