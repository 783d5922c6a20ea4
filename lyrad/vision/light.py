"""How much brighter the last frame is than the first, channel by channel, and the way between.

Exposure and white balance are gains on code values: near enough to the truth for film frames, and
cheap. What is clipped in one frame stays clipped.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from lyrad.vision.arrays import Mask, Picture

Gain = npt.NDArray[np.float64]
"""Three factors, blue, green, red: the last frame's level over the first's."""

SAME = np.ones(3)
NOTICEABLE = 0.02
"""A smaller change is noise in the estimate, and invisible in a blend."""

LARGEST = 4.0
DARK, BRIGHT = 12, 243
"""Code values outside say nothing about gain: crushed or clipped."""

FEWEST = 200


def gain(first: Picture, last: Picture, seen: Mask) -> Gain:
    """Return the gain between two aligned pictures: the median of the pixels' own ratios."""
    usable = (seen > 0) & (np.minimum(first, last).min(axis=2) > DARK)
    usable &= np.maximum(first, last).max(axis=2) < BRIGHT
    if int(usable.sum()) < FEWEST:
        return SAME
    ratio = last[usable].astype(np.float32) / first[usable].astype(np.float32)
    change: Gain = np.clip(np.median(ratio, axis=0), 1 / LARGEST, LARGEST)
    return change


def noticeable(change: Gain) -> bool:
    """Return whether a gain is worth correcting."""
    return bool(np.abs(np.log(change)).max() > NOTICEABLE)


def lit(picture: Picture, change: Gain) -> Picture:
    """Return the picture with each channel multiplied by its gain."""
    levels = np.arange(256)[:, None, None] * change[None, None, :]
    table = np.clip(np.rint(levels), 0, 255).astype(np.uint8)
    return cv2.LUT(picture, table)


def halfway(change: Gain, t: float) -> tuple[Gain, Gain]:
    """Return what first and last frame must be multiplied by at the moment t, at an even pace."""
    level = 1 + (change - 1) * t
    return level, level / change
