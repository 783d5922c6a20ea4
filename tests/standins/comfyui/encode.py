"""Write real files: PNG by Pillow, films and sound by FFmpeg, with a real server's metadata."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.standins.comfyui.pictures import Picture, Row

_BOUND = ("setpriv", "--pdeathsig", "KILL", "--")
"""A killed stand-in leaves half a file, as a real server does, which encodes by itself."""

_FILM = {
    "mp4": ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p"),
    "webm": (
        "-c:v",
        "libvpx-vp9",
        "-cpu-used",
        "8",
        "-deadline",
        "realtime",
        "-pix_fmt",
        "yuv420p",
    ),
    "webp": ("-c:v", "libwebp", "-loop", "0"),
}
_SOUND = {
    "flac": ("-c:a", "flac"),
    "mp3": ("-c:a", "libmp3lame", "-q:a", "2"),
    "opus": ("-c:a", "libopus", "-ar", "48000"),
}


@dataclass(frozen=True)
class Sound:
    """A tone of some seconds; silence at 0 Hz. With `beats` a minute it pulses, in stereo."""

    seconds: float
    hertz: int = 0
    rate: int = 44100
    beats: int = 0

    @property
    def argv(self) -> tuple[str, ...]:
        pulse = f",tremolo=f={self.beats / 60:.4f},aformat=cl=stereo" if self.beats else ""
        tone = f"sine=frequency={self.hertz}:sample_rate={self.rate}{pulse}"
        source = tone if self.hertz else f"anullsrc=r={self.rate}:cl=stereo"
        return ("-f", "lavfi", "-t", f"{self.seconds:.6f}", "-i", source)


@dataclass(frozen=True)
class Film:
    """What CreateVideo makes: pictures at a rate, perhaps with sound."""

    row: Row
    rate: Fraction
    sound: Sound | None = None


class EncodingError(RuntimeError):
    """FFmpeg would not."""


def write_png(path: Path, picture: Picture, words: Mapping[str, Any]) -> None:
    info = PngInfo()
    for key in words:
        info.add_text(key, json.dumps(words[key]))
    Image.fromarray(picture).save(path, pnginfo=info, compress_level=1)


def write_film(path: Path, film: Film, words: Mapping[str, Any]) -> None:
    row, suffix = film.row, path.suffix.removeprefix(".")
    if suffix == "mp4" and (row.width % 2 or row.height % 2):
        raise EncodingError('Generic error in an external library: avcodec_open2("libx264")')
    size = ("-s", f"{row.width}x{row.height}", "-r", str(film.rate))
    source = ("-f", "rawvideo", "-pix_fmt", "rgb24", *size, "-i", "-")
    sound = (*film.sound.argv, "-c:a", "aac") if film.sound else ()
    tail = (*_FILM[suffix], "-movflags", "use_metadata_tags") if suffix == "mp4" else _FILM[suffix]
    argv = (*source, *sound, *tail, *_tags(words), f"file:{path}")
    _ffmpeg(argv, row)


def write_sound(path: Path, sound: Sound, words: Mapping[str, Any]) -> None:
    suffix = path.suffix.removeprefix(".")
    _ffmpeg((*sound.argv, *_SOUND[suffix], *_tags(words), f"file:{path}"), None)


def _tags(words: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        part for key in words for part in ("-metadata", f"{key}={json.dumps(words[key])}")
    )


def _ffmpeg(argv: Sequence[str], row: Row | None) -> None:
    bound = _BOUND if shutil.which("setpriv") else ()
    command = (*bound, "ffmpeg", "-v", "error", "-nostdin", "-y", *argv)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe) as child:
        assert child.stdin
        assert child.stderr
        with suppress(BrokenPipeError):  # it says why by itself
            for number in range(row.count if row else 0):
                child.stdin.write(row.at(number).tobytes() if row else b"")
            child.stdin.close()
        words = child.stderr.read().decode(errors="replace")
    if child.returncode:
        raise EncodingError(words)
