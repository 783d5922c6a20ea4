"""Say what lies behind a subject, and where its outline is before a plain ground.

The rim of a picture, left, above and right, is taken for the ground: somebody's body leaves at the
bottom. Before anything but a plain ground no outline is looked for.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Picture, Plane

RIM = 0.06
"""The width of the rim, as a share of the picture's shorter side."""

PLAIN = 6.0
"""Where nine in ten of the rim's pixels lie within so much (ΔE76) of its colour, it is plain."""

APART = 12.0
"""So far from a plain ground's colour a pixel belongs to the subject."""


def lightness_and_colour(picture: Picture) -> Plane:
    """Return a BGR picture as L* (0 to 100), a* and b*, float32."""
    return cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_BGR2Lab)


def ground(lab: Plane) -> tuple[float, ...]:
    """Return the mean L*, a*, b* of the left, the upper and the right rim: nine numbers."""
    return tuple(round(float(value), 1) for side in _sides(lab) for value in side.mean((0, 1)))


def outline(lab: Plane) -> Mask | None:
    """Return where the subject is (255), or None where the ground is not plain."""
    rim = np.concatenate([side.reshape(-1, 3) for side in _sides(lab)])
    colour = np.median(rim, axis=0)
    if np.percentile(np.linalg.norm(rim - colour, axis=1), 90) > PLAIN:
        return None
    apart = (np.linalg.norm(lab - colour, axis=2) > APART).astype(np.uint8)
    closed = cv2.morphologyEx(apart, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed)
    if count < 2:  # noqa: PLR2004 - the ground itself is the first
        return None
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return np.asarray((labels == largest) * 255, np.uint8)


def _sides(lab: Plane) -> tuple[Plane, Plane, Plane]:
    height, width = lab.shape[:2]
    rim = max(1, round(RIM * min(height, width)))
    # Of the sides the upper two thirds: shoulders leave a close-up at the sides, below.
    low = max(rim + 1, height * 2 // 3)
    return lab[:low, :rim], lab[:rim], lab[:low, -rim:]
