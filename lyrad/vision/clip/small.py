"""Keep a clip as small pictures, and what they say by themselves: light, and change.

Judges nothing. At 160 pixels across, grain and compression have averaged out and a clip of a
thousand frames is 30 MB.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane

WIDTH = 160
SMOOTH = 1.0
FAINT = (80, 45)
FAINT_SMOOTH = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallClip:
    """A clip's frames, small; every array has one entry a frame.

    `change` is the mean difference to the frame before in CIELAB code values, 0 for the first.
    `gray` is smoothed, for following motion. `faint` is smaller still, flat: frames x pixels.
    """

    gray: list[Picture]
    faint: Plane
    change: Plane

    @property
    def frames(self) -> int:
        return len(self.gray)

    @property
    def light(self) -> Plane:
        """Return each frame's mean code value."""
        found: Plane = self.faint.mean(axis=1)
        return found

    @property
    def contrast(self) -> Plane:
        """Return each frame's standard deviation of code values."""
        found: Plane = self.faint.std(axis=1)
        return found


def small_clip(frames: Iterable[Picture]) -> SmallClip:
    """Return a clip of small 8-bit BGR frames, prepared.

    Raises:
        ValueError: there is no frame.
    """
    gray: list[Picture] = []
    faint, change = [], []
    before: Picture | None = None
    for frame in frames:
        lab = cv2.cvtColor(frame, cv2.COLOR_BGR2LAB)
        plain = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
        change.append(0.0 if before is None else _apart(before, lab))
        gray.append(cv2.GaussianBlur(plain, (0, 0), SMOOTH))
        faint.append(_faint(plain))
        before = lab
    if not gray:
        raise ValueError("the clip has no frame that can be read")
    return SmallClip(gray=gray, faint=np.stack(faint), change=np.array(change, np.float32))


def _apart(one: Picture, other: Picture) -> float:
    return float(cv2.norm(one, other, cv2.NORM_L1)) / one.size


def _faint(gray: Picture) -> Plane:
    tiny = cv2.resize(gray, FAINT, interpolation=cv2.INTER_AREA).astype(np.float32)
    return cv2.GaussianBlur(tiny, (0, 0), FAINT_SMOOTH).ravel()
