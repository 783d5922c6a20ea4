"""Draw what is burnt into an assembly's pictures: white letters on a dark, half clear band.

Gray and alpha, 8 bits each, interleaved: FFmpeg lays it over the picture as it is.
"""

from __future__ import annotations

import numpy as np

from lyrad.vision.arrays import Mask
from lyrad.vision.lettering import lettered

GROUND = 140
"""How much of the picture the band hides, of 255."""

_SHARE = 18
"""A band is as high as this part of the picture."""


def band_height(height: int) -> int:
    """Return how high a band is in a picture of this height; even, since video's colour is."""
    return max(12, height // _SHARE) // 2 * 2


def band(words: str, *, height: int, width: int) -> Mask:
    """Return a band with words on its left: height x width x 2, gray and alpha."""
    letters = lettered(words, height=height, width=width)
    return np.dstack([letters, np.maximum(letters, GROUND)])


def width_of(words: str, *, height: int) -> int:
    """Return how wide a band is that has room for words and no more; even."""
    return int(lettered(words, height=height).shape[1]) // 2 * 2 + 2
