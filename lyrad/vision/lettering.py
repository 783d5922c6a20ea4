"""Write words into pictures, in the one font that OpenCV brings along, so that it is always there.

Its letters are those of ASCII; all digits are equally wide, so that counters stand still.
"""

from __future__ import annotations

import unicodedata

import cv2
import numpy as np

from lyrad.vision.arrays import Mask

_FONT = cv2.FONT_HERSHEY_DUPLEX
_TALL = 30.0
"""Height of a capital with its air, in pixels, at the font's scale of 1."""


def lettered(words: str, *, height: int, width: int | None = None) -> Mask:
    """Return words as a gray picture, black to white, `height` pixels high.

    It is as wide as the words, or exactly `width`: words that do not fit are written smaller.
    """
    plain, thick = as_ascii(words), max(1, round(height / 24))
    scale = 0.56 * height / _TALL
    room = max(1, round(0.4 * height))
    wide = _wide(plain, scale, thick) + 2 * room
    if width is not None and wide > width:
        scale *= max(0.1, (width - 2 * room) / (wide - 2 * room))
    canvas: Mask = np.zeros((height, width or wide), np.uint8)
    base = round(0.5 * height + 0.36 * scale * _TALL)
    cv2.putText(canvas, plain, (room, base), _FONT, scale, 255, thick, cv2.LINE_AA)
    return canvas


def as_ascii(words: str) -> str:
    """Return words in the letters that can be drawn: Küche becomes Kuche."""
    folded = unicodedata.normalize("NFKD", words)
    kept = (letter for letter in folded if not unicodedata.combining(letter))
    return "".join(letter if " " <= letter <= "~" else "?" for letter in kept)


def _wide(plain: str, scale: float, thick: int) -> int:
    (wide, _), _ = cv2.getTextSize(plain, _FONT, scale, thick)
    return int(wide)
