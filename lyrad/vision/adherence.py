"""Decide what a clip made of a given frame: kept it, redrew it, reframed it, or shows another.

Structure is compared, not brightness: a fifth of a stop leaves SSIM as it is and costs 8 dB of
PSNR. The change of exposure is told apart.
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.model.clip_check import Adherence, Kept
from lyrad.vision.arrays import Picture, Plane
from lyrad.vision.compare import ssim
from lyrad.vision.plane import size_of
from lyrad.vision.seam.aligned import aligned, light, unaligned
from lyrad.vision.seam.camera import Camera, camera, carried
from lyrad.vision.seam.look import STIR, VISIBLE, Look, look, pairs
from lyrad.vision.seam.placement import Placement, placement

WIDTH = 640
"""Frames are compared at this width; what a codec does to finer detail is not counted."""

KEPT = 0.92
"""SSIM from which a frame is the given one. x264 at crf 28 leaves .94, 8 pixels of shift .6."""

SURE = 0.96
"""SSIM from which nobody has to look whether a soft picture was shifted."""

REDRAWN = 0.7
"""SSIM from which a frame is the same picture in other strokes."""

LEAST_SHARED = 0.2
"""Frames that share less than this are not the same frame, whatever moved."""

BETTER = 0.03
"""By how much more alike the frames are after laying the given one on the clip's, if it moved."""

SCALED, SHIFTED, TURNED = 0.01, 0.005, 0.5
"""Change of size and place (shares), and roll (degrees), below which a frame was not reframed."""

ALIKE = 0.005
"""The share of the frame that may differ visibly between two frames that are called the same."""

BLACK = 8
"""Mean code value below which a given frame is black."""


def adherence(given: Picture, shown: Picture) -> Adherence:
    """Return how a given frame stands in the clip.

    Args:
        given: height x width x 3, 8-bit BGR, as it was ordered.
        shown: the clip's frame, of the same shape.
    """
    one, other = (_small(picture, size_of(shown)) for picture in (given, shown))
    here, there = look(one), look(other)
    likeness = ssim(one, other)
    if likeness < SURE and (found := _reframed(here, there, likeness, size_of(given))):
        return found
    kept = Kept.KEPT if likeness >= KEPT else Kept.REDRAWN
    if likeness < REDRAWN:
        kept = Kept.GONE
    return Adherence(kept=kept, likeness=likeness, stops=light(unaligned(here, there)).stops)


def alike(one: Picture, other: Picture) -> bool:
    """Return whether a clip between two frames may stand still: they show nearly the same."""
    smooth = (
        cv2.GaussianBlur(cv2.resize(picture, STIR, interpolation=cv2.INTER_AREA), (0, 0), 1.0)
        for picture in (one, other)
    )
    return float(np.mean(cv2.absdiff(*smooth).max(axis=2) > VISIBLE)) < ALIKE


def dark(picture: Picture) -> bool:
    """Return whether a frame is black."""
    return float(picture.mean()) < BLACK


def _reframed(here: Look, there: Look, likeness: float, size: tuple[int, int]) -> Adherence | None:
    """Return how a frame was reframed, or None where that explains nothing."""
    move = camera(here, there, pairs(here, there))
    place = placement(move.matrix, here.size, there.size) if move else None
    if move is None or place is None or not _moved(place):
        return None
    laid = _laid(here, there, move)
    if laid < max(REDRAWN, likeness + BETTER):
        return None
    return Adherence(
        kept=Kept.REFRAMED,
        likeness=laid,
        scale=place.scale,
        across=place.across * size[0],
        down=place.down * size[1],
        roll=place.roll,
        stops=light(aligned(here, there, move.matrix, place.scale)).stops,
    )


def _moved(place: Placement) -> bool:
    shift = max(abs(place.across), abs(place.down))
    return abs(place.scale - 1) > SCALED or shift > SHIFTED or abs(place.roll) > TURNED


def _laid(here: Look, there: Look, move: Camera) -> float:
    """Return SSIM where both frames show something, after laying the one on the other."""
    moved, shown = carried(here.gray, move.matrix, there.size, there.size)
    share = float(shown.mean())
    if share < LEAST_SHARED:
        return 0.0
    # Outside, the picture itself stands in: it is alike by 1, which is taken out again.
    filled: Plane = np.where(shown, moved, there.gray)
    return max(0.0, (ssim(filled, there.gray) - (1 - share)) / share)


def _small(picture: Picture, size: tuple[int, int]) -> Picture:
    width = min(WIDTH, size[0])
    small = (width, max(1, round(width * size[1] / size[0])))
    return cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
