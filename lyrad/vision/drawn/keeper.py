"""Draw somebody who walks along the path: the keeper, in a yellow coat, with a lantern.

`x` is where the feet stand; everything else is measured in the figure's own height.
"""

from __future__ import annotations

import numpy as np

from lyrad.vision.drawn.brush import Canvas, Colour, Place, bar, smooth
from lyrad.vision.drawn.foreground import path_at

TALL = 0.22
COAT: Colour = (0.93, 0.66, 0.16)
DARK: Colour = (0.10, 0.09, 0.13)
RED: Colour = (0.72, 0.14, 0.14)
SKIN: Colour = (0.86, 0.60, 0.47)
LIGHT: Colour = (1.0, 0.83, 0.50)


def keeper(canvas: Canvas, x: float, *, stride: float) -> None:
    """Paint the keeper at x; `stride`, -1 to 1, is how the legs stand apart."""
    foot = (x, path_at(x) + 0.006)
    figure = canvas.part(x - 0.16, foot[1] - 1.25 * TALL, x + 0.2, foot[1] + 0.04)
    figure.lay((0.05, 0.05, 0.07), 0.6 * figure.glow(foot, (0.045, 0.007)))
    for way, shade in ((-stride, 0.6), (stride, 1.0)):
        _leg(figure, foot, 0.15 * way, shade)
    _arm(figure, foot, (-0.04, -0.74), (-0.13, -0.44), 0.70)
    _coat(figure, foot)
    _head(figure, foot)
    _lantern(figure, _at(foot, 0.225, -0.40))
    _arm(figure, foot, (0.03, -0.73), (0.215, -0.52), 0.95)
    figure.lay(SKIN, figure.oval(_at(foot, 0.222, -0.515), (0.0045, 0.005)))


def _at(foot: Place, across: float, down: float) -> Place:
    """Return a place on the figure: shares of its height, from its feet."""
    return foot[0] + across * TALL, foot[1] + down * TALL


def _leg(figure: Canvas, foot: Place, way: float, shade: float) -> None:
    cloth, boot = ((0.20 * shade, 0.21 * shade, 0.30 * shade), (0.13 * shade, 0.10 * shade, 0.10))
    hip, knee, heel = (
        _at(foot, share * way, down) for share, down in ((0.1, -0.36), (0.75, -0.20), (1.0, -0.03))
    )
    for high, low, wide in ((hip, knee, 0.050), (knee, heel, 0.042)):
        figure.lay(cloth, _limb(figure, high, low, wide * TALL))
    toe = (heel[0] + 0.045 * TALL, heel[1] + 0.005 * TALL)
    figure.lay(boot, _limb(figure, (heel[0], heel[1] - 0.10 * TALL), heel, 0.048 * TALL))
    figure.lay(boot, figure.oval(toe, (0.055 * TALL, 0.024 * TALL)))


def _limb(figure: Canvas, high: Place, low: Place, half: float) -> np.ndarray:
    body = figure.outline(
        (high[0] - half, high[1]),
        (high[0] + half, high[1]),
        (low[0] + half, low[1]),
        (low[0] - half, low[1]),
    )
    return np.maximum(body, figure.oval(low, (half, half)))


def _coat(figure: Canvas, foot: Place) -> None:
    shape = (
        (-0.07, -0.80),
        (0.06, -0.80),
        (0.115, -0.70),
        (0.12, -0.48),
        (0.165, -0.26),
        (0.02, -0.235),
        (-0.15, -0.255),
        (-0.115, -0.48),
        (-0.12, -0.70),
    )
    body = figure.outline(*(_at(foot, *corner) for corner in shape))
    side = (figure.across - foot[0]) / (0.15 * TALL)
    folds = figure.clouds(91, cells=50, stretch=0.3, rough=0.8)
    # The sun is ahead, the lantern in the hand: the back falls into shade.
    shade = (0.50 + 0.38 * smooth(-1.0, 0.9, side) + 0.30 * (folds - 0.5))[..., None]
    figure.lay(np.array(COAT, np.float32) * shade, body)
    figure.lay((0.30, 0.17, 0.06), body * _lines(figure, foot))
    for down in (-0.70, -0.60, -0.50, -0.40):
        figure.lay((0.16, 0.10, 0.08), figure.oval(_at(foot, 0.065, down), (0.0018, 0.0018)))


