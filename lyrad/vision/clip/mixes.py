"""Decide where one shot becomes another softly: a frame is a mix of one before and one after.

Least squares of a frame on the frames so many before and after it, for several distances. All of
it follows from the products of the frames with each other, so the pixels are read once. A mix
counts where it explains the frame, clearly better than either neighbour alone, and where no
motion joins those two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from lyrad.model.clip_check import Blend, Blended
from lyrad.vision.arrays import Plane
from lyrad.vision.clip.cuts import JOINED
from lyrad.vision.clip.motion import Motion
from lyrad.vision.clip.small import SmallClip

REACHES = (2, 3, 5, 8, 12, 18, 26)
"""Distances, in frames, between the middle and the two that are mixed."""

SHORT = 3
"""Up to this reach it is called a soft cut."""

EXPLAINED = 0.86
"""Share of the middle's variance that the mix must explain, ..."""

BETTER = 0.12
"""... and by how much more than one frame alone."""

LEAST, MOST = 0.22, 0.78
"""Weights that either frame may have, ..."""

SUM = (0.75, 1.25)
"""... and both together."""

GRAIN = 4.0
"""Variance below which a frame is too flat to say."""

RIDGE = 0.5
LONGER = 0.002
"""What a longer reach is worth, in variance explained for each frame: it sees the whole mix."""

APART = 2
"""Frames between two mixes, beyond their reaches."""


@dataclass(frozen=True, slots=True, order=True)
class _Mix:
    score: float
    frame: int
    reach: int
    explained: float


def mixes(clip: SmallClip, motion: Motion, hard: Sequence[int]) -> tuple[Blended, ...]:
    """Return the soft cuts and dissolves, away from the hard cuts, in their order."""
    found: list[_Mix] = []
    moved: list[_Mix] = []
    for mix in sorted(_suspected(clip), reverse=True):
        near_cut = any(mix.frame - mix.reach < cut <= mix.frame + mix.reach for cut in hard)
        if near_cut or any(_overlap(mix, one) for one in found):
            continue
        if any(2 * abs(mix.frame - one.frame) <= one.reach for one in moved):
            continue  # in the middle of what is one shot already
        (moved if _moving(clip, motion, mix) else found).append(mix)
    return tuple(map(_blended, sorted(found, key=lambda mix: mix.frame)))


def _suspected(clip: SmallClip) -> Iterator[_Mix]:
    """Yield every frame that looks like a mix, at every distance."""
    pixels = clip.faint.shape[1]
    centred = clip.faint - clip.faint.mean(axis=1, keepdims=True)
    products = centred @ centred.T / pixels
    for reach in REACHES:
        if 2 * reach >= clip.frames:
            return
        better, explained = _mixed(products, reach)
        for place in map(int, np.flatnonzero(np.isfinite(better))):
            score = float(better[place]) + LONGER * reach
            yield _Mix(score, place + reach, reach, float(explained[place]))


def _mixed(products: Plane, reach: int) -> tuple[Plane, Plane]:
    """Return by how much a mix explains each middle better, minus infinity where it is none.

    And the share of the middle's variance that it explains.
    """
    count = len(products) - 2 * reach
    first = np.arange(count)
    middle, last = first + reach, first + 2 * reach
    own = products[middle, middle]
    one, other = products[first, first] + RIDGE, products[last, last] + RIDGE
    both = products[first, last]
    on_one, on_other = products[middle, first], products[middle, last]
    size = one * other - both**2
    before = (other * on_one - both * on_other) / size
    after = (one * on_other - both * on_one) / size
    floor = np.maximum(own, GRAIN)
    fitted = 2 * (before * on_one + after * on_other) - (
        before**2 * (one - RIDGE) + after**2 * (other - RIDGE) + 2 * before * after * both
    )
    explained = fitted / floor
    alone = np.maximum(on_one**2 / one, on_other**2 / other) / floor
    least, most = np.minimum(before, after), np.maximum(before, after)
    good = (own >= GRAIN) & (explained > EXPLAINED) & (explained - alone > BETTER)
    good &= (least > LEAST) & (most < MOST)
    good &= (before + after > SUM[0]) & (before + after < SUM[1])
    return np.where(good, explained - alone, -np.inf), explained


def _moving(clip: SmallClip, motion: Motion, mix: _Mix) -> bool:
    """Return whether motion explains the middle, or joins the two ends."""
    before, middle, after = (clip.gray[mix.frame + step] for step in (-mix.reach, 0, mix.reach))
    if motion.carry(before, after).likeness >= JOINED:
        return True
    return any(motion.carry(end, middle).likeness ** 2 > mix.explained for end in (before, after))


def _overlap(one: _Mix, other: _Mix) -> bool:
    return abs(one.frame - other.frame) <= max(one.reach, other.reach) + APART


def _blended(mix: _Mix) -> Blended:
    """Return the mix as the frames it covers: those at its ends are whole already."""
    kind = Blend.SOFT_CUT if mix.reach <= SHORT else Blend.DISSOLVE
    return Blended(kind=kind, first=mix.frame - mix.reach + 1, last=mix.frame + mix.reach - 1)
