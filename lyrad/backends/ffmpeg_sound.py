"""Decide the command line that brings a model's sound to the film's length.

48 kHz and 24 bit, as film sound is. Exactly as long as the pictures: silence is added at the end,
or what is over is cut off. Played faster or slower, at its own pitch, only where it would be more
than a frame out of step. Nothing runs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import ffmpeg

from lyrad.backends.ffmpeg_source import Stream
from lyrad.ports import SoundOrder

RATE = 48_000
_LOCAL: Mapping[str, str] = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,matroska,webm,avi,wav,flac,mp3,ogg",
}
_SLOWEST = Fraction(1, 2)
"""FFmpeg's `atempo` goes no slower in one go."""


def fitted(order: SoundOrder) -> tuple[str, Stream]:
    """Return what the command writes, and the command."""
    samples = str(round(Fraction(order.frames) / order.rate * RATE))
    sound = heard(order.source)
    for tempo in _steps(order.tempo):
        sound = sound.filter("atempo", f"{float(tempo):.9f}")
    sound = sound.filter("aresample", str(RATE)).filter("apad", whole_len=samples)
    cut = sound.filter("atrim", end_sample=samples)
    return "part.wav", cut.output("file:part.wav", format="wav", acodec="pcm_s24le")


def heard(path: Path) -> Stream:
    """Return a file's first sound stream, for a command line."""
    stream: Stream = ffmpeg.input(f"file:{path.absolute()}", **_LOCAL)["a:0"]
    return stream


def _steps(tempo: Fraction) -> tuple[Fraction, ...]:
    """Return a tempo as FFmpeg takes it: none for 1, and several for a very slow one."""
    if tempo == 1:
        return ()
    if tempo < _SLOWEST:
        return (_SLOWEST, *_steps(tempo / _SLOWEST))
    return (tempo,)
