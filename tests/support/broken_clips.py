"""Clips that are broken: by a hard cut, a soft one, a dissolve, or a fade through black.

Each takes a place, another one, a number of frames, and a generator for what does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from tests.support.cut_shots import (
    CutClip,
    Drawn,
    Rng,
    clip_of,
    drifting,
    edited,
    frames_of,
    somewhere,
    view,
)
from tests.support.scenes import Picture


def cut_elsewhere(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cut = somewhere(frames, rng)
    shots = (drifting(where, rng), drifting(other, rng))
    return clip_of(cut_elsewhere, where, edited(shots, [cut], frames), [cut])


def cut_early(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cut = int(rng.integers(2, 12))
    shots = (drifting(where, rng), drifting(other, rng))
    return clip_of(cut_early, where, edited(shots, [cut], frames), [cut])


def cut_twice(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cuts = [somewhere(frames, rng, 0.15, 0.4), somewhere(frames, rng, 0.6, 0.85)]
    shots = (drifting(where, rng), drifting(other, rng), drifting(where, rng))
    return clip_of(cut_twice, where, edited(shots, cuts, frames), cuts)


def cut_in_a_pan(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    cut = somewhere(frames, rng)
    shots = (drifting(where, rng, 0.5), drifting(other, rng, 0.5))
    return clip_of(cut_in_a_pan, where, edited(shots, [cut], frames), [cut])


def cut_to_the_side(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """The same place, from another side of it: the colours stay."""
    del other
    cut, gap = somewhere(frames, rng), float(rng.uniform(0.3, 0.38))
    shots: list[Drawn] = [
        lambda t: view(where, 0.5 - gap / 2 * 1.2 + 0.02 * t, 0.45, 0.36),
        lambda t: view(where, 0.5 + gap / 2 * 1.2 + 0.02 * t, 0.55, 0.36),
    ]
    return clip_of(cut_to_the_side, where, edited(shots, [cut], frames), [cut])


def cut_closer(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """From a wide shot to a detail of it."""
    del other
    cut, nearer = somewhere(frames, rng), float(rng.uniform(2.8, 4.2))
    x, y = rng.uniform(0.35, 0.65, 2)
    shots: list[Drawn] = [
        lambda t: view(where, 0.5, 0.5, 0.9 - 0.05 * t),
        lambda t: view(where, x + 0.02 * t, y, 0.9 / nearer),
    ]
    return clip_of(cut_closer, where, edited(shots, [cut], frames), [cut])


def cut_across_the_line(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    """The picture is suddenly flipped."""
    del other
    cut, shot = somewhere(frames, rng), drifting(where, rng)
    shots: list[Drawn] = [shot, lambda t: np.ascontiguousarray(shot(t)[:, ::-1])]
    return clip_of(cut_across_the_line, where, edited(shots, [cut], frames), [cut])


def blended(
    shots: Sequence[Drawn], start: int, length: int, frames: int
) -> list[Callable[[], Picture]]:
    """Return two shots of which the second shows through more and more."""
    before, after = (frames_of(shot, frames) for shot in shots)

    def mixed(number: int) -> Picture:
        share = float(np.clip((number - start + 1) / (length + 1), 0, 1))
        return cv2.addWeighted(before[number](), 1 - share, after[number](), share, 0)

    return [lambda n=number: mixed(n) for number in range(frames)]


def soft_cut(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    length = int(rng.integers(2, 5))
    start = somewhere(frames, rng, 0.25, 0.7)
    shots = (drifting(where, rng), drifting(other, rng))
    middle = start + length // 2
    return clip_of(soft_cut, where, blended(shots, start, length, frames), soft=[middle])


def dissolve(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    length = int(rng.integers(8, max(9, min(31, frames // 3 + 1))))
    start = int(rng.integers(frames // 5, frames - length - frames // 5 + 1))
    shots = (drifting(where, rng), drifting(other, rng))
    middle = start + length // 2
    return clip_of(dissolve, where, blended(shots, start, length, frames), soft=[middle])


def through_black(where: str, other: str, frames: int, rng: Rng) -> CutClip:
    middle, half = frames // 2, int(rng.integers(4, max(5, min(16, frames // 4))))
    shots = edited((drifting(where, rng), drifting(other, rng)), [middle], frames)

    def faded(number: int) -> Picture:
        light = float(np.clip((abs(number - middle) - 1) / half, 0, 1))
        return cv2.convertScaleAbs(shots[number](), alpha=light)

    pictures = [lambda n=number: faded(n) for number in range(frames)]
    return clip_of(through_black, where, pictures, soft=[middle])


BROKEN = (
    cut_elsewhere,
    cut_early,
    cut_twice,
    cut_in_a_pan,
    cut_to_the_side,
    cut_closer,
    cut_across_the_line,
    soft_cut,
    dissolve,
    through_black,
)
