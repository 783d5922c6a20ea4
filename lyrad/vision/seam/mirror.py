"""Decide whether a plate was flipped left to right: its points match once they are mirrored.

A SIFT description is a grid of 4 x 4 cells with 8 directions each, laid along the point's own
direction; that of the mirrored patch is the same numbers in another order. So nothing has to be
found or described a second time.
"""

from __future__ import annotations

import numpy as np

from lyrad.vision.features import Matches, mutual
from lyrad.vision.motions import motions
from lyrad.vision.seam.look import Look

FLIPPED = np.array(
    [
        (3 - row) * 32 + column * 8 + (8 - turn) % 8
        for row in range(4)
        for column in range(4)
        for turn in range(8)
    ]
)
"""Where each number of a mirrored description comes from."""

ENOUGH = 20
"""Matches that must follow one motion before a flip is believed."""


def mirrored(first: Look, last: Look) -> bool:
    """Return whether the flipped last frame shows the place of the first."""
    chosen = mutual(first.words, np.ascontiguousarray(last.words[:, FLIPPED]))
    there = last.points[chosen[:, 1]] * (-1, 1) + (last.size[0] - 1, 0)
    found = Matches(first=first.points[chosen[:, 0]], last=there.astype(np.float32))
    return any(len(motion.matches) >= ENOUGH for motion in motions(found, first.size))
