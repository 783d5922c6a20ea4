"""Choose how to get from one frame to another, and say so in words that a filmmaker reads.

Layers where flat layers explain the pictures, the hybrid where parallax does not let them, and
a dissolve, called one, where the pictures share nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from lyrad.vision.arrays import Matrix, Picture
from lyrad.vision.explain import AGREES, Explanation, background, explanations, thumbs
from lyrad.vision.features import matches
from lyrad.vision.flatness import flatness
from lyrad.vision.hybrid import Hybrid
from lyrad.vision.layered import Layered
from lyrad.vision.light import SAME
from lyrad.vision.motions import motions, still
from lyrad.vision.path import path
from lyrad.vision.plane import size_of
from lyrad.vision.source import Source
from lyrad.vision.subjects import Subject, subjects

ENOUGH = 0.85
"""Where nothing stood still for certain, so much must be explained to call it a still camera."""

FLAT = 0.88
"""Layers are used from this flatness on, halfway between flat scenes and rooms in parallax, ..."""

ACCOUNTED = 0.75
"""... and when they explain this share: more is new in the last frame than layers can show."""

LEAST = 0.25
"""A motion that explains less than this is no map."""

ANCHORS = 10
"""Matches that must stand still before a still camera is believed where little is explained."""

PUSH = 1.05
"""How much a slow push enlarges one frame: a few percent, seen as a breath, not as a zoom."""


class Method(StrEnum):
    """How the frames between were made."""

    HELD = "held still"
    BLEND = "blend, camera still"
    LAYERED = "layered in-between"
    HYBRID = "hybrid in-between"
    DISSOLVE = "dissolve"
    PUSH = "slow push on one frame"
    PULL = "slow pull back to one frame"


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A way from the first frame to the last.

    `explained` is the share of the last frame that the motions account for, 0 to 1.
    """

    method: Method
    explained: float
    first: Picture
    last: Picture
    inner: Callable[[float], Picture]

    def frame(self, t: float) -> Picture:
        """Return the moment t: the given frames themselves at 0 and 1."""
        if t <= 0:
            return self.first
        if t >= 1:
            return self.last
        return self.inner(t)


def between(first: Picture, last: Picture) -> Between:
    """Return the best way between two frames of one size; the same for the same frames."""
    if first.shape != last.shape:
        raise ValueError(f"frames differ in size: {first.shape} and {last.shape}")
    if np.array_equal(first, last):
        return dissolve(first, last, method=Method.HELD, explained=1.0)
    pairs, size = matches(first, last), size_of(first)
    pair = thumbs(first, last)
    candidates = explanations(motions(pairs, size), still(pairs, size), pair, size)
    camera = background(candidates, size)
    cast = subjects(camera, candidates, pair, size[0])
    explained = _explained(camera, cast)
    if not _known(camera, explained):
        return dissolve(first, last, explained=explained)
    if explained < ACCOUNTED or flatness(first, last, camera.path, cast) < FLAT:
        return hybrid(first, last, camera, explained=explained)
    if camera.still and not cast:
        return dissolve(first, last, method=Method.BLEND, explained=explained)
    return layered(first, last, camera, cast, explained=explained)


def dissolve(
    first: Picture, last: Picture, *, method: Method = Method.DISSOLVE, explained: float = 0.0
) -> Between:
    """Return the plain blend of two frames."""
    return Between(
        method=method,
        explained=explained,
        first=first,
        last=last,
        inner=lambda t: cv2.addWeighted(first, 1 - t, last, t, 0),
    )


def layered(
    first: Picture,
    last: Picture,
    camera: Explanation,
    cast: tuple[Subject, ...] = (),
    *,
    explained: float,
) -> Between:
    """Return the way by flat layers: the camera's own, and one for each subject."""
    inner = Layered(first, last, camera.path, camera.gain, cast).frame
    return Between(method=Method.LAYERED, explained=explained, first=first, last=last, inner=inner)


def hybrid(first: Picture, last: Picture, camera: Explanation, *, explained: float) -> Between:
    """Return the way by the camera's move and a dense residual."""
    inner = Hybrid(first, last, camera.path, camera.gain).frame
    return Between(method=Method.HYBRID, explained=explained, first=first, last=last, inner=inner)


def slow_push(only: Picture) -> Between:
    """Return a gentle push-in that starts at the given frame."""
    source, size = Source(only), size_of(only)
    way = path(_enlarged(size, PUSH), size)
    if way is None:  # a plain enlargement always has a path
        return dissolve(only, only, method=Method.HELD, explained=1.0)
    end = source.moved(way.matrix, SAME)
    return Between(
        method=Method.PUSH,
        explained=1.0,
        first=only,
        last=end,
        inner=lambda t: source.moved(way.at(t), SAME),
    )


def slow_pull(only: Picture) -> Between:
    """Return a gentle pull-back that ends at the given frame: the push, backwards."""
    push = slow_push(only)
    return replace(
        push,
        method=Method.PULL,
        first=push.last,
        last=push.first,
        inner=lambda t: push.inner(1 - t),
    )


def eased(frames: int) -> tuple[float, ...]:
    """Return the moment of each frame, eased in and out (smoothstep): 0 first, 1 last."""
    steps = np.linspace(0.0, 1.0, frames) if frames > 1 else np.zeros(max(frames, 0))
    return tuple(float(x * x * (3 - 2 * x)) for x in steps)


def _explained(camera: Explanation, cast: tuple[Subject, ...]) -> float:
    """Return the share of what both frames show that the camera or a subject accounts for."""
    rest = camera.misfit
    for subject in cast:
        rest = np.where(subject.last > 0, np.fmin(rest, subject.misfit), rest)
    seen = np.isfinite(rest)
    return float((rest[seen] < AGREES).mean()) if seen.any() else 0.0


def _known(camera: Explanation, explained: float) -> bool:
    if camera.still and len(camera.motion.matches) < ANCHORS:
        return explained >= ENOUGH
    return camera.score >= LEAST


def _enlarged(size: tuple[int, int], times: float) -> Matrix:
    middle = (np.array(size) - 1) / 2
    return np.array(
        [
            [times, 0, middle[0] * (1 - times)],
            [0, times, middle[1] * (1 - times)],
            [0, 0, 1],
        ]
    )
