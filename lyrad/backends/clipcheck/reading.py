"""Read a clip once, small, and its two ends larger: one FFmpeg, one decode. Judges nothing."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from lyrad.backends.clipcheck.order import Order
from lyrad.vision import adherence
from lyrad.vision.arrays import Picture
from lyrad.vision.clip import small

ENDS = "ends.raw"
THREADS = "2"

_PEAK = re.compile(r"max_volume: (-?\d+(?:\.\d+)?|-inf) dB")
_NOTHING = -120.0
"""Decibels below full scale that stand for no sound at all."""


class ReadError(Exception):
    """FFmpeg could not read the clip; its own words are in the log."""


def frames(order: Order, folder: Path) -> Iterator[Picture]:
    """Yield every frame of the clip, small, 8-bit BGR; leave the two ends in the folder.

    Raises:
        ReadError: FFmpeg failed.
    """
    width, height = _within(order, small.WIDTH)
    size = width * height * 3
    with subprocess.Popen(_command(order, folder), stdout=subprocess.PIPE) as child:
        assert child.stdout is not None  # noqa: S101 - asked for above
        while len(found := child.stdout.read(size)) == size:
            yield np.frombuffer(found, np.uint8).reshape(height, width, 3)
    if child.returncode:
        raise ReadError(f"FFmpeg could not read the clip (exit code {child.returncode})")


def ends(order: Order, folder: Path) -> tuple[Picture, Picture]:
    """Return the clip's first and last frame, after its frames were read.

    Raises:
        ReadError: there are fewer frames than were ordered.
    """
    width, height = _within(order, adherence.WIDTH)
    raw = np.fromfile(folder / ENDS, np.uint8)
    wanted = min(order.frames, 2)
    if raw.size != wanted * height * width * 3:
        raise ReadError(f"the clip has no frame {order.frames}")
    pictures = raw.reshape(wanted, height, width, 3)
    return pictures[0], pictures[-1]


def loudest(order: Order) -> float | None:
    """Return the sound's peak in decibels below full scale; None where none can be heard out."""
    if not order.sound:
        return None
    command = ["ffmpeg", "-nostdin", "-hide_banner", *order.sound]
    listen = ["-map", "a:0", "-af", "volumedetect", "-f", "null", "-"]
    said = subprocess.run(
        [*command, *listen], capture_output=True, text=True, errors="replace", check=False
    )
    peak = _PEAK.search(said.stderr)
    if peak is None:
        return None
    return _NOTHING if peak[1] == "-inf" else float(peak[1])


def _command(order: Order, folder: Path) -> list[str]:
    little, larger = (
        "scale={}:{}:flags=area,format=bgr24".format(*_within(order, width))
        for width in (small.WIDTH, adherence.WIDTH)
    )
    picked = f"select=eq(n\\,0)+eq(n\\,{order.frames - 1})"
    graph = f"[0:v:0]split[a][b];[a]{little}[small];[b]{picked},{larger}[ends]"
    raw = ["-fps_mode", "passthrough", "-f", "rawvideo"]
    return [
        *["ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-y", "-threads", THREADS],
        *order.source,
        *["-filter_complex", graph],
        *["-map", "[small]", *raw, "pipe:1"],
        *["-map", "[ends]", *raw, f"file:{folder / ENDS}"],
    ]


def _within(order: Order, width: int) -> tuple[int, int]:
    """Return the size of a frame that is at most so wide."""
    across = min(width, order.width)
    return across, max(1, round(across * order.height / order.width))
