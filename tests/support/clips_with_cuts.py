"""Clips whose cuts are known, because they were put there; and clips that only look like it.

Every clip gets grain and a camera's compression. The places come in two splits with none in
common: what is tuned on one is tested on the other.
"""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.support.broken_clips import BROKEN
from tests.support.cut_shots import SIZE, CutClip
from tests.support.places import TEST, TUNING
from tests.support.scenes import Picture
from tests.support.whole_clips import WHOLE

LENGTHS = (24, 49, 81, 121)
NEAR = 2
"""A cut counts as found where it is told at most so many frames away."""


@dataclass
class Score:
    """How many cuts were found, were told wrongly, and were missed."""

    found: int = 0
    false: int = 0
    missed: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, clip: CutClip, told: Sequence[int], true: Sequence[int]) -> None:
        left = list(told)
        for cut in true:
            near = [one for one in left if abs(one - cut) <= NEAR]
            self.found += bool(near)
            self.missed += not near
            left = [one for one in left if one not in near]
        self.false += len(left)
        if left or len(told) < len(true):
            self.wrong.append(f"{clip.kind}, {clip.where}: {list(true)}, told {list(told)}")

    @property
    def true(self) -> int:
        return self.found + self.missed

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.false)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.true)

    @property
    def f1(self) -> float:
        return 2 * self.found / max(1, 2 * self.found + self.false + self.missed)


def clips(split: str, seed: int = 0, places: int = 8) -> Iterator[CutClip]:
    """Yield every kind at each of the split's first places; the seed changes all but the kind."""
    names = tuple(TUNING if split == "tuning" else TEST)
    for kind in (*BROKEN, *WHOLE):
        for number, where in enumerate(names[:places]):
            key = f"{kind.__name__} {where} {seed}".encode()
            rng = np.random.default_rng(zlib.crc32(key))
            other = str(rng.choice([one for one in names if one != where]))
            frames = LENGTHS[(number + seed + zlib.crc32(kind.__name__.encode())) % 4]
            yield kind(where, other, frames, rng)


def write(clip: CutClip, folder: Path) -> Path:
    """Write a clip as a model's web service would: H.264, 24 frames a second, crf 23."""
    name = f"{clip.kind} {clip.where}".replace(" ", "_")
    path = folder / f"{name}.mp4"
    raw = ("-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", "24")
    kept = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p")
    argv = ["ffmpeg", "-v", "error", "-y", *raw, "-i", "-", *kept, str(path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None
        for picture in grained(clip.draw(), zlib.crc32(name.encode())):
            child.stdin.write(picture.tobytes())
    assert child.returncode == 0
    return path


def grained(pictures: Iterable[Picture], seed: int) -> Iterator[Picture]:
    """Yield the pictures with film grain, the same strength throughout a clip."""
    rng = np.random.default_rng(seed)
    shape = (SIZE[1] + 64, SIZE[0] + 64, 3)
    grain = (rng.uniform(1, 4) * rng.standard_normal(shape, np.float32)).astype(np.int16)
    for picture in pictures:
        top, left = rng.integers(0, 64, 2)
        here = grain[top : top + SIZE[1], left : left + SIZE[0]]
        yield np.clip(picture + here, 0, 255).astype(np.uint8)
