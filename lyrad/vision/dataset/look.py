"""Measure one reference picture: the one door of this room.

Faces are not looked for: OpenCV 5 brings no detector that works without weights of its own.
"""

from __future__ import annotations

import cv2
import numpy as np
import xxhash

from lyrad.model.dataset import CELLS, Look
from lyrad.vision.arrays import Picture
from lyrad.vision.dataset.figure import framing
from lyrad.vision.dataset.ground import ground, lightness_and_colour, outline
from lyrad.vision.dataset.likeness import likeness
from lyrad.vision.dataset.scaled import within
from lyrad.vision.dataset.softness import WIDE, softness

SIDE = 384
"""Light, ground and outline are looked at with the longer side this long."""


def looked(picture: Picture) -> Look:
    """Return what was measured of an upright 8-bit BGR picture; the same for the same picture."""
    seen = within(picture, WIDE)  # once: a photograph has ten times the pixels that are needed
    lab = lightness_and_colour(within(seen, SIDE))
    subject = outline(lab)
    return Look(
        pixels=pixel_hash(picture),
        hash=likeness(seen),
        mirrored=likeness(np.ascontiguousarray(seen[:, ::-1])),
        cells=_cells(seen),
        blur=softness(seen),
        brightness=float(lab[..., 0].mean()),
        ground=ground(lab),
        framing=None if subject is None else framing(subject),
    )


def _cells(picture: Picture) -> bytes:
    return cv2.resize(picture, (CELLS, CELLS), interpolation=cv2.INTER_AREA).tobytes()


def pixel_hash(picture: Picture) -> str:
    """Return a hash of the pixels and the shape, in hex: equal in whatever file they came."""
    found = xxhash.xxh3_128(str(picture.shape).encode())
    found.update(np.ascontiguousarray(picture).data)
    return found.hexdigest()
