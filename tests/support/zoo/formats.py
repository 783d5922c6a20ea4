"""Small real files of every format, as the programs that people use write them."""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import tempfile
import wave
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from PIL import Image

from tests.support import pictures

LARGE = {"width": 320, "height": 200}
_CLIP = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=24:duration=2")
_TONE = ("-f", "lavfi", "-i", "anoisesrc=duration=3:seed=1:sample_rate=22050")
_FRAME = ("-f", "lavfi", "-i", "testsrc2=size=320x180", "-frames:v", "1", "-pix_fmt", "gbrpf32le")
_BOTH = (
    "-shortest",
    "-pix_fmt",
    "yuv420p",
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-c:a",
    "aac",
)


def ffmpeg(suffix: str, *words: str) -> bytes:
    """Return what FFmpeg makes of these words."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"made{suffix}"
        command = ["ffmpeg", "-v", "error", "-nostdin", "-bitexact", *words, str(target)]
        subprocess.run(command, check=True)
        return target.read_bytes()


def clip(suffix: str, *flags: str) -> bytes:
    return ffmpeg(suffix, *_CLIP, *_TONE, *_BOTH, *flags)


def avif() -> bytes:
    kept = io.BytesIO()
    Image.fromarray(pictures.pixels(320, 200)).save(kept, "AVIF", speed=10)
    return kept.getvalue()


def wav() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(noise(120_000))
    return kept.getvalue()


def archive() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(6):
            file.writestr(f"shot{number}.png", pictures.png(120, 70, seed=number))
    return kept.getvalue()


def weights() -> bytes:
    body = noise(150_000)
    head = {"__metadata__": {"format": "pt"}}
    head |= {
        f"layer.{n}": {"dtype": "U8", "shape": [50_000], "data_offsets": [n * 50_000, at]}
        for n, at in enumerate((50_000, 100_000, 150_000))
    }
    words = json.dumps(head).encode()
    return struct.pack("<Q", len(words)) + words + body


def timeline() -> bytes:
    shots = [{"name": f"SH{n:04}", "frames": n} for n in range(2000)]
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "tracks": shots}, indent=1).encode()


def spec() -> bytes:
    lines = [f"# line {n}: a slow push-in on the lighthouse, no. {n * 7}\n" for n in range(1500)]
    return ("description: A slow push-in.\n" + "".join(lines)).encode()


def table() -> bytes:
    return b"shot,frames\n" + b"".join(b"SH%04d,%d\n" % (n, n * 3) for n in range(8000))


def noise(count: int, seed: int = 1) -> bytes:
    """Return bytes without a long run of zeros."""
    return random.Random(seed).randbytes(count)


MAKERS: Mapping[str, Callable[[], bytes]] = {
    "still.png": lambda: pictures.png(**LARGE),
    "still.jpg": lambda: pictures.jpeg(**LARGE),
    "still.webp": lambda: pictures.webp(quality=101, **LARGE),
    "lzw.tif": lambda: pictures.tiff(**LARGE),
    "raw.tif": lambda: pictures.tiff(compression=1, **LARGE),
    "zip.exr": lambda: ffmpeg(".exr", *_FRAME, "-compression", "zip16"),
    "raw.exr": lambda: ffmpeg(".exr", *_FRAME, "-compression", "none"),
    "still.avif": avif,
    "still.gif": lambda: ffmpeg(".gif", *_FRAME[:-2]),
    "still.dpx": lambda: ffmpeg(".dpx", *_FRAME[:-2]),
    "clip.mp4": lambda: clip(".mp4"),
    "clip.mov": lambda: clip(".mov"),
    "index first.mp4": lambda: clip(".mp4", "-movflags", "+faststart"),
    "pieces.mp4": lambda: clip(".mp4", "-movflags", "frag_keyframe+empty_moov", "-g", "12"),
    "clip.mkv": lambda: clip(".mkv"),
    "sound.wav": wav,
    "sound.rf64": lambda: ffmpeg(".wav", *_TONE, "-rf64", "always"),
    "sound.w64": lambda: ffmpeg(".w64", *_TONE),
    "sound.aiff": lambda: ffmpeg(".aiff", *_TONE),
    "sound.flac": lambda: ffmpeg(".flac", *_TONE),
    "sound.ogg": lambda: ffmpeg(".ogg", *_TONE, "-c:a", "libvorbis"),
    "sound.mp3": lambda: ffmpeg(".mp3", *_TONE, "-c:a", "libmp3lame"),
    "voice.m4a": lambda: ffmpeg(".m4a", *_TONE, "-c:a", "aac"),
    "box.zip": archive,
    "model.safetensors": weights,
    "cut.otio": timeline,
    "shot.yaml": spec,
    "list.csv": table,
    "cache.bin": lambda: noise(140_000),
}


@cache
def made(name: str) -> bytes:
    """Return the file of this name in `MAKERS`."""
    return MAKERS[name]()
