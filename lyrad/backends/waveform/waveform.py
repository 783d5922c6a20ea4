"""Have a cue's waveform drawn: say what stands where, start the worker, judge what it left.

This module runs inside the daemon and loads neither NumPy nor OpenCV.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from lyrad.backends import _process
from lyrad.backends.ffmpeg_run import failure
from lyrad.backends.waveform import order as papers
from lyrad.core.naming import ascii_fold
from lyrad.core.shotlist.timecode import timecode_of
from lyrad.model.cue import CueSpan
from lyrad.ports import Signal, WaveformOrder

LOG = "waveform.log"
_MOST_TICKS = 16
_SPACINGS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
_LONGEST_WORDS = 40


def draw(order: WaveformOrder, signal: Signal) -> None:
    """Write the picture at the order's target, with one rename.

    Raises:
        Permanent: the sound cannot be read.
        Temporary: the disk is full, or the worker was ended from outside.
    """
    folder = order.target.with_name(f".{order.target.name}.making")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    part = folder / order.target.name
    try:
        papers.write(_paper(order, str(part.absolute())), folder / papers.ORDER)
        argv = [sys.executable, "-P", "-m", "lyrad.backends.waveform.worker", papers.ORDER]
        code = _process.run(argv, cwd=folder, log=folder / LOG, signal=signal)
        if code:
            raise failure(code, folder / LOG, order.target)
        part.rename(order.target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _paper(order: WaveformOrder, target: str) -> papers.Order:
    span, seconds = order.span, float(order.span.seconds)
    return papers.Order(
        source=str(order.source.absolute()),
        target=target,
        samples=span.samples,
        title=ascii_fold(order.title, 90),
        figures=order.figures,
        head=span.timecode,
        tail=_tail(span),
        fades=[min(1.0, float(fade) / seconds) for fade in (order.fade_in, order.fade_out)],
        ticks=[list(tick) for tick in _ticks(seconds)],
        hits=[
            [hit.sample / span.samples, ascii_fold(hit.words, _LONGEST_WORDS)]
            for hit in order.hits
        ],
    )


def _tail(span: CueSpan) -> str:
    """Return the timecode after the last frame, as an edit list says where a cut ends."""
    return timecode_of(span.head + span.frames, span.rate, drop=";" in span.timecode)


def _ticks(seconds: float) -> Iterator[tuple[float, str]]:
    """Yield round seconds and their words, few enough to be read."""
    spacing = next((one for one in _SPACINGS if seconds / one <= _MOST_TICKS), _SPACINGS[-1])
    for at in range(spacing, int(seconds) + 1, spacing):
        if seconds - at > spacing / 4:
            yield at / seconds, f"{at // 60}:{at % 60:02d}"
