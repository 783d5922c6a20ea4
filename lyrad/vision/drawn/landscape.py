"""Draw a coast at dusk: sky, sea, hills, a lighthouse, a meadow with a path.

One wide painting; what a camera sees of it is decided elsewhere. Painted from far to near.
"""

from __future__ import annotations

import numpy as np

from lyrad.vision.arrays import Plane
from lyrad.vision.drawn.brush import Canvas, Colour, smooth
from lyrad.vision.drawn.foreground import meadow
from lyrad.vision.drawn.lighthouse import lighthouse

ASPECT = 20 / 9
HEIGHT = 1080
HORIZON = 0.55
CAPE = 1.15
SUN = (1.02, 0.535)

SKY = (
    (0.0, (0.055, 0.075, 0.20)),
    (0.18, (0.15, 0.15, 0.33)),
    (0.32, (0.37, 0.25, 0.44)),
    (0.44, (0.76, 0.42, 0.42)),
    (0.51, (0.96, 0.62, 0.38)),
    (0.56, (1.0, 0.80, 0.50)),
)
SEA = (
    (HORIZON, (0.80, 0.55, 0.44)),
    (0.60, (0.46, 0.36, 0.46)),
    (0.68, (0.20, 0.22, 0.38)),
    (0.80, (0.09, 0.12, 0.24)),
)


def coast(height: int = HEIGHT) -> Canvas:
    """Return the painting, `height` pixels high; the same for the same height."""
    canvas = Canvas.blank(ASPECT, height)
    _sky(canvas.part(0, 0, ASPECT, 0.58))
    _ranges(canvas.part(0, 0.30, ASPECT, 0.58))
    _sea(canvas.part(0, HORIZON - 0.01, ASPECT, 0.80))
    _headland(canvas.part(CAPE, 0.40, ASPECT, 0.68))
    lighthouse(canvas)
    _hills(canvas.part(0, 0.45, ASPECT, 0.86))
    meadow(canvas.part(0, 0.76, ASPECT, 1))
    return canvas


def _sky(canvas: Canvas) -> None:
    canvas.lay(canvas.fall(SKY))
    canvas.shine((1.0, 0.55, 0.25), 0.55 * canvas.glow(SUN, (0.75, 0.20)))
    canvas.shine((1.0, 0.85, 0.55), 0.95 * canvas.glow(SUN, (0.16, 0.09)))
    _stars(canvas)
    for seed, cells, high, low in ((3, 4.0, 0.02, 0.36), (8, 8.0, 0.26, 0.52)):
        grain = canvas.clouds(seed, cells=cells, stretch=3.6)
        band = smooth(high, high + 0.12, canvas.down) * (1 - smooth(low - 0.1, low, canvas.down))
        body = smooth(0.46, 0.86, grain) * band
        # The sun stands low, so clouds are lit from below, where they thin out.
        under = np.roll(grain, -round(0.012 * canvas.height), axis=0)
        lit = smooth(-0.02, 0.20, grain - under) * (0.35 + 0.65 * canvas.glow(SUN, (1.1, 0.5)))
        canvas.lay((0.24, 0.18, 0.32), 0.62 * body)
        canvas.lay((1.0, 0.60, 0.46), 0.85 * body * lit)
    canvas.shine((1.0, 0.95, 0.80), canvas.oval(SUN, (0.024, 0.024)))


def _stars(canvas: Canvas) -> None:
    rng = np.random.default_rng(11)
    for _ in range(150):
        x, y = float(rng.uniform(0, ASPECT)), float(rng.beta(1, 2.2) * 0.36)
        size, bright = float(rng.uniform(0.0007, 0.0013)), float(rng.beta(1.2, 3))
        reach = 6 * size
        sky = canvas.part(x - reach, y - reach, x + reach, y + reach)
        sky.shine((0.95, 0.95, 1.0), bright * (1 - y / 0.36) * sky.glow((x, y), (size, size)))


