"""Suggest a keyframe for the middle of a move: the framing, not the final picture.

It is made from the two given frames, so it shows nothing new, and a push leaves it soft: it is
there to be made again by an image model. Where it would be a ghost, there is none.
"""

from __future__ import annotations

from lyrad.model.seam import Axis, Seam
from lyrad.vision.arrays import Picture
from lyrad.vision.between import ENOUGH, Method, between

NEVER = {Axis.ANGLE, Axis.UNRELATED, Axis.MIRROR, Axis.FORMAT, Axis.STILL}
"""Flat layers cannot show the middle of these, or it helps nobody."""


def suggestion(first: Picture, last: Picture, seam: Seam) -> Picture | None:
    """Return the suggested middle of a judged pair, or None where none would be honest.

    There is one only where a single map carries the first frame onto the last, and the flat
    layers that it moves explain at least 85 % of what both frames show.
    """
    if not seam.measures.mapped or seam.measures.soft or first.shape != last.shape:
        return None
    if NEVER & {reason.axis for reason in seam.reasons}:
        return None
    way = between(first, last)
    if way.method is not Method.LAYERED or way.explained < ENOUGH:
        return None
    return way.frame(0.5)
