"""The looking worker: reads a clip once, writes what it saw, and ends.

python -m lyrad.backends.clipcheck.worker look.order.json
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from lyrad.backends.clipcheck import order as papers
from lyrad.backends.clipcheck import reading
from lyrad.model.clip_check import Adherence, ClipFindings
from lyrad.vision.adherence import adherence, alike, dark
from lyrad.vision.arrays import Picture
from lyrad.vision.clip import look_through


def main(arguments: list[str]) -> int:
    """Look through the clip of the order named in the arguments; return the exit code."""
    path = Path(arguments[0]).absolute()
    # FFmpeg decodes beside us; more threads for arrays of this size only wait for each other.
    cv2.setNumThreads(1)
    try:
        found = looked(papers.read_order(path), path.parent)
    except (reading.ReadError, OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    papers.write(found, path.parent / papers.FOUND)
    return 0


def looked(order: papers.Order, folder: Path) -> ClipFindings:
    """Return what was seen in the order's clip, and what it made of the given frames.

    Raises:
        ReadError: FFmpeg could not read it, or it is too short.
        ValueError: it has no frame, or a given frame cannot be read.
    """
    found = look_through(reading.frames(order, folder))
    begins, finishes = reading.ends(order, folder)
    first, last = _given(order.first), _given(order.last)
    return replace(
        found,
        alike=first is not None and last is not None and alike(first, last),
        black_given=any(one is not None and dark(one) for one in (first, last)),
        first=_compared(first, begins),
        last=_compared(last, finishes),
        loudest=reading.loudest(order),
    )


def _compared(given: Picture | None, shown: Picture) -> Adherence | None:
    return None if given is None else adherence(given, shown)


def _given(path: str) -> Picture | None:
    if not path:
        return None
    # OpenCV's own reader knows no file names beyond ASCII on some systems.
    picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"the given frame {path} cannot be read")
    return picture


if __name__ == "__main__":
    os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
    sys.exit(main(sys.argv[1:]))
