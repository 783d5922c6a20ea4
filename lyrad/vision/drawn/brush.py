"""Paint with light on a canvas: grain, glows, outlines, and colour laid over colour.

Knows no motif. Places are in picture heights from the top left corner, so that a drawing is the
same at every size; colours are red, green, blue, 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import cv2
import numpy as np

from lyrad.vision.arrays import Picture, Plane

Colour: TypeAlias = tuple[float, float, float]
Place: TypeAlias = tuple[float, float]

FINEST = 2
"""The finest grain, in pixels: finer is lost when a camera sees the canvas."""

ROUGHNESS = 0.58
"""How much each octave of the clouds weighs against the coarser one before it."""

SUBPIXEL = 4
"""Bits behind the point of a pixel, for outlines."""

BITS = 255.0
TINY = 1e-6


class Canvas:
    """A picture that is being painted; `across` and `down` say where each pixel lies."""

    def __init__(self, across: Plane, down: Plane, paint: Plane, height: int) -> None:
        self.across = across
        self.down = down
        self.paint = paint
        self.height = height

    @classmethod
    def blank(cls, aspect: float, height: int) -> Canvas:
        """Return a black canvas, so many pixels high."""
        width = round(aspect * height)
        across: Plane = (np.arange(width, dtype=np.float32)[None, :] + 0.5) / height
        down: Plane = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / height
        return cls(across, down, np.zeros((height, width, 3), np.float32), height)

    def part(self, left: float, top: float, right: float, bottom: float) -> Canvas:
        """Return a part, at least a pixel: what is painted there is painted here."""
        west, east = _pixels(self.across[0], left, right)
        north, south = _pixels(self.down[:, 0], top, bottom)
        paint = self.paint[north:south, west:east]
        return Canvas(self.across[:, west:east], self.down[north:south], paint, self.height)

    def copy(self) -> Canvas:
        """Return a canvas that can be painted on without changing this one."""
        return Canvas(self.across, self.down, self.paint.copy(), self.height)

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        return self.across.shape[1], self.down.shape[0]

    def lay(self, colour: Colour | Plane, share: Plane | float = 1.0) -> None:
        """Cover what is there by a share of 0 to 1."""
        self.paint += _deep(share) * (np.asarray(colour, np.float32) - self.paint)

    def shine(self, colour: Colour, share: Plane) -> None:
        """Add light without ever burning out: what is left of the dark is multiplied."""
        light = np.clip(_deep(share), 0, 1) * np.array(colour, np.float32)
        self.paint += light * (1 - self.paint)

    def fall(self, stops: Sequence[tuple[float, Colour]]) -> Plane:
        """Return colours from top to bottom: (height, colour) pairs, smooth between them."""
        heights = [height for height, _ in stops]
        rows = [
            np.interp(self.down[:, 0], heights, [colour[channel] for _, colour in stops])
            for channel in range(3)
        ]
        return np.stack(rows, axis=1)[:, None, :].astype(np.float32)

    def clouds(
        self, seed: int, *, cells: float, stretch: float = 1.0, rough: float = ROUGHNESS
    ) -> Plane:
        """Return soft grain, 0 to 1: `cells` lumps to a height, `stretch` times wider than high.

        `rough` is what each octave weighs against the coarser one before it.
        """
        rng = np.random.default_rng(seed)
        width, height = self.size
        total: Plane = np.zeros((height, width), np.float32)
        weight = 1.0
        while cells * FINEST <= self.height:
            down = _lumps(cells * height / self.height)
            across = _lumps(cells * width / self.height / stretch)
            grid = rng.random((down, across), dtype=np.float32)
            total += weight * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
            cells, weight = 2 * cells, rough * weight
        low, high = np.percentile(total[::5, ::5], (1, 99))
        grain: Plane = np.clip((total - low) / max(high - low, TINY), 0, 1)
        return grain

    def ridge(self, seed: int, *, cells: float) -> Plane:
        """Return a rolling line, 0 to 1 for each column; the same line at every size."""
        rng = np.random.default_rng(seed)
        width = self.size[0]
        total: Plane = np.zeros((1, width), np.float32)
        weight = 1.0
        for _ in range(6):
            grid = rng.random((1, _lumps(cells * width / self.height)), dtype=np.float32)
            total += weight * cv2.resize(grid, (width, 1), interpolation=cv2.INTER_CUBIC)
            cells, weight = 2 * cells, 0.45 * weight
        line: Plane = (total - total.min()) / (total.max() - total.min())
        return line

    def below(self, line: Plane, soft: float = 0.0012) -> Plane:
        """Return the share that lies below a line, given in heights for each column."""
        return np.clip((self.down - line) / soft, 0, 1)

    def outline(self, *places: Place) -> Plane:
        """Return the share inside a polygon, its edge smooth."""
        scale = self.height * 2**SUBPIXEL
        corner = (self.across[0, 0], self.down[0, 0])
        corners = ((np.array(places) - corner) * scale).round().astype(np.int32)
        mask: Picture = np.zeros(self.paint.shape[:2], np.uint8)
        cv2.fillPoly(mask, [corners], 255, cv2.LINE_AA, SUBPIXEL)
        return mask.astype(np.float32) / BITS

    def oval(self, centre: Place, radii: Place) -> Plane:
        """Return the share inside an oval, its edge smooth."""
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        x, y = centre[0] + radii[0] * np.cos(turn), centre[1] + radii[1] * np.sin(turn)
        return self.outline(*zip(x.tolist(), y.tolist(), strict=True))

    def glow(self, centre: Place, radii: Place) -> Plane:
        """Return light around a point, 1 at the centre, falling off as a bell does."""
        x = np.exp(-(((self.across - centre[0]) / radii[0]) ** 2))
        y = np.exp(-(((self.down - centre[1]) / radii[1]) ** 2))
        return x * y

    def picture(self, seed: int = 0) -> Picture:
        """Return the painting as a frame; a touch of grain keeps its skies from banding."""
        rng = np.random.default_rng(seed)
        grain = rng.normal(0, 1.6 / BITS, self.paint.shape[:2]).astype(np.float32)
        bits = np.clip((self.paint + grain[..., None]) * BITS, 0, BITS).round()
        return np.ascontiguousarray(bits.astype(np.uint8)[..., ::-1])


def smooth(low: float, high: float, value: Plane) -> Plane:
    """Return 0 below `low`, 1 above `high`, and a smooth way between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def bar(centre: Place, halves: Place) -> tuple[Place, ...]:
    """Return the corners of an upright box, from its centre and half its width and height."""
    (x, y), (half, tall) = centre, halves
    return (x - half, y - tall), (x + half, y - tall), (x + half, y + tall), (x - half, y + tall)


def _deep(share: Plane | float) -> Plane:
    """Return a share of each pixel that its three colours can be multiplied by."""
    plane: Plane = np.asarray(share, np.float32)
    return plane[..., None] if plane.ndim == 2 else plane  # noqa: PLR2004 - height by width


def _pixels(places: Plane, start: float, end: float) -> tuple[int, int]:
    """Return the first pixel and the one after the last between two places."""
    first, after = np.searchsorted(places, (start, end))
    first = min(int(first), len(places) - 1)
    return first, max(int(after), first + 1)


def _lumps(cells: float) -> int:
    return max(2, round(cells))
