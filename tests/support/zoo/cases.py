"""Which copies are tried, and for how long a stall lyrad promises not to take half a file.

Where a format has an end of its own, for any stall. Where it has none, nobody can tell a stall
from the end: then for as long as lyrad waits, and after that what changes again is taken anew.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from lyrad.core.settle import Quiet
from tests.support.zoo.formats import MAKERS
from tests.support.zoo.writers import ALL

TEXT = frozenset({"shot.yaml", "list.csv"})
UNKNOWN = "cache.bin"
# A header says how much there must be; nothing marks the end, and it may be zeros.
OPEN_ENDED = frozenset(
    {"raw.exr", "still.dpx", "index first.mp4", "clip.mkv", "model.safetensors"}
    | {"sound.wav", "sound.rf64", "sound.w64", "sound.aiff", "sound.mp3"}
)
SIZE_FIRST = frozenset({"reserved", "sized", "pinned"})


@dataclass(frozen=True, kw_only=True)
class Case:
    """One copy: what, how, and with how long a stall (seconds)."""

    name: str
    writer: str
    stall: float
    seed: int

    @property
    def words(self) -> str:
        return f"{self.name}, {self.writer}, stalled {self.stall:.1f} s, seed {self.seed}"


def promise(name: str, writer: str, quiet: Quiet, *, share: bool) -> float:
    """Return the longest stall in seconds in which no half file is taken."""
    if writer == "renamed":
        return math.inf
    if writer == "end_first" and name not in TEXT:
        # A local disk tells of the gap, which makes a doubt; a share may tell nothing.
        return quiet.usual if share else quiet.with_takes
    if writer == "end_first":
        return math.inf
    if writer in SIZE_FIRST:
        return quiet.with_takes if name in {UNKNOWN, *OPEN_ENDED} else math.inf
    if name in TEXT:
        return quiet.usual
    return quiet.unknown if name == UNKNOWN else math.inf


def within(quiet: Quiet, longest: float, *, share: bool, seed: int) -> Iterator[Case]:
    """Yield each format by each writer, with a stall in which lyrad promises something."""
    chance = random.Random(seed)
    for name in MAKERS:
        for writer in ALL:
            stall = min(0.9 * promise(name, writer, quiet, share=share), longest) * chance.uniform(
                0.2, 1
            )
            yield Case(name=name, writer=writer, stall=stall, seed=chance.randrange(1 << 30))


def beyond(quiet: Quiet, *, share: bool, seed: int) -> Iterator[Case]:
    """Yield the formats and writers for which there is a stall that is too long, with such."""
    chance = random.Random(seed)
    for name in MAKERS:
        for writer in ALL:
            longest = promise(name, writer, quiet, share=share)
            if longest < math.inf:
                stall = longest * chance.uniform(2, 4)
                yield Case(name=name, writer=writer, stall=stall, seed=chance.randrange(1 << 30))