def _lines(figure: Canvas, foot: Place) -> np.ndarray:
    """Return the coat's seams: the front, a belt, a pocket, a hem."""
    front = figure.outline(*bar(_at(foot, 0.04, -0.5), (0.0007, 0.28 * TALL)))
    belt = figure.outline(*bar(_at(foot, 0.0, -0.475), (0.2 * TALL, 0.010 * TALL)))
    pocket = figure.outline(*bar(_at(foot, -0.05, -0.37), (0.035 * TALL, 0.006 * TALL)))
    hem = figure.outline(*bar(_at(foot, 0.0, -0.275), (0.2 * TALL, 0.005 * TALL)))
    return np.clip(0.7 * front + belt + pocket + 0.8 * hem, 0, 1)


def _arm(figure: Canvas, foot: Place, shoulder: Place, hand: Place, shade: float) -> None:
    sleeve = _limb(figure, _at(foot, *shoulder), _at(foot, *hand), 0.038 * TALL)
    folds = figure.clouds(93, cells=70, stretch=0.6, rough=0.8)[..., None]
    figure.lay(np.array(COAT, np.float32) * shade * (0.72 + 0.4 * folds), sleeve)


def _head(figure: Canvas, foot: Place) -> None:
    figure.lay(SKIN, figure.oval(_at(foot, 0.012, -0.875), (0.062 * TALL, 0.075 * TALL)))
    figure.lay(SKIN, figure.oval(_at(foot, 0.074, -0.868), (0.016 * TALL, 0.014 * TALL)))
    figure.lay(
        (0.80, 0.78, 0.76), figure.oval(_at(foot, 0.030, -0.828), (0.048 * TALL, 0.040 * TALL))
    )
    figure.lay(DARK, figure.oval(_at(foot, 0.048, -0.892), (0.0016, 0.002)))
    scarf = figure.oval(_at(foot, 0.0, -0.785), (0.085 * TALL, 0.035 * TALL))
    tail = _limb(figure, _at(foot, -0.06, -0.78), _at(foot, -0.19, -0.66), 0.024 * TALL)
    stripes = smooth(0.2, 0.5, np.sin((figure.across + figure.down) * 900))
    for piece in (scarf, tail):
        figure.lay(RED, piece)
        figure.lay((0.90, 0.80, 0.68), 0.85 * piece * stripes)
    hat = np.array(COAT, np.float32) * 0.82
    crown = ((-0.075, -0.905), (0.075, -0.915), (0.055, -0.985), (0.0, -1.005), (-0.055, -0.98))
    brim = ((-0.155, -0.862), (-0.09, -0.93), (0.08, -0.94), (0.125, -0.905), (0.0, -0.905))
    figure.lay(hat, figure.outline(*(_at(foot, *corner) for corner in crown)))
    figure.lay(hat * 0.72, figure.outline(*(_at(foot, *corner) for corner in brim)))


def _lantern(figure: Canvas, place: Place) -> None:
    x, y = place
    figure.lay(DARK, figure.outline(*bar((x, y - 0.006), (0.0008, 0.018))))
    figure.lay(LIGHT, figure.outline(*bar((x, y + 0.006), (0.0068, 0.009))))
    for part, half in ((y - 0.004, 0.008), (y + 0.016, 0.0085)):
        figure.lay(DARK, figure.outline(*bar((x, part), (half, 0.0020))))
    figure.shine(LIGHT, 0.75 * figure.glow((x, y + 0.006), (0.020, 0.020)))
    figure.shine((1.0, 0.66, 0.30), 0.34 * figure.glow((x, y + 0.02), (0.055, 0.050)))
