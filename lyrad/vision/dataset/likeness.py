"""Say by 256 bits how a picture looks: a perceptual hash of its coarse light and dark.

The lowest frequencies of a small gray version, each above or below their median, as in pHash
(Zauner 2010, *Implementation and Benchmarking of Perceptual Image Hash Functions*, 3.2.1).
"""

from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.arrays import Picture

SIDE, BITS = 64, 16
"""The small version is 64 x 64; 16 x 16 of its frequencies are kept, the constant one left out."""


def likeness(picture: Picture) -> int:
    """Return the hash of a BGR picture; pictures that look alike differ in few bits."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(gray, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    waves = cv2.dct(small.astype(np.float32))[:BITS, :BITS].ravel()
    waves[0] = 0
    bits = waves > np.median(waves[1:])
    return int.from_bytes(np.packbits(bits).tobytes(), "big")
