"""Prepare a frame for judging: small, without its bars, its points found and described.

Judges nothing. 384 pixels and 600 points are enough to tell moves apart, and keep a pair below a
tenth of a second: SIFT is nearly the whole cost.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.model.seam import Aspect
from lyrad.vision.arrays import Picture, Plane, Points
from lyrad.vision.bars import Bars
from lyrad.vision.features import Matches, described, mutual
from lyrad.vision.plane import size_of
from lyrad.vision.seam.letterbox import letterbox

WIDTH = 384
KEYPOINTS = 600
CONTRAST = 0.015
STIR = (192, 108)
SMOOTH = 1.0
VISIBLE = 5
"""Code values of difference that an eye notices in motion, at the size of STIR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A frame as it is judged.

    `whole` is the frame with its bars, smaller still; `bars` are counted at WIDTH; everything else
    is what they leave.
    """

    whole: Picture
    bars: Bars
    picture: Picture
    gray: Picture
    points: Points
    words: Plane
    aspect: Aspect

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height of the picture between the bars."""
        return size_of(self.gray)

    def barred(self, frame: Picture) -> Bars:
        """Return the bars of the frame itself, at its full size."""
        scale = size_of(frame)[0] / WIDTH
        found = self.bars
        return Bars(
            top=round(scale * found.top),
            bottom=round(scale * found.bottom),
            left=round(scale * found.left),
            right=round(scale * found.right),
        )


def looks(first: Picture, last: Picture) -> tuple[Look, Look]:
    """Return both frames prepared, on two threads."""
    with ThreadPoolExecutor(2) as pool:
        here, there = pool.map(look, (first, last))
    return here, there


def look(frame: Picture) -> Look:
    """Return a frame prepared: height x width x 3, 8-bit BGR, of any size."""
    width, height = size_of(frame)
    tall = max(1, round(WIDTH * height / width))
    small = cv2.resize(frame, (WIDTH, tall), interpolation=cv2.INTER_AREA)
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    bars = letterbox(gray)
    inside = bars.inside(gray)
    points, words = described(inside, keypoints=KEYPOINTS, contrast=CONTRAST)
    wide, high = size_of(inside)
    shape = width / height
    return Look(
        bars=bars,
        whole=cv2.resize(small, STIR, interpolation=cv2.INTER_AREA),
        picture=bars.inside(small),
        gray=inside,
        points=points,
        words=words,
        aspect=Aspect(canvas=shape, picture=shape * (wide / WIDTH) / (high / tall)),
    )


def pairs(first: Look, last: Look) -> Matches:
    """Return the points that both frames show, each in its own frame's small pixels."""
    chosen = mutual(first.words, last.words)
    return Matches(first=first.points[chosen[:, 0]], last=last.points[chosen[:, 1]])


def stir(first: Look, last: Look) -> float:
    """Return the share of the frame that differs visibly when nothing is aligned.

    Noise and compression average out at this size; a blink or a slow push do not.
    """
    smooth = (cv2.GaussianBlur(one.whole, (0, 0), SMOOTH) for one in (first, last))
    apart = cv2.absdiff(*smooth).max(axis=2)
    return float(np.mean(apart > VISIBLE))
