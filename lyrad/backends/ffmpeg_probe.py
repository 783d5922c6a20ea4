"""Decide what is in a clip: its measures, and whether it decodes to the end.

`look` reads the header and is cheap. `probe` counts every frame and then decodes them strictly;
a file that is cut off, or whose container promises more frames than there are, is wrong.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from lyrad.backends import _process
from lyrad.backends.ffmpeg_source import Source
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.media import Clip, Size
from lyrad.ports import Signal

_HARMLESS = "monotonically increasing dts"
"""What the null muxer says of clips with uneven times; it does not concern their pictures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The first picture stream of a source, as its header tells."""

    size: Size
    rate: Fraction
    codec: str
    pixel_format: str
    matrix: str | None
    promised: int | None
    counted: int | None
    timecode: str | None

    @property
    def rgb(self) -> bool:
        """Return whether the pictures are stored as red, green and blue."""
        plain = ("rgb", "bgr", "gbr", "argb", "abgr", "rgba", "0rgb", "0bgr", "pal8")
        return self.pixel_format.startswith(plain)


def look(source: Source, signal: Signal) -> Found:
    """Return what the header says.

    Raises:
        Permanent: it is not a clip.
    """
    return _ask(source, signal, count=False)


def probe(source: Source, signal: Signal) -> Clip:
    """Return what is in the source, every frame of it decoded.

    Pictures in a folder have no rate of their own; theirs is 0.

    Raises:
        Permanent: it is not a clip, or it does not decode to its end.
    """
    found = _ask(source, signal, count=True)
    frames = found.counted or 0
    promised = found.promised if source.pictures is None else source.pictures
    if promised is not None and frames < promised:
        raise Permanent(_broken(source, f"{frames} of {promised} frames can be read"))
    _decode(source, signal)
    return Clip(
        frames=frames,
        rate=found.rate if source.pictures is None else Fraction(0),
        size=found.size,
        codec=found.codec,
        pixel_format=found.pixel_format,
        timecode=found.timecode,
    )


def _ask(source: Source, signal: Signal, *, count: bool) -> Found:
    counting = ("-count_frames",) if count else ()
    asked = ("-v", "error", "-select_streams", "v:0", *counting, "-show_streams", "-show_format")
    argv = ("ffprobe", *asked, "-of", "json", *source.arguments())
    with tempfile.TemporaryDirectory(prefix="lyrad-probe-") as name:
        folder = Path(name)
        code = _process.run(
            argv, cwd=folder, log=folder / "log", signal=signal, stdout=folder / "found.json"
        )
        if code:
            raise Permanent(_broken(source, _process.tail(folder / "log", 1)))
        answer = json.loads((folder / "found.json").read_bytes())
    if not answer.get("streams"):
        raise Permanent(_broken(source, "there is no picture in it"))
    return _found(answer["streams"][0], answer.get("format", {}))


def _decode(source: Source, signal: Signal) -> None:
    stream = source.picture.output("-", format="null")
    strict = stream.global_args("-nostdin", "-hide_banner", "-v", "error", "-xerror")
    with tempfile.TemporaryDirectory(prefix="lyrad-probe-") as name:
        folder = Path(name)
        log = folder / "log"
        code = _process.run(ffmpeg.compile(strict), cwd=folder, log=log, signal=signal)
        said = [line for line in _process.tail(log, 40).splitlines() if _HARMLESS not in line]
    if code or said:
        raise Permanent(_broken(source, said[0] if said else f"exit code {code}"))


def _found(stream: dict[str, Any], container: dict[str, Any]) -> Found:
    tags = {**container.get("tags", {}), **stream.get("tags", {})}
    return Found(
        size=Size(width=int(stream["width"]), height=int(stream["height"])),
        rate=_rate(stream),
        codec=str(stream.get("codec_name", "")),
        pixel_format=str(stream.get("pix_fmt", "")),
        matrix=stream.get("color_space"),
        promised=_number(stream.get("nb_frames")),
        counted=_number(stream.get("nb_read_frames")),
        timecode=tags.get("timecode"),
    )


def _rate(stream: dict[str, Any]) -> Fraction:
    """Return the exact rate: the average, which a container that rounds its times distorts."""
    average, real = (_fraction(stream.get(key)) for key in ("avg_frame_rate", "r_frame_rate"))
    if average and real and abs(average - real) < real / 1000:
        return real
    return average or real


def _fraction(text: object) -> Fraction:
    over, _, under = str(text).partition("/")
    if not (over.isdecimal() and under.isdecimal() and int(under)):
        return Fraction(0)
    return Fraction(int(over), int(under))


def _number(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() else None


def _broken(source: Source, found: str) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"{source.path.name} does not decode to its end: {found}.",
        where=str(source.path),
        next="`lyrad retry` makes it again.",
    )
