"""Decide where a clip is cut hard: it jumps, and no motion explains the jump.

Three questions. Does a frame differ from the one before far more than its neighbours do? Can
motion carry the one onto the other? Can it carry a frame before onto one after: was it a flash?
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from lyrad.vision.clip.motion import Motion
from lyrad.vision.clip.small import SmallClip

LEAST = 2.5
"""Code values of change below which no frame is suspected."""

OVER, FLOOR = 2.6, 0.6
"""A suspected frame changes so many times more than the median of its neighbours and the floor."""

REACH = 4
"""Neighbours looked at on each side."""

JOINED = 0.72
"""Likeness from which motion explains a jump, ..."""

RETURNED = 0.80
"""... and from which the picture after a jump is the one before it again."""

AROUND = 3
"""Frames on each side that a flash may cover, and within which two jumps are one cut."""


def cuts(clip: SmallClip, motion: Motion) -> tuple[int, ...]:
    """Return the first frames of new shots."""
    found: list[int] = []
    for frame in suspected(clip):
        if _joined(clip, motion, frame):
            continue
        if not found or frame - found[-1] > AROUND:
            found.append(frame)
        elif clip.change[frame] > clip.change[found[-1]]:
            found[-1] = frame
    return tuple(found)


def suspected(clip: SmallClip) -> Iterator[int]:
    """Yield the frames at which the clip jumps, whatever the reason."""
    change = clip.change
    for frame in range(1, clip.frames):
        before = change[max(1, frame - REACH) : frame]
        around = np.concatenate([before, change[frame + 1 : frame + 1 + REACH]])
        usual = float(np.median(around)) if around.size else 0.0
        if change[frame] >= max(LEAST, OVER * (usual + FLOOR)):
            yield frame


def _joined(clip: SmallClip, motion: Motion, frame: int) -> bool:
    """Return whether the shot goes on after a jump."""
    if motion.carry(clip.gray[frame - 1], clip.gray[frame]).joins(JOINED):
        return True
    # A flash's last frame is up to so many after its first: the frame before it counts too.
    before = range(frame - 1, max(-1, frame - 2 - AROUND), -1)
    after = range(frame + 1, min(clip.frames, frame + 1 + AROUND))
    return any(
        motion.carry(clip.gray[one], clip.gray[other]).joins(RETURNED)
        for one, other in product(before, after)
    )
