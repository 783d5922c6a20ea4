"""Lay beats so that every hit falls on one: a tempo for each stretch between two hits.

As a composer does with a click: the tempo gives a little, so that a whole number of beats lies
between two hits. Where it would have to give too much, the hit cuts the bar short instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.scratch import Bar

GIVES = 0.08
"""The share by which a tempo may give before it is heard to."""

LEAST = SAMPLE_RATE // 2
"""Samples between two hits below which the second is struck, but moves no beat."""

_METER = re.compile(r"\s*(\d{1,2})\s*/\s*(\d{1,2})\s*")
_EIGHTHS = 8
_USUAL = "4/4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """Beats in a bar, and into how many parts each is divided."""

    name: str
    beats: int
    parts: int


def meter_of(text: str) -> Meter:
    """Return the meter; `6/8` is two beats of three parts, and what is none is `4/4`."""
    found = _METER.fullmatch(text)
    beats, unit = (int(found[1]), int(found[2])) if found else (4, 4)
    if found is None or not beats:
        return Meter(name=_USUAL, beats=4, parts=2)
    if unit == _EIGHTHS and beats % 3 == 0:
        return Meter(name=text.strip(), beats=beats // 3, parts=3)
    return Meter(name=text.strip(), beats=beats, parts=2)


def tempo_for(slowest: int, fastest: int, samples: int, hits: Sequence[int]) -> float:
    """Return the tempo within the limits at which the beats give least to meet the hits."""
    edges = _edges(samples, hits)
    middle = (slowest + fastest) / 2

    def cost(bpm: int) -> tuple[float, float]:
        counts = [(end - at) / _beat(bpm) for at, end in edges]
        return round(sum(abs(one - round(one)) for one in counts), 3), abs(bpm - middle)

    return float(min(range(slowest, fastest + 1), key=cost))


def bars(bpm: float, meter: Meter, samples: int, hits: Sequence[int]) -> tuple[Bar, ...]:
    """Return the bars of a piece, in order; each hit that is not too near another opens one."""
    return tuple(
        bar
        for section, (at, end) in enumerate(_edges(samples, hits))
        for bar in _section(bpm, meter, section, at, end)
    )


def _section(bpm: float, meter: Meter, section: int, at: int, end: int) -> Iterator[Bar]:
    beats = _beats(bpm, at, end)
    for first in range(0, len(beats), meter.beats):
        after = first + meter.beats
        yield Bar(
            beats=tuple(beats[first:after]),
            end=beats[after] if after < len(beats) else end,
            section=section,
            opens=first == 0,
        )


def _beats(bpm: float, at: int, end: int) -> list[int]:
    length = _beat(bpm)
    count = max(1, round((end - at) / length))
    fitted = (end - at) / count
    if abs(fitted / length - 1) <= GIVES:
        return [at + round(number * fitted) for number in range(count)]
    whole = max(1, int((end - at) / length))
    return [at + round(number * length) for number in range(whole)]


def _edges(samples: int, hits: Sequence[int]) -> list[tuple[int, int]]:
    """Return the stretches between those hits that move the beat."""
    edges = [0]
    for hit in sorted(hits):
        if hit - edges[-1] >= LEAST and samples - hit >= LEAST:
            edges.append(hit)
    return list(zip(edges, (*edges[1:], samples), strict=True))


def _beat(bpm: float) -> float:
    """Return a beat's length in samples."""
    return 60 * SAMPLE_RATE / bpm
