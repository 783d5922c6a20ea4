"""Look a clip through from end to end, once, and say what was seen. What it means is not said."""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.model.clip_check import ClipFindings
from lyrad.vision.arrays import Picture
from lyrad.vision.clip.cuts import cuts
from lyrad.vision.clip.darkness import black, through_black
from lyrad.vision.clip.mixes import mixes
from lyrad.vision.clip.motion import Motion
from lyrad.vision.clip.small import small_clip
from lyrad.vision.clip.still import longest_still
from lyrad.vision.plane import size_of


def look_through(frames: Iterable[Picture]) -> ClipFindings:
    """Return what the pictures say: cuts, blends, blackness, stillness.

    Args:
        frames: small 8-bit BGR pictures of one size, about `small.WIDTH` pixels wide.

    Raises:
        ValueError: there is no frame.
    """
    clip = small_clip(frames)
    motion = Motion(size_of(clip.gray[0]))
    hard = cuts(clip, motion)
    blends = (*mixes(clip, motion, hard), *through_black(clip))
    return ClipFindings(
        frames=clip.frames,
        cuts=hard,
        blends=tuple(sorted(blends, key=lambda blend: blend.first)),
        black=int(black(clip).sum()),
        still=longest_still(clip),
    )
