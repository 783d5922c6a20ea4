"""Find the same points in two pictures.

SIFT (Lowe 2004) as RootSIFT (Arandjelovic and Zisserman 2012), matched both ways with Lowe's
ratio test. Leaves to others what the matches mean.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Picture, Plane, Points
from lyrad.vision.plane import moved, scaling, size_of, small

WIDTH = 640
"""Pictures are compared at this width: finer costs time and moves no edge visibly."""

KEYPOINTS = 1500
RATIO = 0.82
"""A match counts when its distance is below this share of the second best one's."""

FEWEST = 2
"""Without a second best there is nothing to compare with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """Points that look alike, in full-size pixels; row i of one belongs to row i of the other."""

    first: Points
    last: Points

    def __len__(self) -> int:
        return len(self.first)

    def only(self, chosen: Plane) -> Matches:
        """Return the matches that a row of booleans chooses."""
        return Matches(first=self.first[chosen], last=self.last[chosen])


def matches(first: Picture, last: Picture) -> Matches:
    """Return the points that both pictures show, each at most once."""
    with ThreadPoolExecutor(2) as pool:
        (here, words), (there, other) = pool.map(_features, (first, last))
    pairs = mutual(words, other)
    return Matches(first=here[pairs[:, 0]], last=there[pairs[:, 1]])


def described(gray: Picture, *, keypoints: int, contrast: float) -> tuple[Points, Plane]:
    """Return up to so many points of a gray picture, in its pixels, and each one's description.

    A description is a unit vector of 128 numbers; `contrast` is SIFT's own threshold.
    """
    sift = cv2.SIFT.create(
        nfeatures=keypoints,
        contrastThreshold=contrast,
        edgeThreshold=12,
        enable_precise_upscale=True,
    )
    found, words = sift.detectAndCompute(gray, None)
    if not found:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    total = np.maximum(words.sum(axis=1, keepdims=True), 1e-6)
    points = np.array([keypoint.pt for keypoint in found], dtype=np.float32)
    return points, np.sqrt(words / total)


def _features(picture: Picture) -> tuple[Points, Plane]:
    gray = cv2.cvtColor(small(picture, WIDTH), cv2.COLOR_BGR2GRAY)
    points, words = described(gray, keypoints=KEYPOINTS, contrast=0.01)
    return moved(_to_full(picture, gray), points), words


def _to_full(picture: Picture, gray: Picture) -> Matrix:
    (width, height), (narrow, low) = size_of(picture), size_of(gray)
    to_full: Matrix = np.linalg.inv(scaling(narrow / width, low / height))
    return to_full


def mutual(words: Plane, other: Plane) -> Points:
    """Return index pairs that choose each other; unit vectors, so one product compares all."""
    if min(len(words), len(other)) < FEWEST:
        return np.zeros((0, 2), np.intp)
    likeness = words @ other.T
    rows = np.arange(len(words))
    best = likeness.argmax(axis=1)
    back = likeness.argmax(axis=0)
    first = likeness[rows, best]
    likeness[rows, best] = -1.0
    second = likeness.max(axis=1)
    distance, runner_up = (np.sqrt(np.maximum(2 - 2 * x, 1e-9)) for x in (first, second))
    kept = (distance < RATIO * runner_up) & (back[best] == rows)
    return np.stack([rows[kept], best[kept]], axis=1)
