"""Decide which frames of a clip are black, and whether it fades to black and comes back."""

from __future__ import annotations

import numpy as np

from lyrad.model.clip_check import Blend, Blended
from lyrad.vision.arrays import Mask, Plane
from lyrad.vision.clip.small import SmallClip

DARK, FLAT = 14, 8
"""A frame is black below this mean, and this standard deviation, of code values."""

DEEP = 0.5
"""A fade goes down to less than this share of the light on both sides; a night does not."""


def black(clip: SmallClip) -> Mask:
    """Return for each frame whether it is black."""
    found: Mask = (clip.light < DARK) & (clip.contrast < FLAT)
    return found


def through_black(clip: SmallClip) -> tuple[Blended, ...]:
    """Return the dark stretches that have light on both sides."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], black(clip), [False]])))
    return tuple(
        Blended(kind=Blend.THROUGH_BLACK, first=int(first), last=int(end) - 1)
        for first, end in zip(edges[::2], edges[1::2], strict=True)
        if _deep(clip.light, int(first), int(end))
    )


def _deep(light: Plane, first: int, end: int) -> bool:
    if first == 0 or end == len(light):
        return False
    around = min(light[:first].max(), light[end:].max())
    return bool(light[first:end].min() < DEEP * around and around > DARK)