def _ranges(canvas: Canvas) -> None:
    """Paint the mountains across the bay: paler the farther, as air makes them."""
    far: tuple[tuple[int, float, float, Colour], ...] = (
        (21, 0.445, 0.10, (0.66, 0.43, 0.50)),
        (22, 0.485, 0.075, (0.47, 0.33, 0.47)),
        (23, 0.515, 0.05, (0.33, 0.26, 0.42)),
    )
    for seed, top, rise, colour in far:
        away = smooth(0.0, 0.62, np.abs(canvas.across - SUN[0]))
        line = (
            HORIZON
            + 0.004
            - (HORIZON - top + rise) * away * (0.25 + 0.75 * canvas.ridge(seed, cells=3.0))
        )
        body = canvas.below(line) * (canvas.down < HORIZON + 0.004)
        canvas.lay(colour, body)
        haze = body * smooth(0.40, HORIZON, canvas.down)
        canvas.lay((0.90, 0.56, 0.46), 0.45 * haze)


def _sea(canvas: Canvas) -> None:
    body = canvas.below(np.full_like(canvas.across, HORIZON), soft=0.002)
    canvas.lay(canvas.fall(SEA), body)
    depth = smooth(HORIZON, 0.75, canvas.down)
    fine = canvas.clouds(31, cells=120, stretch=8)
    broad = canvas.clouds(32, cells=48, stretch=6)
    ripple = (1 - depth) * fine + depth * broad
    canvas.lay((0.05, 0.07, 0.17), 0.50 * body * smooth(0.45, 0.90, ripple))
    canvas.lay((0.78, 0.54, 0.52), 0.38 * body * smooth(0.60, 0.98, 1 - ripple))
    wide = 0.035 + 0.30 * np.clip(canvas.down - HORIZON, 0, 1)
    path = np.exp(-(((canvas.across - SUN[0]) / wide) ** 2)) * body
    sparkle = smooth(0.38, 0.72, 1 - ripple) * (1 - 0.55 * depth)
    canvas.shine((1.0, 0.74, 0.42), 0.95 * path * sparkle)


def _headland(canvas: Canvas) -> None:
    """Paint the cape on which the lighthouse stands."""
    slope = smooth(1.15, 1.47, canvas.across) * 0.145 + smooth(1.6, 2.2, canvas.across) * 0.05
    bumps = 0.018 * (canvas.ridge(41, cells=9) - 0.5)
    line = 0.628 - slope - bumps * smooth(1.16, 1.3, canvas.across)
    shore = 0.632 + 0.012 * canvas.ridge(42, cells=7)
    body = canvas.below(line) * (1 - canvas.below(shore)) * (canvas.across > CAPE)
    ground(canvas, line, (0.17, 0.14, 0.20), (0.42, 0.29, 0.27), seed=43, body=body)
    surf = np.exp(-(((canvas.down - shore) / 0.0022) ** 2)) * smooth(1.17, 1.22, canvas.across)
    canvas.lay((0.85, 0.70, 0.70), 0.65 * surf * smooth(0.35, 0.6, canvas.ridge(44, cells=30)))


def _hills(canvas: Canvas) -> None:
    """Paint the near hills, left and right of the bay, with woods along their edges."""
    x = canvas.across
    west = 0.70 - 0.16 * smooth(0.86, 0.0, x)
    east = 0.80 - 0.07 * smooth(1.02, 0.25, x) - 0.13 * smooth(1.3, 2.2, x)
    for seed, slope, dark, lit in (
        (61, west, (0.125, 0.12, 0.18), (0.30, 0.22, 0.25)),
        (62, east, (0.08, 0.095, 0.125), (0.24, 0.21, 0.19)),
    ):
        woods = 0.016 * canvas.ridge(seed + 10, cells=60) + 0.022 * canvas.ridge(seed, cells=6)
        ground(canvas, slope - woods, dark, lit, seed=seed + 20)


def ground(
    canvas: Canvas, line: Plane, dark: Colour, lit: Colour, *, seed: int, body: Plane | None = None
) -> None:
    """Paint land below a line: grass and rock by grain, the last light on its upper edge."""
    body = canvas.below(line) if body is None else body
    grain = canvas.clouds(seed, cells=10, stretch=1.6, rough=0.85)
    canvas.lay(dark, body)
    canvas.lay(lit, 0.70 * body * smooth(0.35, 1.0, grain))
    edge = body * np.exp(-np.clip(canvas.down - line, 0, None) / 0.006)
    toward = 0.25 + 0.75 * np.exp(-(((canvas.across - SUN[0]) / 0.6) ** 2))
    canvas.lay((1.0, 0.64, 0.42), 0.6 * edge * toward * (0.4 + 0.6 * grain))
