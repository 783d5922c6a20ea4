"""Find the longest stretch of a clip in which nothing visibly moves. Judges nothing.

A stretch is compared with its first frame, not each frame with the next: a slow push changes less
than grain does from one frame to the next, and shows all the same.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.model.clip_check import Still
from lyrad.vision.arrays import Picture
from lyrad.vision.clip.small import SmallClip

VISIBLE = 5
"""Code values of difference that an eye notices in motion, at this size."""

STIRRED = 0.002
"""The share of the frame that may differ so much, for noise and compression."""


def longest_still(clip: SmallClip) -> Still:
    """Return the longest still stretch; one frame is the shortest."""
    best = Still(first=0, frames=1)
    start = 0
    for frame in range(1, clip.frames + 1):
        if frame < clip.frames and not _stirred(clip.gray[start], clip.gray[frame]):
            continue
        if frame - start > best.frames:
            best = Still(first=start, frames=frame - start)
        start = frame
    return best


def _stirred(one: Picture, other: Picture) -> bool:
    """Return whether the difference between two small, smoothed pictures is to be seen."""
    return float(np.mean(cv2.absdiff(one, other) > VISIBLE)) > STIRRED
