"""Decide whether flat layers are enough, or the pictures hold parallax.

Colours agree even where a shelf has slid by a few pixels; structure does not. So the frames are
compared by local correlation, only where there is texture and only where both frames can show
the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Matrix, Picture, Plane
from lyrad.vision.correlation import correlation
from lyrad.vision.path import Path
from lyrad.vision.plane import resized, size_of, small
from lyrad.vision.subjects import Subject

WIDTH = 480
BLUR = 1.2
WHOLLY = 0.99
WINDOW = 11
ALIKE = 0.8
TEXTURE = 4.0
"""Standard deviation of code values from which a place has structure to compare."""

EDGE = np.ones((9, 9), np.uint8)
"""A subject's outline is not known better than this."""


def flatness(first: Picture, last: Picture, camera: Path, cast: Sequence[Subject]) -> float:
    """Return the share of textured places that the layers put where they are, 0 to 1.

    Flat scenes, with or without subjects, reach .93 and more; rooms in parallax .6 to .83.
    """
    here, there = (_gray(picture) for picture in (first, last))
    scale = (here.shape[1] / first.shape[1], here.shape[0] / first.shape[0])
    moved, seen = _moved(here, resized(camera.matrix, *scale))
    alike, texture = correlation(moved, there, WINDOW)
    for subject in cast:
        alone, _ = _moved(here, resized(subject.path.matrix, *scale))
        mask = cv2.resize(subject.last, size_of(here))
        alike = np.where(mask > 0, np.maximum(alike, correlation(alone, there, WINDOW)[0]), alike)
        seen = seen & ~_unknown(subject, mask, resized(camera.matrix, *scale))
    told = seen & (texture > TEXTURE)
    return float((alike[told] > ALIKE).mean()) if told.any() else 1.0


def _gray(picture: Picture) -> Plane:
    gray = cv2.cvtColor(small(picture, WIDTH), cv2.COLOR_BGR2GRAY)
    return cv2.GaussianBlur(gray, (0, 0), BLUR).astype(np.float32)


def _moved(plane: Plane, matrix: Matrix) -> tuple[Plane, Mask]:
    size = size_of(plane)
    whole = np.ones_like(plane)
    return (
        cv2.warpPerspective(plane, matrix, size, borderMode=cv2.BORDER_REPLICATE),
        cv2.warpPerspective(whole, matrix, size) > WHOLLY,
    )


def _unknown(subject: Subject, mask: Mask, camera: Matrix) -> Mask:
    """Return what only the last frame shows: what the subject hid before, and its very edge."""
    size = size_of(mask)
    before = cv2.dilate(cv2.resize(subject.first, size), EDGE)
    revealed = (cv2.warpPerspective(before, camera, size) > 0) & (mask == 0)
    rim = (cv2.dilate(mask, EDGE) > 0) & (cv2.erode(mask, EDGE) == 0)
    unknown: Mask = revealed | rim
    return unknown
