"""Shots for clips whose cuts are known: a camera that drifts over a place, and how shots are cut.

Which kinds of clips there are is told in `broken_clips` and `whole_clips`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from tests.support.places import place
from tests.support.scenes import Picture

SIZE = (640, 360)
CANVAS = 1200
"""Places are seen at this width, so that a view of a little more than half is one to one."""

Rng = np.random.Generator
Drawn = Callable[[float], Picture]
"""A shot: its picture at a time from 0 to 1."""


@dataclass(frozen=True)
class CutClip:
    """`cuts` are the first frames of new shots, from 0; `soft` the middles of what is blended."""

    kind: str
    where: str
    frames: int
    draw: Callable[[], Iterator[Picture]]
    cuts: tuple[int, ...] = ()
    soft: tuple[int, ...] = ()

    @property
    def broken(self) -> bool:
        return bool(self.cuts or self.soft)


@lru_cache(maxsize=20)
def canvas(name: str) -> Picture:
    full = place(name)
    tall = full.shape[0] * CANVAS // full.shape[1]
    return cv2.resize(full, (CANVAS, tall), interpolation=cv2.INTER_AREA)


def view(name: str, x: float, y: float, width: float, roll: float = 0.0) -> Picture:
    """Return what a camera sees: centre and width in shares of the canvas, roll in degrees."""
    ground = canvas(name)
    way = cv2.getRotationMatrix2D((0, 0), roll, width * CANVAS / SIZE[0])
    middle = np.array([x * ground.shape[1], y * ground.shape[0]])
    way[:, 2] = middle - way[:, :2] @ (np.array(SIZE) / 2)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(ground, way, SIZE, flags=flags, borderMode=cv2.BORDER_REFLECT)


def drifting(name: str, rng: Rng, speed: float = 0.08, width: float = 0.5) -> Drawn:
    """A shot with a calm camera: it drifts, and comes a little nearer or farther."""
    x, y = rng.uniform(0.4, 0.6, 2)
    dx, dy, near = rng.uniform(-1, 1, 3) * speed
    return lambda t: view(name, x + dx * t, y + 0.5 * dy * t, width * (1 + near * t))


def frames_of(shot: Drawn, frames: int) -> list[Callable[[], Picture]]:
    """Return each frame of a shot, drawn when it is asked for."""
    return [lambda t=number / (frames - 1): shot(t) for number in range(frames)]


def clip_of(
    kind: Callable[..., CutClip],
    where: str,
    pictures: Sequence[Callable[[], Picture]],
    cuts: Sequence[int] = (),
    soft: Sequence[int] = (),
) -> CutClip:
    def draw() -> Iterator[Picture]:
        return (picture() for picture in pictures)

    name = kind.__name__.replace("_", " ")
    return CutClip(name, where, len(pictures), draw, tuple(cuts), tuple(soft))


def edited(
    shots: Sequence[Drawn], cuts: Sequence[int], frames: int
) -> list[Callable[[], Picture]]:
    """Return the frames of shots that follow each other, a new one at each cut."""
    found = [frames_of(shot, frames) for shot in shots]
    at = [sum(number >= cut for cut in cuts) for number in range(frames)]
    return [found[shot][number] for number, shot in enumerate(at)]


def somewhere(frames: int, rng: Rng, low: float = 0.2, high: float = 0.8) -> int:
    return int(rng.integers(max(2, round(low * frames)), max(3, round(high * frames)) + 1))
