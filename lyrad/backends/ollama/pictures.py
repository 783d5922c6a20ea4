"""Bring a picture into the one form that every vision model here reads: a small 8-bit JPEG."""

from __future__ import annotations

import base64
from pathlib import Path

import cv2

LONGEST_EDGE = 1536
SHORTEST_EDGE = 32
"""Pixels; models look at less than the first, and fail at less than the second."""

_QUALITY = 90


def as_jpeg(path: Path) -> str:
    """Return the picture as base64, without a prefix.

    Raises:
        OSError: it cannot be read.
    """
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise OSError(f"{path.name} cannot be read")
    height, width = pixels.shape[:2]
    scale = min(1.0, LONGEST_EDGE / max(height, width))
    size = tuple(max(SHORTEST_EDGE, round(side * scale)) for side in (width, height))
    if size != (width, height):
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise OSError(f"{path.name} cannot be made smaller")
    return base64.b64encode(data.tobytes()).decode("ascii")
