"""Cut out what moves by itself: a mask in each frame for every subject that has its own motion.

A subject is where the camera's motion fails and the subject's own fits better, within reach of
the points that move with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Mask, Plane, Points
from lyrad.vision.explain import Explanation, Thumbs
from lyrad.vision.path import Path
from lyrad.vision.plane import moved, resized, scaling, size_of

MOST = 2
FAILS = 9.0
"""Where the camera's motion is off by more than this, something else moves."""

BETTER = 4.0
"""By so much the subject's own motion must be nearer to the truth."""

OWN = 0.015
"""A subject's points must leave the background by this share of the width."""

LARGEST = 0.5
"""Points spread over more than this share of the frame are not a subject."""

SMALLEST = 0.0012
"""A mask below this share of the frame is noise."""

CRUMB = 0.15
"""Islands below this share of the largest one are dropped."""

REACH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something that moves by itself, with its outline in both frames, at thumbnail size."""

    path: Path
    misfit: Plane
    first: Mask
    last: Mask


def subjects(
    camera: Explanation, candidates: Sequence[Explanation], pair: Thumbs, width: int
) -> tuple[Subject, ...]:
    """Return at most two subjects, the one with most matches first."""
    behind, _ = pair.misfit(camera.path.matrix, backwards=True)
    found: list[Subject] = []
    for one in candidates:
        if one is camera or one.still or not _leaves(one, camera, width):
            continue
        subject = _outlined(one, (behind, camera.misfit), pair)
        if subject is not None:
            found.append(subject)
        if len(found) == MOST:
            break
    return tuple(found)


def _leaves(one: Explanation, camera: Explanation, width: int) -> bool:
    stayed = moved(camera.path.matrix, one.motion.matches.first)
    off = np.linalg.norm(stayed - one.motion.matches.last, axis=1)
    return bool(np.median(off) >= OWN * width)


def _outlined(one: Explanation, behind: tuple[Plane, Plane], pair: Thumbs) -> Subject | None:
    own, _ = pair.misfit(one.path.matrix, backwards=True)
    here = _mask(one.motion.matches.first, behind[0], own, pair)
    there = _mask(one.motion.matches.last, behind[1], one.misfit, pair)
    if here is None or there is None:
        return None
    # What either frame shows of the subject belongs to it in both.
    forth = resized(one.path.matrix, pair.across, pair.down)
    size = size_of(here)
    first = cv2.bitwise_or(here, cv2.warpPerspective(there, np.linalg.inv(forth), size))
    last = cv2.bitwise_or(there, cv2.warpPerspective(here, forth, size))
    return Subject(path=one.path, misfit=one.misfit, first=first, last=last)


def _mask(points: Points, behind: Plane, own: Plane, pair: Thumbs) -> Mask | None:
    """Return the outline of what moves with the points, or None where there is none to trust."""
    near = moved(scaling(pair.across, pair.down), points)
    reach: Mask = np.zeros(behind.shape, np.uint8)
    cv2.fillConvexPoly(reach, cv2.convexHull(near.astype(np.float32)).astype(np.int32), 255)
    if reach.mean() / 255 > LARGEST:
        return None
    reach = cv2.dilate(reach, _disc(REACH))
    fails = np.nan_to_num(behind, nan=0.0) > FAILS
    fits = np.nan_to_num(own, nan=99.0) + BETTER < np.nan_to_num(behind, nan=99.0)
    rough = np.where((reach > 0) & fits & fails, 255, 0).astype(np.uint8)
    closed = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, _disc(15))
    whole = _filled(_largest(cv2.morphologyEx(closed, cv2.MORPH_OPEN, _disc(5))))
    return whole if whole.mean() / 255 > SMALLEST else None


def _largest(mask: Mask) -> Mask:
    count, labels, measures, _ = cv2.connectedComponentsWithStats(mask)
    if count == 1:  # nothing but the ground
        return mask
    areas = measures[:, cv2.CC_STAT_AREA]
    kept = areas >= CRUMB * areas[1:].max()
    kept[0] = False
    return np.where(kept[labels], 255, 0).astype(np.uint8)


def _filled(mask: Mask) -> Mask:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return cv2.drawContours(mask.copy(), outlines, -1, 255, cv2.FILLED)


def _disc(size: int) -> Mask:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
