"""The drawing worker: reads a cue's sound once, draws its waveform, and ends.

python -m lyrad.backends.waveform.worker waveform.order.json
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import cv2
import numpy as np

from lyrad.backends.waveform import order as papers
from lyrad.vision.waveform import Levels, Marks, columns, waveform

_CHANNELS = 2
_BLOCK = 1 << 16


def main(arguments: list[str]) -> int:
    """Draw the order named in the arguments; return the exit code."""
    try:
        order = papers.read(Path(arguments[0]).absolute())
        picture = waveform(*_levels(order), _marks(order))
        stored = cv2.imencode(".png", picture)[1]
        Path(order.target).write_bytes(stored.tobytes())
    except (OSError, ValueError, TypeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _levels(order: papers.Order) -> tuple[Levels, Levels]:
    """Return the highest peak and the mean level of each column and channel."""
    command = [
        *["ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-i", order.source],
        *["-ac", str(_CHANNELS), "-ar", "48000", "-f", "f32le", "-"],
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None  # noqa: S101 - asked for above
        found = _columns(child.stdout, order.samples)
    if child.returncode:
        raise ValueError("the sound cannot be read")
    return found


def _columns(sound: IO[bytes], samples: int) -> tuple[Levels, Levels]:
    """Return the levels; only a block of the sound is in memory at a time."""
    peaks = np.zeros((columns(), _CHANNELS), np.float32)
    powers = np.zeros((columns(), _CHANNELS), np.float64)
    counts = np.zeros((columns(), 1), np.int64)
    start = 0
    while data := sound.read(_BLOCK * 4 * _CHANNELS):
        block = np.frombuffer(data, "<f4").reshape(-1, _CHANNELS)
        at = np.minimum((np.arange(start, start + len(block)) * columns()) // samples,
                        columns() - 1)  # fmt: skip
        np.maximum.at(peaks, at, np.abs(block))
        np.add.at(powers, at, block.astype(np.float64) ** 2)
        np.add.at(counts, at, 1)
        start += len(block)
    return peaks, np.sqrt(powers / np.maximum(counts, 1)).astype(np.float32)


def _marks(order: papers.Order) -> Marks:
    return Marks(
        title=order.title,
        figures=order.figures,
        head=order.head,
        tail=order.tail,
        fades=(order.fades[0], order.fades[1]),
        ticks=tuple((float(at), str(word)) for at, word in order.ticks),
        hits=tuple((float(at), str(word)) for at, word in order.hits),
    )


if __name__ == "__main__":
    os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
    sys.exit(main(sys.argv[1:]))
