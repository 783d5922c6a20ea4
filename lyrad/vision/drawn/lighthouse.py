"""Draw a lighthouse with its lamp lit, and the keeper's cottage beside it."""

from __future__ import annotations

import numpy as np

from lyrad.vision.drawn.brush import Canvas, Colour, Place, bar, smooth

LAMP: Place = (1.52, 0.2335)
FOOT = 0.492
IRON: Colour = (0.11, 0.09, 0.14)


def lighthouse(canvas: Canvas) -> None:
    """Paint the tower, its light and the cottage where they stand on the coast."""
    x, y = LAMP
    _tower(canvas.part(x - 0.03, y, x + 0.03, FOOT + 0.01))
    _lantern(canvas.part(x - 0.03, y - 0.04, x + 0.03, y + 0.03))
    _beams(canvas.part(x - 0.9, y - 0.11, x + 0.9, y + 0.10))
    _cottage(canvas.part(x - 0.2, FOOT - 0.1, x, FOOT + 0.06), (x - 0.082, FOOT + 0.008))


def _tower(canvas: Canvas) -> None:
    x, top = LAMP
    half, neck = 0.0235, 0.0145
    wall = canvas.outline(
        (x - neck, top + 0.018), (x + neck, top + 0.018), (x + half, FOOT), (x - half, FOOT)
    )
    # The sun stands to the left: a round wall turns from warm light into blue shade.
    side = np.clip((canvas.across - x) / half, -1, 1)
    shade = (0.92 - 0.62 * smooth(-0.75, 0.95, side))[..., None]
    stone = shade * (0.88 + 0.24 * canvas.clouds(51, cells=60))[..., None]
    canvas.lay(np.array((1.0, 0.90, 0.80), np.float32) * stone, wall)
    for band in (0.300, 0.375, 0.450):
        stripe = wall * smooth(0, 0.002, 0.019 - np.abs(canvas.down - band))
        canvas.lay(np.array((0.86, 0.22, 0.16), np.float32) * stone, stripe)
    for window in (0.338, 0.413):
        canvas.lay((0.13, 0.10, 0.16), canvas.oval((x + 0.002, window), (0.0028, 0.0062)))


def _lantern(canvas: Canvas) -> None:
    x, y = LAMP
    canvas.lay((1.0, 0.93, 0.70), canvas.outline(*bar(LAMP, (0.0105, 0.013))))
    for post in (-0.0105, -0.0035, 0.0035, 0.0105):
        canvas.lay(IRON, canvas.outline(*bar((x + post, y), (0.0008, 0.013))))
    canvas.lay(IRON, canvas.outline(*bar((x, y + 0.0165), (0.021, 0.0035))))
    roof = ((x - 0.0145, y - 0.012), (x + 0.0145, y - 0.012), (x, y - 0.033))
    canvas.lay((0.50, 0.14, 0.13), canvas.outline(*roof))


def _beams(canvas: Canvas) -> None:
    x, y = LAMP
    away = np.abs(canvas.across - x)
    for way in (-1, 1):
        far = x + way * 0.9
        beam = canvas.outline((x, y), (far, y - 0.080), (far, y + 0.040))
        fade = np.exp(-away / 0.34) * (1 - smooth(0.35, 0.88, away))
        canvas.shine((1.0, 0.90, 0.66), 0.36 * beam * fade)
    canvas.shine((1.0, 0.86, 0.55), 0.9 * canvas.glow(LAMP, (0.028, 0.028)))
    canvas.shine((1.0, 0.80, 0.50), 0.35 * canvas.glow(LAMP, (0.11, 0.05)))


def _cottage(canvas: Canvas, foot: Place) -> None:
    x, y = foot
    canvas.lay((0.50, 0.40, 0.44), canvas.outline(*bar((x, y - 0.014), (0.034, 0.016))))
    canvas.lay((0.83, 0.66, 0.58), canvas.outline(*bar((x - 0.024, y - 0.014), (0.010, 0.016))))
    eaves = ((x - 0.039, y - 0.029), (x + 0.039, y - 0.029))
    canvas.lay(
        (0.30, 0.15, 0.18), canvas.outline(*eaves, (x + 0.027, y - 0.049), (x - 0.027, y - 0.049))
    )
    canvas.lay((0.30, 0.18, 0.20), canvas.outline(*bar((x + 0.016, y - 0.053), (0.0035, 0.009))))
    for window in (x - 0.004, x + 0.016):
        canvas.lay((1.0, 0.82, 0.45), canvas.outline(*bar((window, y - 0.014), (0.004, 0.005))))
        canvas.shine((1.0, 0.72, 0.42), 0.5 * canvas.glow((window, y - 0.013), (0.016, 0.014)))
