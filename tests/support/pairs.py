"""Pairs of frames whose verdict is known, because it was decided how far they are apart.

Each kind of difference has three reaches: what runs through, what is doubtful, what a model
cuts. The reaches follow film practice and leave gaps between them, where nobody could say; they
were written down before anything was tuned. Every frame gets grain and a camera's compression.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from lyrad.model.seam import Verdict
from tests.support.apart import (
    Frames,
    Rng,
    bars,
    both_barred,
    dolly,
    elsewhere,
    handheld,
    light,
    mirror,
    orbit,
    other_scene,
    pan,
    push,
    roll,
    standing,
    subject,
    wide_to_close,
)
from tests.support.places import ROOMS, TEST, TUNING
from tests.support.scenes import Picture

OK, CAUTION, CUT = Verdict.OK, Verdict.CAUTION, Verdict.CUT_LIKELY
Kind = Callable[[str, Rng, float], Frames]


@dataclass(frozen=True)
class Pair:
    """Two frames, drawn when they are asked for, and what should be said of them."""

    kind: str
    where: str
    label: Verdict
    draw: Callable[[], Frames]

    def __str__(self) -> str:
        return f"{self.kind}, {self.where}, {self.label}"


KINDS: tuple[tuple[Kind, Verdict, float, float], ...] = (
    (push, OK, 1.05, 1.45),
    (push, CAUTION, 1.8, 2.3),
    (push, CUT, 2.8, 4.5),
    (pan, OK, 0.05, 0.32),
    (pan, CAUTION, 0.46, 0.56),
    (pan, CUT, 0.70, 0.95),
    (roll, OK, 2, 12),
    (roll, CAUTION, 18, 32),
    (roll, CUT, 75, 100),
    (handheld, OK, 0.3, 1.0),
    (subject, OK, 0.03, 0.13),
    (subject, CAUTION, 0.26, 0.40),
    (subject, CUT, 0.68, 0.85),
    (elsewhere, CUT, 0.10, 0.30),
    (light, OK, 0.1, 0.6),
    (light, CAUTION, 1.6, 2.4),
    (mirror, CUT, 0.0, 0.15),
    (bars, CAUTION, 2.0, 2.6),
    (both_barred, OK, 2.0, 2.6),
    (other_scene, CUT, 0.4, 0.7),
    (wide_to_close, CUT, 3.2, 5.0),
    (standing, CAUTION, 0.0, 1.0),
)
"""Kind, verdict, and the reach of what sets it: factor, share, degrees, stops, aspect."""

IN_ROOMS: tuple[tuple[Kind, Verdict, float, float], ...] = (
    (orbit, OK, 2, 6),
    (orbit, CAUTION, 13, 22),
    (orbit, CUT, 40, 70),
    (dolly, OK, 1.05, 1.2),
    (dolly, CAUTION, 1.5, 1.9),
    (dolly, CUT, 3.0, 4.5),
)


def pairs(split: str, places: int = 8) -> Iterator[Pair]:
    """Yield the pairs of a split, `tuning` or `test`, of its first so many places."""
    flat = tuple(TUNING if split == "tuning" else TEST)[:places]
    for number, (kind, label, low, high) in enumerate((*KINDS, *IN_ROOMS)):
        wheres = map(str, ROOMS[split][:places]) if number >= len(KINDS) else flat
        for where in wheres:
            seed = zlib.crc32(f"{kind.__name__} {label} {where}".encode())
            yield Pair(kind.__name__, where, label, _drawing(kind, where, seed, (low, high)))


def _drawing(
    kind: Kind, where: str, seed: int, reach: tuple[float, float]
) -> Callable[[], Frames]:
    def draw() -> Frames:
        rng = np.random.default_rng(seed)
        first, last = kind(where, rng, float(rng.uniform(*reach)))
        return _taken(first, rng), _taken(last, rng)

    return draw


def _taken(picture: Picture, rng: Rng) -> Picture:
    """Return the picture with grain and a little compression."""
    grain = rng.normal(0, float(rng.uniform(1, 4)), picture.shape).astype(np.float32)
    noisy = np.clip(picture + grain, 0, 255).astype(np.uint8)
    quality = int(rng.integers(80, 97))
    return cv2.imdecode(
        cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR
    )
