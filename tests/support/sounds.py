"""Hear what a file plays, by FFmpeg and a spectrum."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

RATE = 8000


def lowest_note(path: Path) -> float:
    """Return the lowest loud frequency in the first seconds, in Hz."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-t", "4", "-ac", "1", "-ar", str(RATE),
               "-f", "f32le", "-"]  # fmt: skip
    samples = np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f4")
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    loud = np.flatnonzero(spectrum > spectrum.max() / 2)
    return float(loud[0] * RATE / len(samples))
