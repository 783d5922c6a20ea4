"""The builtin backend's worker: one process that renders one order and ends.

    python -m lyrad.backends.builtin.worker between.order.json

It loads OpenCV so that the daemon need not, and can be ended at any moment: only the renames at
the end make a result, the clip first and the paper that describes it last.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from lyrad.backends.builtin import mezzanine
from lyrad.backends.builtin import order as papers
from lyrad.backends.builtin.queue import in_order
from lyrad.vision.arrays import Picture
from lyrad.vision.bars import Bars, bars_of
from lyrad.vision.between import Between, between, eased, slow_pull, slow_push

THREADS = 2
AHEAD = 4
"""Frames in the making: enough to keep both threads and FFmpeg busy, few enough for memory."""

NEWS = 0.2
"""Seconds between two reports of progress."""


class BadOrderError(Exception):
    """The order cannot be rendered; the words are for people."""


def main(arguments: list[str]) -> int:
    """Render the order named in the arguments; return the exit code."""
    path = Path(arguments[0])
    order = papers.read(papers.Order, path)
    if order is None:
        return _say(f"the order {path} cannot be read", code=2)
    try:
        render(order, path.absolute().parent)
    except BadOrderError as error:
        return _say(str(error), code=1)
    except mezzanine.KilledError as error:
        return _say(str(error), code=papers.FFMPEG_KILLED)
    except mezzanine.WriteError as error:
        return _say(str(error), code=1)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        return _full()
    return 0


def render(order: papers.Order, folder: Path) -> None:
    """Write the clip and its description into the folder.

    Raises:
        BadOrderError: a frame cannot be used.
        WriteError: FFmpeg did not take the frames.
    """
    begun = time.monotonic()
    bars, way = _way(order)
    # Two threads of our own are faster than OpenCV's, which wait for each other in every call.
    cv2.setNumThreads(1)
    frame = (lambda time: bars.round(way.frame(time))) if bars.any else way.frame
    frames = in_order(frame, eased(order.frames), threads=THREADS, ahead=AHEAD)
    mezzanine.write(
        _reported(frames, folder / papers.PROGRESS),
        folder / papers.CLIP,
        size=(order.width, order.height),
        rate=order.rate,
        ffmpeg=os.environ.get("LYRAD_FFMPEG", "ffmpeg"),
    )
    result = papers.Result(
        method=way.method.value,
        explained=way.explained,
        frames=order.frames,
        seconds=time.monotonic() - begun,
    )
    papers.write(result, folder / papers.RESULT)


def _way(order: papers.Order) -> tuple[Bars, Between]:
    """Return the bars round the picture, and how what is inside them moves."""
    first, last = _frame(order.first, order), _frame(order.last, order)
    only = last if first is None else first
    if only is None:
        raise BadOrderError("there is neither a first nor a last frame")
    bars = bars_of(only, only if last is None else last)
    if first is None:
        return bars, slow_pull(bars.inside(only))
    if last is None:
        return bars, slow_push(bars.inside(only))
    return bars, between(bars.inside(first), bars.inside(last))


def _frame(path: str | None, order: papers.Order) -> Picture | None:
    if path is None:
        return None
    # imread cannot name what is wrong and stumbles over unusual paths; bytes do not.
    try:
        stored = np.fromfile(path, dtype=np.uint8)
    except FileNotFoundError as error:
        raise BadOrderError(f"the frame {path} is gone") from error
    picture: Picture | None = cv2.imdecode(stored, cv2.IMREAD_COLOR) if stored.size else None
    if picture is None:
        raise BadOrderError(f"the frame {path} is not a picture that can be read")
    if picture.shape[:2] != (order.height, order.width):
        height, width = picture.shape[:2]
        wanted = f"{order.width}x{order.height}"
        raise BadOrderError(f"the frame {path} is {width}x{height} instead of {wanted}")
    return picture


def _reported(frames: Iterator[Picture], path: Path) -> Iterator[Picture]:
    """Yield the frames, saying now and then how many FFmpeg has taken."""
    said = time.monotonic() - NEWS
    for taken, frame in enumerate(frames):
        if time.monotonic() - said >= NEWS:
            papers.write(papers.Done(frames=taken), path, durable=False)
            said = time.monotonic()
        yield np.ascontiguousarray(frame)


def _full() -> int:
    return _say("the disk has no room left for the clip", code=papers.DISK_FULL)


def _say(words: str, *, code: int) -> int:
    sys.stderr.write(f"{papers.SAYS}{words}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
