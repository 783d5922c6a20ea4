"""Find the black bars of a single picture: letterbox and pillarbox, however they were compressed.

Unlike `lyrad.vision.bars`, which needs them exact to put them back, this only wants them gone.
"""

from __future__ import annotations

import numpy as np

from lyrad.vision.arrays import Picture
from lyrad.vision.bars import Bars

BLACK = 24
"""Video black is code value 16, and compression adds a little."""

NARROWEST = 0.02
"""A dark edge narrower than this share is part of the picture."""

UNEVEN = 0.02
MOST = 0.6
"""Bars that cover more than this share are a dark picture."""


def letterbox(gray: Picture) -> Bars:
    """Return the bars of one gray picture; they are dark from edge to edge and stand in pairs."""
    lit = np.asarray(gray > BLACK)
    top, bottom = _pair(lit.max(axis=1))
    left, right = _pair(lit.max(axis=0))
    return Bars(top=top, bottom=bottom, left=left, right=right)


def _pair(lit: np.ndarray) -> tuple[int, int]:
    """Return the dark runs at both ends, if they are a pair, else none."""
    places = np.flatnonzero(lit)
    if not places.size:
        return 0, 0
    before, after = int(places[0]), int(lit.size - 1 - places[-1])
    narrow = min(before, after) <= NARROWEST * lit.size
    if narrow or abs(before - after) > UNEVEN * lit.size or before + after > MOST * lit.size:
        return 0, 0
    return before, after
