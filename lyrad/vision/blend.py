"""Mix what two sources show of one moment, softly, where each of them sees it."""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane

FEATHER = 4.0
"""Pixels, at the weights' own size, over which a source fades out towards its edge."""

_BLIND = 0.02
_FLOOR = 1e-4


def mix(first: Picture, last: Picture, seen: tuple[Plane, Plane], t: float) -> Picture:
    """Return the blend at t, each source weighted by time and by how well it sees (0 to 1)."""
    if all(float(one.min()) > 1 - 1e-6 for one in seen):
        return cv2.addWeighted(first, 1 - t, last, t, 0)
    here, there = (_feathered(one) for one in seen)
    weight_first = (1 - t) * (here + _FLOOR)
    weight_last = t * (there + _FLOOR)
    share = weight_last / (weight_first + weight_last)
    size = (first.shape[1], first.shape[0])
    full = cv2.resize(share.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    return cv2.blendLinear(first, last, 1 - full, full)


def _feathered(seen: Plane) -> Plane:
    worn = cv2.erode(seen, np.ones((3, 3), np.uint8))
    return cv2.GaussianBlur(worn, (0, 0), FEATHER) * (worn > _BLIND)
