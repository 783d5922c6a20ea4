"""Say how much of somebody an outline shows, by the head's share of the picture's height.

The head ends where the outline is narrowest between head and shoulders. Where no such neck is
found (long hair, a hood, somebody who sits or turns, a thing), nothing is said.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from lyrad.model.dataset import Framing
from lyrad.vision.arrays import Mask

CLOSE, MEDIUM = 0.33, 0.14
"""A head of a third of the picture's height is a close-up, one of less than a seventh a full
figure: somebody grown is seven to eight heads tall."""

LEAST = 0.02
"""An outline with a smaller share of the picture is something else."""

WIDER, NARROWER = 1.4, 0.85
"""Shoulders are so much wider than the neck, the neck so much narrower than the head."""

_SMOOTH = 5


def framing(outline: Mask) -> Framing | None:
    """Return how much of somebody the outline (height x width, 255 inside) shows, or None."""
    widths = (outline > 0).sum(axis=1).astype(np.float64)
    rows = np.flatnonzero(widths)
    if not rows.size or widths.sum() < LEAST * outline.size:
        return None
    neck = _neck(np.convolve(widths[rows[0] : rows[-1] + 1], np.ones(_SMOOTH) / _SMOOTH, "same"))
    if neck is None:
        return None
    share = neck / outline.shape[0]
    if share >= CLOSE:
        return Framing.CLOSE
    return Framing.MEDIUM if share >= MEDIUM else Framing.FULL


def _neck(widths: npt.NDArray[np.float64]) -> int | None:
    """Return the row, from the top of the outline, at which the head ends; None without a neck.

    From the top the outline widens to the head, narrows to the neck and widens to the shoulders.
    """
    head = 0.0
    narrowest, at = np.inf, 0
    for row, width in enumerate(widths):
        if narrowest == np.inf or width > narrowest * WIDER:
            if narrowest < NARROWER * head:
                return at
            head, narrowest = max(head, width), np.inf
        if width < NARROWER * head and width < narrowest:
            narrowest, at = width, row
    return None
