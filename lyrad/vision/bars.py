"""Keep black bars out of the picture: letterbox and pillarbox belong to the frame, not the scene.

Where both given frames have the same bars, only what lies between them moves; the bars are put
back round each frame. Bars are exactly black, reach from edge to edge and stand in pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lyrad.vision.arrays import Picture

_UNEVEN = 2
_LEAST_LEFT = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """How many rows and columns of a picture are bars."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def any(self) -> bool:
        """Return whether there is a bar at all."""
        return any((self.top, self.bottom, self.left, self.right))

    def inside(self, picture: Picture) -> Picture:
        """Return the part of a picture that the bars leave."""
        height, width = picture.shape[:2]
        part = picture[self.top : height - self.bottom, self.left : width - self.right]
        return np.ascontiguousarray(part)

    def round(self, picture: Picture) -> Picture:
        """Return the picture with the bars round it."""
        edges = ((self.top, self.bottom), (self.left, self.right), (0, 0))
        return np.pad(picture, edges)


def bars_of(first: Picture, last: Picture) -> Bars:
    """Return the bars that both pictures have; none where what they leave is hardly a picture."""
    lit = (first.max(axis=2) > 0) | (last.max(axis=2) > 0)
    top, bottom = _pair(lit.any(axis=1))
    left, right = _pair(lit.any(axis=0))
    height, width = lit.shape
    if (height - top - bottom) * (width - left - right) < _LEAST_LEFT * height * width:
        return Bars(top=0, bottom=0, left=0, right=0)
    return Bars(top=top, bottom=bottom, left=left, right=right)


def _pair(lit: np.ndarray) -> tuple[int, int]:
    """Return the dark runs at both ends, if they are a pair, else none."""
    places = np.flatnonzero(lit)
    if not places.size:
        return 0, 0
    before, after = int(places[0]), int(lit.size - 1 - places[-1])
    if min(before, after) == 0 or abs(before - after) > _UNEVEN:
        return 0, 0
    return before, after
