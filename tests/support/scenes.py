"""Scenes drawn by the tests: a landscape under a moving camera, a subject that walks, a room.

Each move gives its first and last frame and the truth at every moment between them. Pictures are
drawn larger and averaged down, as a lens and a sensor would, so no truth is a copy of a warp.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np

from tests.support import room

Picture = np.ndarray[Any, Any]
HD = (1280, 720)
SMALL = (480, 270)
CANVAS = (3200, 1800)


@dataclass(frozen=True)
class Move:
    """`at(t)` is the truth at an even pace, t from 0 to 1."""

    name: str
    at: Callable[[float], Picture]

    @property
    def first(self) -> Picture:
        return self.at(0.0)

    @property
    def last(self) -> Picture:
        return self.at(1.0)


def push(size: tuple[int, int] = SMALL, times: float = 1.5) -> Move:
    """Each second comes nearer by the same factor, towards a point beside the middle."""
    aim, start, width = np.array([0.56, 0.46]), np.array([0.5, 0.5]), 0.7

    def at(t: float) -> Picture:
        nearer = times**-t
        return _view(size, aim + (start - aim) * nearer, width * nearer, 0.0)

    return Move(f"push {times}x", at)


def pull(size: tuple[int, int] = SMALL, times: float = 2.0) -> Move:
    forward = push(size, times)
    return Move(f"pull {times}x", lambda t: forward.at(1 - t))


def pan(size: tuple[int, int] = SMALL, share: float = 0.15) -> Move:
    """The camera turns by a share of the frame's width, and down a little."""
    return Move(f"pan {share:.0%}", lambda t: _view(size, _panned(t, share), 0.5, 0.0))


def roll(size: tuple[int, int] = SMALL, degrees: float = 15.0) -> Move:
    return Move(
        f"roll {degrees:g} deg", lambda t: _view(size, np.array([0.5, 0.5]), 0.55, t * degrees)
    )


def light(size: tuple[int, int] = SMALL, stops: float = -0.8, share: float = 0.0) -> Move:
    """The light changes by stops (2.2 gamma) while the camera pans by a share of the width."""

    def at(t: float) -> Picture:
        picture = _view(size, _panned(t, share), 0.5, 0.0)
        return np.clip(picture * 2.0 ** (stops * t / 2.2), 0, 255).round().astype(np.uint8)

    return Move(f"light {stops:g} stop, pan {share:.0%}", at)


def subject(size: tuple[int, int] = SMALL, walks: float = 0.25, share: float = 0.0) -> Move:
    """A balloon crosses a share of the width; the camera may pan too."""

    def at(t: float) -> Picture:
        place = (0.32 + walks * t, 0.45 + 0.05 * t)
        return _with_balloon(_view(size, _panned(t, share), 0.5, 0.0), place)

    return Move(f"subject {walks:.0%}" + (f", pan {share:.0%}" if share else ""), at)


def orbit(size: tuple[int, int] = SMALL, degrees: float = 6.0) -> Move:
    """The camera circles a furnished room: true parallax, no map of the plane explains it."""

    def at(t: float) -> Picture:
        angle = radians((t - 0.5) * degrees)
        eye = np.array([4.2 * sin(angle), 1.5, -4.2 * cos(angle)])
        return room.seen(size, eye, np.array([0.0, 1.1, 0.0]))

    return Move(f"orbit {degrees:g} deg", at)


def truck(size: tuple[int, int] = SMALL, metres: float = 0.4) -> Move:
    """The camera slides sideways through the room."""

    def at(t: float) -> Picture:
        side = (t - 0.5) * metres
        return room.seen(size, np.array([side, 1.5, -4.2]), np.array([side, 1.1, 0.0]))

    return Move(f"truck {metres:g} m", at)


def unrelated(size: tuple[int, int] = SMALL) -> Move:
    """Two pictures with nothing in common: only a dissolve is honest."""
    here, there = _view(size, np.array([0.5, 0.5]), 0.6, 0.0), orbit(size).first
    return Move("unrelated", lambda t: cv2.addWeighted(here, 1 - t, there, t, 0))


MOVES: tuple[Callable[[tuple[int, int]], Move], ...] = (
    pan,
    partial(pan, share=0.4),
    push,
    partial(push, times=2.8),
    pull,
    roll,
    partial(subject, walks=0.1),
    subject,
    partial(subject, share=0.15),
    light,
    partial(light, share=0.15),
    orbit,
    truck,
)


