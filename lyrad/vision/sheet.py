"""Lay pictures out as a contact sheet: a dark, neutral ground and a label under each.

Decides nothing about which pictures; the ground is neutral so that it does not tint the eye.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from math import ceil

import cv2
import numpy as np

from lyrad.vision.arrays import Picture
from lyrad.vision.plane import size_of

WIDTH = 1920
COLUMNS = 4
GROUND = (26, 26, 26)
FRAME = (58, 58, 58)
INK = (214, 214, 214)
LABEL = 0.1
"""Height of a label, as a share of its tile's width."""

GAP = 0.05
"""Space between tiles, as a share of a tile's width."""


def sheet(tiles: Sequence[tuple[str, Picture]], *, width: int = WIDTH) -> Picture:
    """Return one picture, `width` pixels wide, of labelled pictures in rows of at most four.

    All tiles get the first one's shape; a picture of another shape stands in the middle of its
    tile.

    Raises:
        ValueError: there is nothing to show.
    """
    if not tiles:
        raise ValueError("a contact sheet needs at least one picture")
    columns = min(COLUMNS, len(tiles))
    across = int(width / (columns + GAP * (columns + 1)))
    gap = (width - columns * across) // (columns + 1)
    full, tall = size_of(tiles[0][1])
    down, strip = max(1, round(across * tall / full)), round(LABEL * across)
    rows = ceil(len(tiles) / columns)
    ground: Picture = np.full((gap + rows * (down + strip + gap // 2), width, 3), GROUND, np.uint8)
    for place, (label, picture) in enumerate(tiles):
        row, column = divmod(place, columns)
        left = gap + column * (across + gap)
        top = gap + row * (down + strip + gap // 2)
        _stand(ground[top : top + down, left : left + across], picture)
        cv2.rectangle(ground, (left - 1, top - 1), (left + across, top + down), FRAME, 1)
        _write(ground[top + down + 1 : top + down + strip, left : left + across], label)
    return ground


def _stand(tile: Picture, picture: Picture) -> None:
    """Draw the picture into the middle of the tile, as large as fits."""
    (width, height), (full, tall) = size_of(tile), size_of(picture)
    scale = min(width / full, height / tall)
    size = (min(width, max(1, round(full * scale))), min(height, max(1, round(tall * scale))))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    left, top = (width - size[0]) // 2, (height - size[1]) // 2
    tile[:] = 0
    tile[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=how)


def _write(strip: Picture, label: str) -> None:
    """Write the label on the strip, left, smaller where it is long."""
    width, height = size_of(strip)
    words = _plain(label)
    thick = max(1, round(height / 28))
    (wide, high), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 1.0, thick)
    scale = min(0.42 * height / max(high, 1), 0.98 * width / max(wide, 1))
    # The strip is a view into the sheet; OpenCV draws on whole arrays only.
    canvas = np.ascontiguousarray(strip)
    at = (1, round(0.5 * height + 0.5 * high * scale))
    cv2.putText(canvas, words, at, cv2.FONT_HERSHEY_SIMPLEX, scale, INK, thick, cv2.LINE_AA)
    strip[:] = canvas


def _plain(label: str) -> str:
    """Return the label in the letters that OpenCV can draw: Küche becomes Kuche."""
    folded = unicodedata.normalize("NFKD", label)
    kept = (letter for letter in folded if not unicodedata.combining(letter))
    return "".join(letter if " " <= letter <= "~" else "?" for letter in kept)
