"""Draw an assembly's slates and burn-ins into files that FFmpeg reads: plain pixels, no format."""

from __future__ import annotations

from pathlib import Path

from lyrad.backends.assembly.part import Burnt, Raw
from lyrad.core.shotlist.timecode import timecode_of
from lyrad.model.media import Size
from lyrad.ports import BurnIn, PartOrder, Signal
from lyrad.vision.burn_in import band, band_height, width_of
from lyrad.vision.slate import slate

_EVERY = 50
"""Counters drawn between two looks at the signal."""


def drawn_slate(order: PartOrder, folder: Path) -> Raw:
    """Return a slate, written into the folder."""
    size, path = order.size, folder / "slate.bgr"
    path.write_bytes(slate(order.words, width=size.width, height=size.height).tobytes())
    return Raw(path=path, size=size, pixels="bgr24")


def drawn_burn_in(order: PartOrder, burn_in: BurnIn, folder: Path, signal: Signal) -> Burnt:
    """Return the band and a counter for each frame, written into the folder."""
    high = band_height(order.size.height)
    wide = min(width_of(_counter(order, burn_in, 0), height=high), order.size.width // 2 * 2)
    label = Size(width=order.size.width - wide, height=high)
    label_path, counter_path = folder / "band.ya8", folder / "counter.ya8"
    label_path.write_bytes(band(burn_in.label, height=high, width=label.width).tobytes())
    with counter_path.open("wb") as file:
        for frame in range(order.frames):
            if frame % _EVERY == 0:
                signal.check()
            words = _counter(order, burn_in, frame)
            file.write(band(words, height=high, width=wide).tobytes())
    return Burnt(
        band=Raw(path=label_path, size=label, pixels="ya8"),
        counter=Raw(path=counter_path, size=Size(width=wide, height=high), pixels="ya8"),
    )


def _counter(order: PartOrder, burn_in: BurnIn, frame: int) -> str:
    """Return a frame's number in its shot, counted from 1, and its timecode in the assembly."""
    at = timecode_of(burn_in.start + frame, order.rate, drop=burn_in.drop)
    return f"{frame + 1:04d}  {at}"