def noise(size: tuple[int, int], seed: int, *, coarse: int = 4, fine: int = 1) -> Picture:
    """Return clouds between 0 and 1: `coarse` cells across, halved until `fine` pixels."""
    rng = np.random.default_rng(seed)
    width, height = size
    total, cells, weight = np.zeros((height, width), np.float32), coarse, 1.0
    while cells * fine <= width:
        grid = rng.random((max(2, cells * height // width), cells), dtype=np.float32)
        total += weight * cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC)
        cells, weight = cells * 2, weight * 0.62
    low, high = np.percentile(total, (1, 99))
    return np.clip((total - low) / (high - low), 0, 1)


@lru_cache(maxsize=1)
def landscape() -> Picture:
    """Return a wide landscape: sky, three ridges, a meadow with trees and houses."""
    width, height = CANVAS
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sky = (1 - down) * np.array([190, 120, 60]) + down * np.array([230, 215, 200])
    picture = sky + 50 * noise(CANVAS, 1)[..., None]
    rows = np.arange(height)[:, None]
    for layer, colour in enumerate(((140, 120, 110), (90, 105, 85), (50, 95, 70), (60, 130, 105))):
        edge = noise((width, 64), 20 + layer, coarse=5)[32] * height * 0.16
        ground = rows > (0.34 + 0.13 * layer) * height + edge[None, :]
        texture = 0.55 + 0.9 * noise(CANVAS, 30 + layer, coarse=24, fine=2)[..., None]
        picture = np.where(ground[..., None], np.array(colour) * texture, picture)
    canvas = np.clip(picture, 0, 255).astype(np.uint8)
    _trees_and_houses(canvas)
    return canvas


def _trees_and_houses(canvas: Picture) -> None:
    rng = np.random.default_rng(5)
    height, width = canvas.shape[:2]
    for _ in range(260):
        x, y = int(rng.integers(0, width)), int(rng.uniform(0.55, 0.98) * height)
        radius, tint = int(rng.integers(8, 34)), int(rng.integers(0, 60))
        cv2.line(canvas, (x, y), (x, y + radius * 2), (30, 45, 60), max(2, radius // 5))
        cv2.circle(canvas, (x, y), radius, (30 + tint // 2, 70 + tint, 40 + tint // 3), -1)
        cv2.circle(
            canvas, (x - radius // 3, y - radius // 3), radius // 2, (50, 120 + tint, 80), -1
        )
    for _ in range(46):
        x, y = int(rng.integers(0, width)), int(rng.uniform(0.5, 0.95) * height)
        w, h = int(rng.integers(24, 70)), int(rng.integers(20, 46))
        wall = tuple(int(v) for v in rng.integers(120, 240, 3))
        cv2.rectangle(canvas, (x, y), (x + w, y + h), wall, -1)
        roof = np.array([[x - 5, y], [x + w + 5, y], [x + w // 2, y - h // 2]])
        cv2.fillPoly(canvas, [roof], (40, 50, int(rng.integers(110, 190))))
        for window in range(x + 6, x + w - 10, 14):
            cv2.rectangle(canvas, (window, y + 8), (window + 6, y + 18), (60, 50, 40), -1)


def _panned(t: float, share: float) -> Picture:
    return np.array([0.5 + 0.5 * share * (t - 0.5), 0.5 + 0.04 * share * (t - 0.5)])


def _view(size: tuple[int, int], centre: Picture, width: float, degrees: float) -> Picture:
    """Return what a camera sees: the centre and width as shares of the canvas."""
    scale = width * CANVAS[0] / (2 * size[0])
    turn = radians(degrees)
    middle = centre * CANVAS - 0.5
    to_canvas = np.array(
        [[scale * cos(turn), -scale * sin(turn), 0], [scale * sin(turn), scale * cos(turn), 0]]
    )
    to_canvas[:, 2] = middle - to_canvas[:, :2] @ (np.array(size) - 0.5)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    double = (2 * size[0], 2 * size[1])
    seen = cv2.warpAffine(
        landscape(), to_canvas, double, flags=flags, borderMode=cv2.BORDER_REFLECT
    )
    return cv2.resize(seen, size, interpolation=cv2.INTER_AREA)


def _with_balloon(picture: Picture, place: tuple[float, float]) -> Picture:
    """Return the picture with a patterned balloon, its centre given as shares of the frame."""
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[0 : 2 * height, 0 : 2 * width].astype(np.float32)
    across = ((columns + 0.5) / (2 * width) - place[0]) * 16 / 9
    down = (rows + 0.5) / (2 * height) - place[1]
    inside = (across / 0.16) ** 2 + (down / 0.2) ** 2 < 1
    stripes = np.floor(across / 0.04) + np.floor(down / 0.05)
    cloth = noise((512, 512), 77, coarse=12)
    pattern = cv2.remap(cloth, (across + 0.2) * 1200, (down + 0.2) * 1200, cv2.INTER_LINEAR)
    shade = (0.55 + 0.6 * pattern)[..., None] * np.where(
        stripes[..., None] % 2 == 0, np.array([40, 60, 210]), np.array([60, 200, 235])
    )
    double = cv2.resize(picture, (2 * width, 2 * height), interpolation=cv2.INTER_NEAREST)
    drawn = np.where(inside[..., None], np.clip(shade, 0, 255).astype(np.uint8), double)
    return cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA)
