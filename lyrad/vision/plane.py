"""Projective maps of the picture plane: scaling, moving points, telling sense from nonsense.

Leaves to others which map is right.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Picture, Points

NEAREST_DEPTH = 0.15
"""A corner this much nearer than the centre is about to pass behind the camera."""

LARGEST_CHANGE = 80.0
"""An area that grows or shrinks by more than this is a failed estimate, not a camera move."""


def scaling(across: float, down: float) -> Matrix:
    """Return the map from full-size pixels to those of a resized picture.

    Pixel centres lie half a pixel inside, so a resize by s is x -> s x + (s - 1) / 2.
    """
    return np.array(
        [[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]], dtype=np.float64
    )


def resized(matrix: Matrix, across: float, down: float) -> Matrix:
    """Return the same map between pictures that were both resized."""
    scale = scaling(across, down)
    return scale @ matrix @ np.linalg.inv(scale)


def moved(matrix: Matrix, points: Points) -> Points:
    """Return where the map takes the points."""
    if not len(points):
        return points
    columns = points.reshape(-1, 1, 2).astype(np.float64)
    return cv2.perspectiveTransform(columns, matrix).reshape(-1, 2)


def corners(size: tuple[int, int]) -> Points:
    """Return the corners of a picture of width and height, clockwise from the top left."""
    width, height = size
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)


def believable(matrix: Matrix, size: tuple[int, int]) -> bool:
    """Return whether a camera could have moved so.

    No corner behind the camera, no fold, no mirror, no absurd change of area.
    """
    frame = corners(size)
    depth = (frame @ matrix[2, :2] + matrix[2, 2]) / matrix[2, 2]
    if not np.isfinite(matrix).all() or (depth <= NEAREST_DEPTH).any():
        return False
    shape = moved(matrix, frame).astype(np.float32)
    if not cv2.isContourConvex(shape):
        return False
    change = cv2.contourArea(shape, oriented=True) / (size[0] * size[1])
    return bool(1 / LARGEST_CHANGE < change < LARGEST_CHANGE)


def small(picture: Picture, width: int) -> Picture:
    """Return the picture at a width, its aspect kept, averaged down; never larger than it is."""
    height, full = picture.shape[:2]
    if width >= full:
        return picture
    size = (width, max(1, round(height * width / full)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def size_of(picture: Picture) -> tuple[int, int]:
    """Return width and height."""
    return picture.shape[1], picture.shape[0]
