"""Decide what a contact sheet shows: given frames beside those that should match, and oddities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from lyrad.actions._given import given
from lyrad.core.clip_words import CUT, clip_words
from lyrad.model.spec import Frame
from lyrad.model.take import Check
from lyrad.ports import Bench

MOST_ODD = 4
"""Oddities get one row of the sheet."""


def sheet(bench: Bench, source: Path, target: Path, checks: Iterable[Check] = ()) -> None:
    """Write the sheet: given first, five frames of the clip evenly spread, given last.

    Below them stand the frames of which a check that failed speaks: both sides of a cut.
    """
    odd = tuple(_odd(bench, source, checks))[:MOST_ODD]
    bench.pictures.sheet((*_tiles(bench, source), *odd), target)


def _tiles(bench: Bench, source: Path) -> Iterator[tuple[str, Path]]:
    yield from _given(bench, Frame.FIRST)
    frames = bench.plan.spec.frames
    for frame in dict.fromkeys(round((frames - 1) * quarter / 4) for quarter in range(5)):
        yield f"frame {frame + 1} of {frames}", _tile(bench, source, frame)
    yield from _given(bench, Frame.LAST)


def _given(bench: Bench, frame: Frame) -> Iterator[tuple[str, Path]]:
    tile = given(bench, frame)
    if tile is not None:
        yield f"{frame.role}, as given", tile


def _odd(bench: Bench, source: Path, checks: Iterable[Check]) -> Iterator[tuple[str, Path]]:
    """Yield the frames of failed checks."""
    for check in checks:
        for said in clip_words([check]):
            for frame in check.frames:
                yield from _pointed(bench, source, frame, "" if check.name == CUT else said)


def _pointed(bench: Bench, source: Path, frame: int, said: str) -> Iterator[tuple[str, Path]]:
    """Yield a frame, counted from 1, under what is said of it; of a cut, with the one before."""
    if not said:
        yield f"frame {frame - 1}", _tile(bench, source, frame - 2)
    yield said or f"cut at {frame}", _tile(bench, source, frame - 1)


def _tile(bench: Bench, source: Path, frame: int) -> Path:
    """Return one frame of the clip as a picture, counted from 0."""
    tile = bench.work / f"tile_{frame}.png"
    if not tile.exists():
        bench.media.picture(source, tile, frame=frame, signal=bench.signal)
    return tile
