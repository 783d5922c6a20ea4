"""Every bad way to write a file, step by step: each is a generator that yields how long it pauses.

What a writer does is done on a real file system; only its pauses are told, in seconds, so that
whoever runs it need not wait. Copies go block by block, from front to back unless they say so.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = 4096
STEP = 0.3
"""Seconds between two parts, but for the one stall."""
LONG_AGO = 1_000_000_000


@dataclass(frozen=True, kw_only=True)
class Copy:
    """What is written, in how many parts, and how long it stalls before one of them."""

    path: Path
    data: bytes
    stall: float
    parts: int = 6
    seed: int = 1

    @property
    def pieces(self) -> list[tuple[int, bytes]]:
        """Return the parts with their places; all but the last end where a block ends."""
        ends = {BLOCK * n for n in range(1, -(-len(self.data) // BLOCK))}
        chance = random.Random(self.seed)
        chosen = sorted(chance.sample(sorted(ends), min(len(ends), self.parts - 1)))
        starts = [0, *chosen]
        return [
            (start, self.data[start:end])
            for start, end in zip(starts, [*chosen, len(self.data)], strict=True)
        ]

    def pauses(self) -> Iterator[float]:
        """Yield the pause before each part but the first; one of them is the stall."""
        count = len(self.pieces) - 1
        stalls_at = random.Random(self.seed + 1).randrange(max(count, 1))
        for number in range(count):
            yield self.stall if number == stalls_at else STEP


Writer = Callable[[Copy], Iterator[float]]


def growing(copy: Copy) -> Iterator[float]:
    """One open file that grows."""
    with copy.path.open("wb", buffering=0) as file:
        yield from _filled(file.fileno(), copy)


def reopened(copy: Copy) -> Iterator[float]:
    """Opened, appended to and closed for each part, as scanners and exporters do."""
    pauses = copy.pauses()
    for _, part in copy.pieces:
        with copy.path.open("ab") as file:
            file.write(part)
        yield next(pauses, 0.0)


def reserved(copy: Copy) -> Iterator[float]:
    """Given its space first, as careful copy programs do."""
    with copy.path.open("wb", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, len(copy.data))
        yield from _filled(file.fileno(), copy)


def sized(copy: Copy) -> Iterator[float]:
    """Given its size first, as Explorer does."""
    with copy.path.open("wb", buffering=0) as file:
        file.truncate(len(copy.data))
        yield from _filled(file.fileno(), copy)


def pinned(copy: Copy) -> Iterator[float]:
    """Given its size first, its times set back after each part, as a server may do."""
    with copy.path.open("wb", buffering=0) as file:
        file.truncate(len(copy.data))
        for pause in _filled(file.fileno(), copy):
            os.utime(copy.path, (LONG_AGO, LONG_AGO))
            yield pause


def end_first(copy: Copy) -> Iterator[float]:
    """The end written first, then the rest from the front, as some download programs do."""
    *rest, last = copy.pieces
    with copy.path.open("wb", buffering=0) as file:
        pauses = copy.pauses()
        for place, part in (last, *rest):
            os.pwrite(file.fileno(), part, place)
            yield next(pauses, 0.0)


def placeholder(copy: Copy) -> Iterator[float]:
    """An empty file first, then one byte, then another file of that name with the data."""
    copy.path.touch()
    yield copy.stall
    copy.path.write_bytes(copy.data[:1])
    yield STEP
    copy.path.unlink()
    yield STEP
    yield from growing(copy)


def renamed(copy: Copy) -> Iterator[float]:
    """Written beside under a hidden name, then moved in, as rsync does."""
    hidden = copy.path.with_name(f".{copy.path.name}.Xy12Za")
    with hidden.open("wb", buffering=0) as file:
        yield from _filled(file.fileno(), copy)
    hidden.replace(copy.path)
    yield 0.0


def _filled(file: int, copy: Copy) -> Iterator[float]:
    pauses = copy.pauses()
    for place, part in copy.pieces:
        os.pwrite(file, part, place)
        yield next(pauses, 0.0)


ALL: Mapping[str, Writer] = {
    writer.__name__: writer
    for writer in (
        growing,
        reopened,
        reserved,
        sized,
        pinned,
        end_first,
        placeholder,
        renamed,
    )
}
