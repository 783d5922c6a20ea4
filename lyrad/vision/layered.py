"""The layered in-between: the place moves as the camera says, subjects walk over it on their own.

For pictures that flat layers explain; true parallax is the hybrid's work.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Matrix, Picture, Plane
from lyrad.vision.blend import mix
from lyrad.vision.light import Gain, halfway
from lyrad.vision.path import Path
from lyrad.vision.plane import resized, size_of
from lyrad.vision.source import Source
from lyrad.vision.subjects import Subject

MARGIN = 7
"""Thumbnail pixels around a subject that the background does not take from its frame."""


class Layered:
    """Frames between two, of a place and at most a few subjects."""

    def __init__(
        self, first: Picture, last: Picture, camera: Path, change: Gain, cast: Sequence[Subject]
    ) -> None:
        self._first, self._last = Source(first), Source(last)
        self._camera, self._change, self._cast = camera, change, tuple(cast)
        self._small = size_of(cast[0].first) if cast else _quarter(self._first.size)
        self._across = self._small[0] / self._first.size[0]
        self._down = self._small[1] / self._first.size[1]
        self._clear_first = self._clear([subject.first for subject in cast])
        self._clear_last = self._clear([subject.last for subject in cast])

    def frame(self, t: float) -> Picture:
        """Return the moment t, from 0 to 1 but not at either."""
        picture = self._place(t)
        for subject in self._cast:
            picture = self._over(picture, subject, t)
        return picture

    def _place(self, t: float) -> Picture:
        forth, back = self._camera.at(t), self._camera.back(t)
        here, there = halfway(self._change, t)
        seen = (self._shown(self._clear_first, forth), self._shown(self._clear_last, back))
        return mix(self._first.moved(forth, here), self._last.moved(back, there), seen, t)

    def _over(self, picture: Picture, subject: Subject, t: float) -> Picture:
        forth, back = subject.path.at(t), subject.path.back(t)
        here, there = halfway(self._change, t)
        outline = (1 - t) * self._shown(_soft(subject.first), forth)
        outline = outline + t * self._shown(_soft(subject.last), back)
        alpha = cv2.resize(outline, self._first.size, interpolation=cv2.INTER_LINEAR)
        left, top, width, height = cv2.boundingRect((alpha > 0).astype(np.uint8))
        if not width:
            return picture
        window = (left, top, width, height)
        part = np.s_[top : top + height, left : left + width]
        drawn = cv2.addWeighted(
            self._first.moved(forth, here, window),
            1 - t,
            self._last.moved(back, there, window),
            t,
            0,
        )
        cut = np.ascontiguousarray(alpha[part])
        picture[part] = cv2.blendLinear(drawn, np.ascontiguousarray(picture[part]), cut, 1 - cut)
        return picture

    def _shown(self, plane: Plane, matrix: Matrix) -> Plane:
        here = resized(matrix, self._across, self._down)
        return cv2.warpPerspective(plane, here, self._small, flags=cv2.INTER_LINEAR)

    def _clear(self, masks: Sequence[Mask]) -> Plane:
        """Return where a frame shows the place itself: everywhere but on its subjects."""
        covered: Mask = np.zeros((self._small[1], self._small[0]), np.uint8)
        for mask in masks:
            covered = cv2.max(covered, cv2.dilate(mask, np.ones((MARGIN, MARGIN), np.uint8)))
        return 1 - cv2.GaussianBlur(covered, (0, 0), 1.5).astype(np.float32) / 255


def _soft(mask: Mask) -> Plane:
    return cv2.GaussianBlur(mask, (0, 0), 1.0).astype(np.float32) / 255


def _quarter(size: tuple[int, int]) -> tuple[int, int]:
    return max(1, size[0] // 4), max(1, size[1] // 4)
