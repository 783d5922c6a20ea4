"""Small lossless clips for tests, made by the real FFmpeg from arrays, and arrays back again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


def flat(bgr: tuple[int, int, int], width: int = 64, height: int = 36) -> Picture:
    return np.full((height, width, 3), bgr, np.uint8)


def counted(frames: int, width: int = 64, height: int = 36) -> list[Picture]:
    """Frame k has the gray value 8k + 8: decoding tells which frame it is."""
    return [flat((8 * k + 8,) * 3, width, height) for k in range(frames)]


def write_clip(path: Path, frames: Iterable[Picture], rate: Fraction = Fraction(24)) -> Path:
    pictures = list(frames)
    height, width = pictures[0].shape[:2]
    raw = ("-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}", "-r", str(rate))
    argv = ["ffmpeg", "-v", "error", "-y", *raw, "-i", "-", "-c:v", "ffv1", "-pix_fmt", "bgr0"]
    data = b"".join(picture.tobytes() for picture in pictures)
    subprocess.run([*argv, "-f", "matroska", f"file:{path}"], input=data, check=True)
    return path


def read_frame(path: Path, frame: int = 0, *, matrix: str | None = None) -> Picture:
    """Return one frame as RGB values in BGR order, by the tags in the file or the given matrix."""
    size = streams(path)[0]
    exact = "flags=accurate_rnd+full_chroma_int"
    how = f",scale={exact}:in_color_matrix={matrix}" if matrix else ""
    argv = ["ffmpeg", "-v", "error", "-i", f"file:{path}", "-frames:v", "1"]
    chain = f"select=eq(n\\,{frame}){how},format=bgr24"
    raw = subprocess.run(
        [*argv, "-vf", chain, "-f", "rawvideo", "-"], capture_output=True, check=True
    ).stdout
    return np.frombuffer(raw, np.uint8).reshape(size["height"], size["width"], 3)


def streams(path: Path, *extra: str) -> list[dict[str, Any]]:
    argv = ["ffprobe", "-v", "error", *extra, "-show_streams", "-of", "json", f"file:{path}"]
    found: list[dict[str, Any]] = json.loads(subprocess.check_output(argv))["streams"]
    return found
