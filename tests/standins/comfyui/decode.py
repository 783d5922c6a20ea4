"""Read a film that was uploaded: its pictures and their rate, by FFmpeg. Its sound is not read."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tests.standins.comfyui.encode import Film
from tests.standins.comfyui.pictures import Row


def read_film(path: Path) -> Film:
    found = _about(path)
    width, height = found["width"], found["height"]
    raw = _ran(
        "ffmpeg", "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"
    )
    pictures = np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)
    row = Row(len(pictures), width, height, lambda number: pictures[number])
    return Film(row, Fraction(found["r_frame_rate"]))


def _about(path: Path) -> dict[str, Any]:
    asked = ("-select_streams", "v:0", "-show_entries", "stream=width,height,r_frame_rate")
    said = json.loads(_ran("ffprobe", "-v", "error", *asked, "-of", "json", str(path)))
    found: dict[str, Any] = said["streams"][0]
    return found


def _ran(*argv: str) -> bytes:
    return subprocess.run(argv, check=True, stdin=subprocess.DEVNULL, capture_output=True).stdout
