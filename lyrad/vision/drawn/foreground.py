"""Draw what lies at our feet: a meadow with a path, a fence along it, grass before it."""

from __future__ import annotations

from math import sin

import numpy as np

from lyrad.vision.arrays import Plane
from lyrad.vision.drawn.brush import Canvas, smooth

EDGE = (1.0, 0.64, 0.42)


TRODDEN = 0.022
"""Nothing grows so near to the middle of the path."""


def path_at(across: float) -> float:
    """Return how high the middle of the path lies, in heights, at a place across."""
    return 0.905 + 0.010 * sin(2.3 * across + 0.4)


def meadow(canvas: Canvas) -> None:
    """Paint the meadow over the lower edge of the coast."""
    line = 0.800 - 0.020 * canvas.ridge(71, cells=4) + 0.010 * np.cos(3 * canvas.across)
    body = canvas.below(line)
    grain = canvas.clouds(72, cells=8, stretch=1.8, rough=0.9)
    near = smooth(0.78, 1.0, canvas.down)
    canvas.lay((0.085, 0.095, 0.085), body)
    canvas.lay((0.34, 0.29, 0.18), body * (0.75 - 0.35 * near) * smooth(0.30, 1.0, grain))
    canvas.lay(EDGE, 0.45 * body * np.exp(-np.clip(canvas.down - line, 0, None) / 0.004))
    _fence(canvas, line)
    _path(canvas)
    _grass(canvas)


def _path(canvas: Canvas) -> None:
    middle = np.array([[path_at(float(x)) for x in canvas.across[0]]], np.float32)
    half = 0.016 + 0.006 * canvas.ridge(75, cells=12)
    way = 1 - smooth(0.75, 1.1, np.abs(canvas.down - middle) / half)
    gravel = canvas.clouds(76, cells=60, stretch=2.2, rough=0.9)
    canvas.lay((0.30, 0.23, 0.22), 0.85 * way)
    canvas.lay((0.66, 0.48, 0.38), 0.70 * way * smooth(0.35, 0.95, gravel))


def _fence(canvas: Canvas, line: Plane) -> None:
    wood, rim = (0.10, 0.075, 0.085), (0.72, 0.46, 0.34)
    foot = line + 0.040
    for rail in (0.046, 0.026):
        board = 1 - smooth(0.0022, 0.0036, np.abs(canvas.down - (foot - rail)))
        canvas.lay(wood, board)
    places = canvas.across[0]
    for number, x in enumerate(np.arange(0.03, float(places[-1]), 0.072)):
        ground = float(np.interp(x, places, foot[0]))
        lean = 0.003 * np.sin(7.0 * number)
        top = ground - 0.058 - 0.006 * np.sin(3.0 * number)
        post = canvas.part(x - 0.02, top - 0.01, x + 0.02, ground + 0.01)
        post.lay(wood, _post(post, (x, ground), (x + lean, top), 0.0042))
        post.lay(rim, 0.8 * _post(post, (x - 0.0034, ground), (x + lean - 0.0034, top), 0.0011))


def _post(
    canvas: Canvas, foot: tuple[float, float], top: tuple[float, float], half: float
) -> Plane:
    return canvas.outline(
        (foot[0] - half, foot[1]),
        (top[0] - half, top[1]),
        (top[0] + half, top[1]),
        (foot[0] + half, foot[1]),
    )


def _grass(canvas: Canvas) -> None:
    """Paint blades, many and small far off, fewer and taller near us."""
    rng = np.random.default_rng(79)
    end = float(canvas.across[0, -1])
    tones = ((0.05, 0.065, 0.06), (0.17, 0.16, 0.10), (0.40, 0.32, 0.17), (0.60, 0.44, 0.24))
    for depth in np.sort(rng.beta(1.4, 1.0, 2600)):
        x, y = float(rng.uniform(0, end)), 0.815 + 0.20 * float(depth)
        if abs(y - path_at(x)) < TRODDEN:
            continue
        tall, lean = (0.006 + 0.034 * depth) * rng.uniform(0.6, 1.2), rng.normal(0.25, 0.3)
        tip, half = (x + lean * tall, y - tall), 0.0006 + 0.0010 * depth
        spot = canvas.part(min(x, tip[0]) - 0.004, tip[1], max(x, tip[0]) + 0.004, y)
        if spot.paint.size:
            share = spot.outline((x - half, y), tip, (x + half, y))
            spot.lay(tones[int(rng.choice(4, p=(0.4, 0.3, 0.2, 0.1)))], share)
