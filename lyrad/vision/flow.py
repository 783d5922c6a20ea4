"""Follow what the camera's map leaves over: a dense residual motion between two aligned frames.

DIS optical flow (Kroeger et al. 2016) in both directions; where the two disagree, something is
hidden in one of the frames and its motion is not to be trusted.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane

HALF = 0.5
"""A place seen by less than this is not seen."""

TOLERANCE = 2.5
"""Pixels by which both directions may disagree, ..."""

PER_PIXEL = 0.05
"""... and so much more for each pixel of motion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """Motion and trust in one array each: height x width x (dx, dy, trust 0 to 1), float32.

    `ahead` leads from the aligned first frame to the last, `back` the other way.
    """

    ahead: Plane
    back: Plane


def residual(aligned: Picture, last: Picture, seen: Plane) -> Residual:
    """Return the motion between two aligned frames; none where `seen` (0 to 1) is low."""
    target = cv2.cvtColor(last, cv2.COLOR_BGR2GRAY)
    start = np.where(seen > HALF, cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY), target)
    with ThreadPoolExecutor(2) as pool:
        ahead, back = pool.map(_flow, (start, target), (target, start))
    inside = (cv2.GaussianBlur(seen, (0, 0), 6.0) * (seen > HALF))[..., None]
    ahead, back = ahead * inside, back * inside
    grid = pixels((target.shape[1], target.shape[0]))
    return Residual(ahead=_trusted(ahead, back, grid), back=_trusted(back, ahead, grid))


def pixels(size: tuple[int, int]) -> Plane:
    """Return each pixel's own x and y."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    return np.dstack([columns, rows])


def fetched(
    plane: Plane,
    places: Plane,
    *,
    border: int = cv2.BORDER_CONSTANT,
    how: int = cv2.INTER_LINEAR,
) -> Plane:
    """Return the plane's or picture's values at the places (x, y); outside, as `border` says."""
    across, down = cv2.split(places.astype(np.float32, copy=False))
    return cv2.remap(plane, across, down, how, borderMode=border)


def _flow(start: Picture, target: Picture) -> Plane:
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setUseSpatialPropagation(True)
    return search.calc(start, target, np.zeros((*start.shape, 2), np.float32))


def _trusted(flow: Plane, other: Plane, grid: Plane) -> Plane:
    returning = fetched(other, grid + flow, border=cv2.BORDER_REPLICATE)
    off = np.linalg.norm(flow + returning, axis=2)
    motion = np.linalg.norm(flow, axis=2) + np.linalg.norm(returning, axis=2)
    trust = np.exp(-((off / (TOLERANCE + PER_PIXEL * motion)) ** 2)).astype(np.float32)
    return np.dstack([flow, cv2.GaussianBlur(trust, (0, 0), 1.5)])
