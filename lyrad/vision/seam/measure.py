"""Measure how the last frame of a pair differs from the first. Judges nothing."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from lyrad.model.seam import Measures
from lyrad.vision.features import Matches
from lyrad.vision.seam.aligned import aligned, light, unaligned
from lyrad.vision.seam.blurred import blurred
from lyrad.vision.seam.camera import Camera, camera
from lyrad.vision.seam.depth import depth
from lyrad.vision.seam.look import Look, pairs, stir
from lyrad.vision.seam.mirror import mirrored
from lyrad.vision.seam.placement import placement

STILL = 0.001
"""Where less than this share of the frame stirs, the camera stood, whatever can be matched."""


def measure(first: Look, last: Look) -> tuple[Measures, Camera | None]:
    """Return the measures of a pair, and the camera's move where one was found."""
    found = pairs(first, last)
    bare = Measures(first=first.aspect, last=last.aspect, stir=stir(first, last))
    move = camera(first, last, found) or _standing(first, last, bare.stir)
    if move is None and mirrored(first, last):
        bare = replace(bare, mirrored=True)
    elif move is None:
        move = blurred(first, last)
    if move is None:
        return replace(bare, **asdict(light(unaligned(first, last)))), None
    return _mapped(bare, move, (first, last), found), move


def _standing(first: Look, last: Look, moved: float) -> Camera | None:
    if moved >= STILL or first.size != last.size:
        return None
    return Camera(matrix=np.eye(3), agreeing=1.0)


def _mapped(bare: Measures, move: Camera, frames: tuple[Look, Look], found: Matches) -> Measures:
    """Return the measures with all that a camera's move lets one say."""
    first, last = frames
    place = placement(move.matrix, first.size, last.size)
    pair = aligned(first, last, move.matrix, place.scale)
    parallax, tracked = depth(move.matrix, found, last)
    return replace(
        bare,
        mapped=True,
        soft=move.soft,
        parallax=parallax,
        tracked=tracked,
        changed=pair.changed,
        inliers=move.agreeing,
        **asdict(place),
        **asdict(light(pair)),
    )
