"""Clips that run through, and may look as if they did not: pans, whips, flashes, passers-by.

Each takes a place, another one that is not shown, a number of frames, and a generator.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sin, tau

import cv2
import numpy as np

from tests.support.cut_shots import (
    CutClip,
    Drawn,
    Rng,
    clip_of,
    drifting,
    frames_of,
    somewhere,
    view,
)
from tests.support.figure import cloth, over, size_for
from tests.support.scenes import Picture


def still(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other, rng
    return clip_of(still, where, frames_of(lambda _: view(where, 0.5, 0.5, 0.5), frames))


def drift(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    return clip_of(drift, where, frames_of(drifting(where, rng), frames))


def pan(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    way = 0.36 * float(rng.choice([-1, 1]))

    def shot(t: float) -> Picture:
        return view(where, 0.5 + way * (t - 0.5), 0.5, 0.42)

    return clip_of(pan, where, frames_of(shot, frames))


def whip(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """The camera is thrown round within a few frames, and everything smears."""
    del other
    length, start = int(rng.integers(7, 13)), somewhere(frames, rng, 0.1, 0.45)
    way = float(rng.choice([-1, 1])) * float(rng.uniform(0.4, 0.6))

    def place_at(number: float) -> float:
        t = float(np.clip((number - start) / length, 0, 1))
        return 0.5 + way * (t * t * (3 - 2 * t) - 0.5) + 0.06 * number / frames

    def smeared(number: int) -> Picture:
        """Average what a shutter of half a frame lets through."""
        moments = [place_at(number + part / 16) for part in range(9)]
        if abs(moments[0] - moments[-1]) < 0.002:
            return view(where, moments[0], 0.5, 0.36)
        seen = [view(where, x, 0.5, 0.36).astype(np.float32) for x in moments]
        return np.clip(sum(seen) / len(seen), 0, 255).astype(np.uint8)

    return clip_of(whip, where, [lambda n=number: smeared(n) for number in range(frames)])


def flash(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Lightning, or a camera's flash, of one to three frames; sometimes twice."""
    del other
    shot, times = frames_of(drifting(where, rng), frames), int(rng.integers(1, 3))
    lit: dict[int, float] = {}
    for _ in range(times):
        start = somewhere(frames, rng)
        for number in range(int(rng.integers(1, 4))):
            lit[start + number] = float(rng.uniform(1.6, 4))

    def seen(number: int) -> Picture:
        picture = shot[number]()
        gain = lit.get(number)
        return cv2.convertScaleAbs(picture, alpha=gain, beta=15 * gain) if gain else picture

    return clip_of(flash, where, [lambda n=number: seen(n) for number in range(frames)])


def _lit(kind: Callable[..., CutClip], where: str, frames: int, rng: Rng, light: Drawn) -> CutClip:
    """Return a calm shot whose light goes by a function of time: a factor."""
    shot = drifting(where, rng)
    pictures = frames_of(lambda t: cv2.convertScaleAbs(shot(t), alpha=float(light(t))), frames)
    return clip_of(kind, where, pictures)


def fade_in(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    length = float(rng.uniform(0.15, 0.5))
    return _lit(fade_in, where, frames, rng, lambda t: np.clip(t / length, 0, 1))


def fade_out(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    length = float(rng.uniform(0.15, 0.5))
    return _lit(fade_out, where, frames, rng, lambda t: np.clip((1 - t) / length, 0, 1))


def dusk_falls(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    stops = float(rng.uniform(-1.8, 0.8))
    return _lit(dusk_falls, where, frames, rng, lambda t: np.float32(2 ** (stops * t / 2.2)))


def lamp(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """A lamp is switched on or off between two frames."""
    del other
    stops, at = float(rng.choice([-1, 1]) * rng.uniform(0.8, 1.6)), float(rng.uniform(0.3, 0.7))
    return _lit(lamp, where, frames, rng, lambda t: np.float32(2 ** (stops * (t > at) / 2.2)))


def flicker(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Firelight."""
    del other
    phase = rng.uniform(0, tau, 2)
    return _lit(
        flicker, where, frames, rng,
        lambda t: np.float32(1 + 0.14 * sin(90 * t + phase[0]) + 0.12 * sin(41 * t + phase[1])),
    )  # fmt: skip


def walker(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Somebody crosses the picture."""
    del other
    figure, share = cloth(int(rng.integers(1 << 30))), float(rng.uniform(0.05, 0.2))
    size = size_for(figure, share, (0.5,))
    shot = drifting(where, rng, 0.03)

    def seen(t: float) -> Picture:
        return over(shot(t), figure, 0.1 + 0.8 * t, size)

    return clip_of(walker, where, frames_of(seen, frames))


def passer_by(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """Somebody goes by close to the lens, within half a second, and covers much of the view."""
    del other
    figure = cloth(int(rng.integers(1 << 30)))
    size = size_for(figure, 0.45, (0.5,))
    shot, start = frames_of(drifting(where, rng, 0.03), frames), somewhere(frames, rng, 0.1, 0.4)

    def seen(number: int) -> Picture:
        t = (number - start) / 12
        back = shot[number]()
        return over(back, figure, -0.6 + 2.2 * t, size) if 0 <= t <= 1 else back

    return clip_of(passer_by, where, [lambda n=number: seen(n) for number in range(frames)])


def push(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    times, back = float(rng.uniform(1.5, 3)), bool(rng.random() < 0.3)

    def shot(t: float) -> Picture:
        return view(where, 0.5, 0.5, 0.9 * times ** -(1 - t if back else t))

    return clip_of(push, where, frames_of(shot, frames))


def turn(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    del other
    degrees = float(rng.choice([-1, 1]) * rng.uniform(15, 60))
    pictures = frames_of(lambda t: view(where, 0.5, 0.5, 0.5, degrees * t), frames)
    return clip_of(turn, where, pictures)


def shaken(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """A camera on a shoulder that runs."""
    del other
    x, y, roll = (np.cumsum(rng.normal(0, 1, frames)) for _ in range(3))
    at = [(0.5 + 0.012 * np.tanh(x[k] / 4) * 4 + rng.normal(0, 0.004),
           0.5 + 0.012 * np.tanh(y[k] / 4) * 4 + rng.normal(0, 0.004),
           1.5 * np.tanh(roll[k] / 4)) for k in range(frames)]  # fmt: skip
    return clip_of(
        shaken, where, [lambda p=place_: view(where, p[0], p[1], 0.5, p[2]) for place_ in at]
    )


WHOLE = (
    still,
    drift,
    pan,
    whip,
    flash,
    fade_in,
    fade_out,
    dusk_falls,
    lamp,
    flicker,
    walker,
    passer_by,
    push,
    turn,
    shaken,
)
