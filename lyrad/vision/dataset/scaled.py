"""Bring a picture to the size that it is measured at: never enlarged, areas averaged."""

from __future__ import annotations

import cv2

from lyrad.vision.arrays import Picture
from lyrad.vision.plane import size_of


def within(picture: Picture, longest: int) -> Picture:
    """Return the picture with its longer side at most so many pixels."""
    width, height = size_of(picture)
    scale = longest / max(width, height)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
