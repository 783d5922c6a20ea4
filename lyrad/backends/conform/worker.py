"""The conforming worker: reads a clip, writes the film's frames of it without loss, and ends.

    python -m lyrad.backends.conform.worker conform.order.json

The source is read twice: once for how many frames it has, since headers lie, and once for them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from lyrad.backends.builtin import mezzanine
from lyrad.backends.conform import order as papers
from lyrad.core.workflow.spread import Place, spread
from lyrad.model.media import Retime
from lyrad.vision.arrays import Picture
from lyrad.vision.tween import Tween

NEWS = 0.2
THREADS = 2


def main(arguments: list[str]) -> int:
    """Conform the order named in the arguments; return the exit code."""
    path = Path(arguments[0]).absolute()
    order = papers.read(papers.Order, path)
    if order is None:
        sys.stderr.write(f"the order {path} cannot be read\n")
        return 2
    cv2.setNumThreads(THREADS)
    try:
        conform(order, path.parent)
    except (mezzanine.WriteError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def conform(order: papers.Order, folder: Path) -> None:
    """Write the order's clip, then the paper that says what came.

    Raises:
        ValueError: there is no frame to read.
        WriteError: FFmpeg did not take the frames.
    """
    width, height = _size(order)
    count = sum(1 for _ in _frames(order, width, height))
    if not count:
        raise ValueError("the model's clip has no frame that can be read")
    places = spread(order.frames, count, Retime(order.retime))
    pictures = _drawn(_frames(order, width, height), places)
    shaped = (_shaped(picture, order) for picture in pictures)
    mezzanine.write(
        _reported(shaped, folder / papers.PROGRESS),
        Path(order.target),
        size=(order.width, order.height),
        rate=order.rate,
        ffmpeg="ffmpeg",
    )
    papers.write(papers.Result(frames=count, width=width, height=height), folder / papers.RESULT)


def _size(order: papers.Order) -> tuple[int, int]:
    """Return the source's width and height. Raises ValueError where it has no picture."""
    asked = ["ffprobe", "-v", "error", *order.source, "-select_streams", "v:0"]
    shown = ["-show_entries", "stream=width,height", "-of", "csv=p=0:s=x"]
    said = subprocess.run([*asked, *shown], capture_output=True, text=True, check=False).stdout
    width, _, height = said.strip().partition("\n")[0].rstrip("x").partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise ValueError("the model's clip holds no picture")
    return int(width), int(height)


def _frames(order: papers.Order, width: int, height: int) -> Iterator[Picture]:
    """Yield every frame of the source as 8-bit BGR, untouched in number and order.

    Raises:
        ValueError: after the last frame: FFmpeg gave up there, and the clip went on.
    """
    command = [
        *["ffmpeg", "-nostdin", "-hide_banner", "-v", "error", *order.source],
        *["-map", "v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "bgr24", "-"],
    ]
    size = width * height * 3
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None  # noqa: S101 - asked for above
        while len(found := child.stdout.read(size)) == size:
            yield np.frombuffer(found, np.uint8).reshape(height, width, 3)
    if child.returncode:
        raise ValueError("the model's clip cannot be read to its end")


def _drawn(frames: Iterator[Picture], places: tuple[Place, ...]) -> Iterator[Picture]:
    """Yield the picture at each place; places only grow, so two frames at a time are enough."""
    at, before = 0, next(frames)
    after, tween = before, Tween(before, before)
    if any(place.frame or place.on for place in places):
        after = next(frames, before)
        tween = Tween(before, after)
    for place in places:
        while place.frame > at:
            at, before, after = at + 1, after, next(frames, after)
            tween = Tween(before, after)
        yield tween.frame(float(place.on))


def _shaped(picture: Picture, order: papers.Order) -> Picture:
    """Return the film's part of a model's picture, at the film's size."""
    if order.box:
        left, top, width, height = order.box
        picture = picture[top : top + height, left : left + width]
    if picture.shape[:2] == (order.height, order.width):
        return picture
    smaller = picture.shape[0] > order.height
    how = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    return cv2.resize(picture, (order.width, order.height), interpolation=how)


def _reported(frames: Iterator[Picture], path: Path) -> Iterator[Picture]:
    said = time.monotonic() - NEWS
    for taken, frame in enumerate(frames):
        if time.monotonic() - said >= NEWS:
            papers.write(papers.Done(frames=taken), path)
            said = time.monotonic()
        yield np.ascontiguousarray(frame)


if __name__ == "__main__":
    os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
    sys.exit(main(sys.argv[1:]))
