"""Have a model's clip conformed: start the worker, listen, judge what it left.

How frames are drawn is the worker's business; this module runs inside the daemon and loads neither
NumPy nor OpenCV.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from lyrad.backends import _process
from lyrad.backends.conform import order as papers
from lyrad.backends.ffmpeg_run import failure
from lyrad.backends.ffmpeg_source import source
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.job import Progress
from lyrad.model.names import Fields
from lyrad.ports import ConformOrder, Signal

LOG = "conform.log"


def conform(order: ConformOrder, signal: Signal, progress: Callable[[Progress], None]) -> Fields:
    """Write the clip at the order's target; return what was done, for the receipt.

    Raises:
        Permanent: there is nothing to read, or it cannot be written.
        Temporary: the disk is full.
    """
    folder = order.target.with_name(f".{order.target.name}.making")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        result = _worked(order, folder, signal, progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "retime": order.retime.value if result.frames != order.frames else "none",
        "source_frames": result.frames,
        "source_size": f"{result.width}x{result.height}",
    }


def _worked(
    order: ConformOrder, folder: Path, signal: Signal, progress: Callable[[Progress], None]
) -> papers.Result:
    papers.write(_paper(order), folder / papers.ORDER)
    argv = [sys.executable, "-P", "-m", "lyrad.backends.conform.worker", papers.ORDER]
    code = _process.run(
        argv,
        cwd=folder,
        log=folder / LOG,
        signal=signal,
        on_poll=lambda: _tell(folder, order.frames, progress),
    )
    if code:
        raise failure(code, folder / LOG, order.target)
    result = papers.read(papers.Result, folder / papers.RESULT)
    if result is None:
        raise Permanent(_nothing(order.source))
    return result


def _paper(order: ConformOrder) -> papers.Order:
    canvas = order.canvas
    box = None
    if canvas is not None and canvas.picture != canvas.model:
        box = [canvas.left, canvas.top, canvas.picture.width, canvas.picture.height]
    return papers.Order(
        source=list(source(order.source, order.rate).arguments()),
        target=str(order.target.absolute()),
        frames=order.frames,
        rate=str(order.rate),
        width=order.size.width,
        height=order.size.height,
        retime=order.retime.value,
        box=box,
    )


def _tell(folder: Path, total: int, progress: Callable[[Progress], None]) -> None:
    done = papers.read(papers.Done, folder / papers.PROGRESS)
    if done:
        progress(Progress(done=done.frames, total=total))


def _nothing(path: Path) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what="What the model made holds no picture that can be read.",
        where=str(path),
        next="`lyrad retry` renders it again; if that fails too, look at the tool's own log.",
    )
