"""Real music files, of a few notes that depend on the seed, so that a mix-up is found out."""

from __future__ import annotations

import subprocess
import wave
from pathlib import Path

import numpy as np

RATE = 48_000
ENDINGS = {"feb": {"wav", "flac", "mp3"}, "later": {"wav", "flac", "mp3", "wav32"}}


def tone(seed: int) -> float:
    """Return the lowest note of a seed's music, in Hz."""
    return 110.0 + seed % 64 * 5


def write_music(folder: Path, name: str, *, seconds: float, seed: int, ending: str) -> Path:
    """Write 48 kHz stereo of that length, which comes in steps of 40 ms, and return where."""
    count = round(seconds * 25) * 1920
    time = np.arange(count) / RATE
    notes = sum(0.2 * np.sin(2 * np.pi * tone(seed) * part * time) for part in (1.0, 1.5, 2.0))
    samples = np.stack([notes, notes], axis=1)
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    if ending == "wav":
        return path
    target = path.with_suffix(f".{ending}")
    command = ["ffmpeg", "-v", "error", "-y", "-i", str(path), str(target)]
    subprocess.run(command, check=True)
    path.unlink()
    return target
