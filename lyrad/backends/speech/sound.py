"""Bring a memo into the one form that every speech server reads, and measure it on the way.

16 kHz, one channel, 16 bit: what the models listen to. Phones record M4A, which not all decode.
"""

from __future__ import annotations

import re
import wave
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from lyrad.backends import _process
from lyrad.backends.speech import faults
from lyrad.errors import Permanent
from lyrad.ports import Signal

RATE = 16_000
SHORTEST, LONGEST = 0.5, 1800.0
"""Seconds: no word fits into the first; the second is a talk, and no memo of a shot."""

QUIETEST = -50.0
"""LUFS by ITU-R BS.1770, gated; speech into a phone has about -30."""

WAV = "speech.wav"
_LOG = "ffmpeg.log"
_LOUDNESS = re.compile(r"^\s+I:\s+(-?[\d.]+|-inf|nan) LUFS", re.MULTILINE)
_SILENCE = -70.0
_LOCAL = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,wav,w64,mp3,aac,ogg,flac,caf,aiff,matroska,webm,amr",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A memo as it is sent: the file, how long it is in seconds, how loud in LUFS."""

    wav: Path
    seconds: float
    loudness: float


def brought(memo: Path, shown: str, work: Path, signal: Signal) -> Sound:
    """Return the memo as every server reads it.

    Raises:
        Permanent: there is no sound in it, or none that can be speech; every reason has its name.
    """
    target, log = work / WAV, work / _LOG
    log.unlink(missing_ok=True)
    code = _process.run(_command(memo, target), cwd=work, log=log, signal=signal)
    if code or not target.is_file():
        raise Permanent(faults.not_sound(shown, _reason(log)))
    found = Sound(wav=target, seconds=_seconds(target), loudness=_loudness(log))
    if found.seconds < SHORTEST:
        raise Permanent(faults.too_short(shown, found.seconds))
    if found.seconds > LONGEST:
        raise Permanent(faults.too_long(shown, found.seconds / 60))
    if found.loudness < QUIETEST:
        raise Permanent(faults.silent(shown, found.loudness))
    return found


def _command(memo: Path, target: Path) -> list[str]:
    sound = ffmpeg.input(f"file:{memo.absolute()}", **_LOCAL)["a:0"]
    measured = sound.filter("ebur128", framelog="verbose").filter("aresample", str(RATE))
    # A little over the longest, so that an album is not decoded to its end.
    limits = {"t": str(LONGEST + 1), "map_metadata": "-1", "fflags": "+bitexact"}
    out = measured.output(
        f"file:{target}", format="wav", acodec="pcm_s16le", ac=1, ar=RATE, **limits
    )
    told = out.global_args("-nostdin", "-hide_banner", "-nostats", "-v", "info")
    return list(ffmpeg.compile(told, overwrite_output=True))


def _seconds(path: Path) -> float:
    with wave.open(str(path)) as found:
        return float(found.getnframes() / found.getframerate())


def _loudness(log: Path) -> float:
    """Return the measured loudness; of what is too short to measure, the floor of the scale."""
    found = _LOUDNESS.findall(_process.tail(log, 40))
    return float(found[-1]) if found and found[-1] not in {"-inf", "nan"} else _SILENCE


def _reason(log: Path) -> str:
    lines = [line.strip() for line in _process.tail(log, 10).splitlines() if line.strip()]
    if any("matches no streams" in line for line in lines):
        return "there is no sound in it"
    return lines[-1].rpartition(": ")[2].rstrip(".") if lines else "it is no sound"
