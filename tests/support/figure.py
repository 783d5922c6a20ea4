"""A patterned figure that stands before a place, and how much of the frame it covers."""

from __future__ import annotations

import cv2
import numpy as np

from tests.support.scenes import Picture

THUMB = (160, 90)


def cloth(seed: int) -> Picture:
    """Return a patterned figure on nothing: colour, and alpha as the fourth channel."""
    rng = np.random.default_rng(seed)
    figure = np.zeros((480, 480, 4), np.uint8)
    cv2.ellipse(figure, (240, 330), (150, 230), 0, 0, 360, (90, 60, 140, 255), -1)
    cv2.circle(figure, (240, 90), 80, (140, 170, 210, 255), -1)
    for _ in range(40):
        centre = tuple(int(v) for v in rng.integers(20, 460, 2))
        colour = tuple(int(v) for v in rng.integers(20, 240, 3))
        inside = figure[centre[1], centre[0], 3] > 0
        if inside:
            cv2.circle(figure, centre, int(rng.integers(6, 26)), (*colour, 255), -1)
    return figure


def size_for(figure: Picture, share: float, xs: tuple[float, ...]) -> float:
    """Return the figure's height in heights at which its places cover a share of the frame."""
    low, high = 0.05, 4.0
    for _ in range(12):
        size = (low + high) / 2
        covered = np.max([_placed(figure, x, size, THUMB)[..., 3] > 0 for x in xs], axis=0)
        low, high = (size, high) if covered.mean() < share else (low, size)
    return low


def over(back: Picture, figure: Picture, x: float, size: float) -> Picture:
    drawn = _placed(figure, x, size, (back.shape[1], back.shape[0]))
    alpha = drawn[..., 3:].astype(np.float32) / 255
    return (drawn[..., :3] * alpha + back * (1 - alpha)).astype(np.uint8)


def _placed(figure: Picture, x: float, size: float, frame: tuple[int, int]) -> Picture:
    """Return the figure alone, its middle at x of the width, so many heights tall."""
    width, height = frame
    scale, half = size * height / figure.shape[0], figure.shape[0] / 2
    way = np.array(
        [[scale, 0, x * width - scale * half], [0, scale, 0.55 * height - scale * half]]
    )
    return cv2.warpAffine(figure, way, frame)
