"""What AudioX does when somebody presses Generate, without a model: ten seconds of a tone.

One file of a fixed name is overwritten by each order, as the original's is, and with a picture a
film is made of both by stream copy.
"""

from __future__ import annotations

import os
import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np

from tests.standins.audiox.quirks import Quirks

RATE, SECONDS = 44_100, 10


class Model:
    def __init__(self, folder: Path, quirks: Quirks) -> None:
        self.folder = folder
        self.quirks = quirks
        self.journal: list[dict[str, Any]] = []

    def generate(
        self,
        prompt,
        negative_prompt=None,
        video_file=None,
        video_path=None,
        audio_prompt_file=None,
        audio_prompt_path=None,
        seconds_start=0,
        seconds_total=10,
        cfg_scale=6.0,
        steps=250,
        preview_every=None,
        seed=-1,
        sampler_type="dpmpp-3m-sde",
        sigma_min=0.03,
        sigma_max=1000,
        cfg_rescale=0.0,
        use_init=False,  # noqa: FBT002 - the original's own
        init_audio=None,
        init_noise_level=1.0,
        *masks,
    ):
        picture = getattr(video_file, "name", video_file) or (video_path or "").strip()
        self.journal.append(
            {
                "prompt": prompt,
                "negative": negative_prompt,
                "picture": bool(picture),
                "picture_bytes": Path(picture).stat().st_size if picture else 0,
                "start": seconds_start,
                "seconds": seconds_total,
                "cfg": cfg_scale,
                "steps": steps,
                "seed": seed,
                "sampler": sampler_type,
                "sigmas": [sigma_min, sigma_max],
                "masks": list(masks),
            }
        )
        if not isinstance(seed, str):
            raise TypeError("the seed is a text here")
        self._wait()
        sound = self.folder / "demo_result" / "output.wav"
        sound.parent.mkdir(exist_ok=True)
        self._write(sound, int(seed))
        if not picture:
            return None, str(sound)
        return str(_merged(Path(picture), sound)), str(sound)

    def _wait(self) -> None:
        if self.quirks.hold:
            self.quirks.released.wait(60)
        if self.quirks.dies:
            os._exit(1)
        if self.quirks.fail():
            raise RuntimeError("The size of tensor a (150) must match the size of tensor b (50)")

    def _write(self, path: Path, seed: int) -> None:
        if self.quirks.sound == "broken":
            path.write_bytes(b"RIFF and nothing that anybody could play")
            return
        seconds = 2 if self.quirks.sound == "short" else SECONDS
        at = np.arange(seconds * RATE) / RATE
        wave_ = np.sin(2 * np.pi * (220 + seed % 400) * at) * (0.2 + 0.8 * at / seconds)
        if self.quirks.sound == "silent":
            wave_ = np.zeros_like(wave_)
        with np.errstate(invalid="ignore"):
            loudest = wave_ / np.max(np.abs(wave_))  # zero by zero, where nothing was made
            samples = np.nan_to_num(loudest * 32767).astype(np.int16)
        with wave.open(str(path), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(np.repeat(samples[:, None], 2, axis=1).tobytes())


def _merged(picture: Path, sound: Path) -> Path:
    film = sound.with_name(f"film{picture.suffix}")
    both = ("-i", str(picture), "-i", str(sound), "-map", "0:v:0", "-map", "1:a:0")
    coded = ("-c:v", "copy", "-c:a", "aac", "-shortest", str(film))
    subprocess.run(("ffmpeg", "-v", "error", "-y", *both, *coded), check=True)
    return film
