"""Decide what a contact sheet shows: the given frames beside the frames that should match them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lyrad.model.spec import Frame
from lyrad.ports import Bench


def sheet(bench: Bench, source: Path, target: Path) -> None:
    """Write the sheet: given first, five frames of the clip evenly spread, given last."""
    bench.pictures.sheet(tuple(_tiles(bench, source)), target)


def _tiles(bench: Bench, source: Path) -> Iterator[tuple[str, Path]]:
    yield from _given(bench, Frame.FIRST)
    frames = bench.plan.spec.frames
    for frame in dict.fromkeys(round((frames - 1) * quarter / 4) for quarter in range(5)):
        tile = bench.work / f"tile_{frame}.png"
        if not tile.exists():
            bench.media.picture(source, tile, frame=frame, signal=bench.signal)
        yield f"frame {frame + 1} of {frames}", tile
    yield from _given(bench, Frame.LAST)


def _given(bench: Bench, frame: Frame) -> Iterator[tuple[str, Path]]:
    member = bench.plan.member(frame.role)
    if member is None:
        return
    tile = bench.work / f"given_{frame.role}.png"
    spec = bench.plan.spec
    bench.pictures.prepare(
        bench.store(member.sha256), tile, size=spec.size, fit=spec.fit, shown=member.path
    )
    yield f"{frame.role}, as given", tile
