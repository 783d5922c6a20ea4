"""Decide what is in a sound file: its form, where its sound ends, how loud it is.

Everything is decoded to its end; nothing is believed that a header says of the length. Loudness
and true peak are what FFmpeg's `ebur128` prints, which follows ITU-R BS.1770: to a tenth, and at
its floor where there is silence or less than a gating block of 0.4 s.
"""

from __future__ import annotations

import json
import math
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ffmpeg

from lyrad.backends import _process
from lyrad.backends.ffmpeg_sound import RATE, heard
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.sound import Heard
from lyrad.ports import Signal

SILENCE = "-60dB"
_SHORTEST = "0.5"
"""Seconds of silence that are looked for: a rest in the music is none of them."""

_END = 0.1
"""Seconds before the end at which silence still reaches to the end."""

_OPTIONS = ("-nostdin", "-hide_banner", "-nostats", "-v", "info", "-xerror")
_FORMATS = ("-protocol_whitelist", "file")
_LINES = 200
_STAT = re.compile(r"(Peak level dB|Number of \w+): (\S+)")
_LOUDNESS = re.compile(r"\bI:\s+(\S+) LUFS")
_TRUE_PEAK = re.compile(r"\bPeak:\s+(\S+) dBFS")
_FLOOR = -70.0
_SILENCE = re.compile(r"silence_(start|end): (-?[\d.]+)")


def hear(path: Path, signal: Signal) -> Heard:
    """Return what the file was measured to be.

    Raises:
        Permanent: there is no sound in it, or it does not decode to its end.
    """
    with tempfile.TemporaryDirectory(prefix="lyrad-hear-") as name:
        folder = Path(name)
        form = _form(path, folder, signal)
        measured = (
            heard(path)
            .filter("aresample", str(RATE))
            .filter("astats", measure_perchannel="none")
            .filter("silencedetect", noise=SILENCE, d=_SHORTEST)
            .filter("ebur128", peak="true", framelog="verbose")
            .output("-", format="null")
            .global_args(*_OPTIONS)
        )
        log = folder / "log"
        code = _process.run(ffmpeg.compile(measured), cwd=folder, log=log, signal=signal)
        words = _process.tail(log, _LINES)
    if code:
        raise Permanent(_wrong(path, f"does not decode to its end: {_last(words)}"))
    return _heard(form, words)


def _form(path: Path, folder: Path, signal: Signal) -> dict[str, Any]:
    asked = ("-select_streams", "a:0", "-show_streams", "-show_format", "-of", "json")
    argv = ("ffprobe", "-v", "error", *_FORMATS, *asked, f"file:{path.absolute()}")
    found, log = folder / "form.json", folder / "form.log"
    if _process.run(argv, cwd=folder, log=log, signal=signal, stdout=found):
        raise Permanent(_wrong(path, f"cannot be read: {_process.tail(log, 1)}"))
    answer: dict[str, Any] = json.loads(found.read_bytes())
    if not answer.get("streams"):
        raise Permanent(_wrong(path, "holds no sound"))
    return answer


def _heard(form: Mapping[str, Any], words: str) -> Heard:
    stream = form["streams"][0]
    tags = {**form.get("format", {}).get("tags", {}), **stream.get("tags", {})}
    stats = dict(_STAT.findall(words))
    samples = int(float(stats.get("Number of samples", 0)))
    reference = str(tags.get("time_reference", ""))
    return Heard(
        codec=str(stream.get("codec_name", "")),
        rate=int(stream.get("sample_rate", 0)),
        channels=int(stream.get("channels", 0)),
        bits=_bits(stream),
        samples=samples,
        ends=_ends(words, samples / RATE),
        peak=_number(stats.get("Peak level dB")),
        true_peak=_last_figure(_TRUE_PEAK, words),
        loudness=_last_figure(_LOUDNESS, words),
        broken=sum(int(float(stats.get(f"Number of {kind}", 0))) for kind in ("NaNs", "Infs")),
        time_reference=int(reference) if reference.isdecimal() else None,
    )


def _bits(stream: Mapping[str, Any]) -> int:
    """Return the bits of a sample; floating ones have none that count."""
    if str(stream.get("sample_fmt", "")).startswith(("flt", "dbl")):
        return 0
    return int(stream.get("bits_per_raw_sample") or stream.get("bits_per_sample") or 0)


def _ends(words: str, seconds: float) -> float:
    """Return the second at which the last sound ends."""
    start = None
    for kind, at in _SILENCE.findall(words):
        if kind == "start":
            start = float(at)
        elif float(at) < seconds - _END:
            start = None
    return seconds if start is None else max(0.0, start)


def _last_figure(said: re.Pattern[str], words: str) -> float | None:
    """Return what the meter says at the end, None where that is its floor."""
    figures = said.findall(words)
    figure = _number(figures[-1]) if figures else None
    return figure if figure is not None and figure > _FLOOR else None


def _number(text: str | None) -> float | None:
    """Return a figure, None for one that is not finite."""
    try:
        figure = float(text or "nan")
    except ValueError:
        return None
    return figure if math.isfinite(figure) else None


def _last(words: str) -> str:
    lines = [line for line in words.splitlines() if line.strip()]
    return lines[-1] if lines else "FFmpeg says nothing"


def _wrong(path: Path, why: str) -> Fault:
    return Fault(
        code=Code.MUSIC_WRONG,
        what=f"{path.name} {why}.",
        where=str(path),
        next="`lyrad retry` makes it again.",
    )
