"""Decide the command lines of what is delivered: masters, proxies, single pictures.

Everything is BT.709, limited range, and says so in its tags; pictures in red, green and blue are
converted with that same matrix, so that a colour survives the journey there and back. Frame k
stands at exactly k / rate, whatever rounded times the source had. Nothing runs here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import ffmpeg

from lyrad.backends.ffmpeg_probe import Found
from lyrad.backends.ffmpeg_sound import heard
from lyrad.backends.ffmpeg_source import Source, Stream, escaped
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.media import Master, Size
from lyrad.ports import MasterOrder

FIRST_NUMBER = 1001
"""Visual effects count frames from 1001, which leaves room for handles in front."""

TAGS: Mapping[str, str] = {
    "color_primaries": "bt709",
    "color_trc": "bt709",
    "colorspace": "bt709",
}
"""What every delivered file says of its colours."""

_FINE: Mapping[str, str | int] = {"q:v": 2}
_EXACT = "lanczos+accurate_rnd+full_chroma_int+full_chroma_inp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """One kind of master file. `least` is the smallest picture that its encoder takes."""

    container: str
    pixels: str
    options: Mapping[str, str | int]
    sound: Mapping[str, str | int]
    movflags: str
    least: Size


_ENCODINGS: Mapping[Master, Encoding] = {
    Master.H264: Encoding(
        container="mp4",
        pixels="yuv420p",
        options={"vcodec": "libx264", "crf": 16, "preset": "fast"},
        sound={"acodec": "aac", "audio_bitrate": "320k"},
        movflags="+faststart+write_colr+use_metadata_tags",
        least=Size(width=2, height=2),
    ),
    Master.PRORES_422_HQ: Encoding(
        container="mov",
        pixels="yuv422p10le",
        options={"vcodec": "prores_ks", "profile:v": 3, "vendor": "apl0"},
        sound={"acodec": "pcm_s24le"},
        movflags="+faststart+write_colr",
        least=Size(width=2, height=2),
    ),
    # Avid's DNxHR knows nothing smaller; FFmpeg's encoder refuses it in these words.
    Master.DNXHR_HQX: Encoding(
        container="mov",
        pixels="yuv422p10le",
        options={"vcodec": "dnxhd", "profile:v": "dnxhr_hqx"},
        sound={"acodec": "pcm_s24le"},
        movflags="+faststart+write_colr",
        least=Size(width=256, height=120),
    ),
}


def master(order: MasterOrder, source: Source, found: Found) -> tuple[str, Stream]:
    """Return what the command writes, and the command.

    Raises:
        Permanent: the source has another size, or the encoder cannot take this one.
    """
    if found.size != order.size:
        raise Permanent(_other_size(order, found.size))
    picture = timed(source.picture, order.rate)
    if order.master is Master.PNG:
        return _png(order, picture, found)
    encoding = _ENCODINGS[order.master]
    _refuse_size(order, encoding)
    part = f"part.{encoding.container}"
    named = {"metadata:s:v:0": f"reel_name={order.reel}", "metadata": f"reel_name={order.reel}"}
    stream = _with_sound(
        limited(picture, found, encoding.pixels),
        order,
        f"file:{part}",
        format=encoding.container,
        r=str(order.rate),
        timecode=order.timecode,
        movflags=encoding.movflags,
        color_range="tv",
        **TAGS,
        **encoding.options,
        **named,
        **said(order.comment),
    )
    return part, stream


def proxy(
    source: Source, found: Found, *, height: int, rate: Fraction, comment: str = ""
) -> tuple[str, Stream]:
    """Return what the command writes, and the command, of a small H.264; never scaled up."""
    tall = max(2, min(height, found.size.height) // 2 * 2)
    picture = timed(source.picture, rate)
    stream = limited(picture, found, "yuv420p", width=-2, height=tall).output(
        "file:part.mp4",
        format="mp4",
        r=str(rate),
        vcodec="libx264",
        preset="veryfast",
        crf=26,
        movflags="+faststart+write_colr",
        color_range="tv",
        **TAGS,
        **said(comment),
    )
    return "part.mp4", stream


def picture(source: Source, found: Found, target: Path, *, frame: int) -> tuple[str, Stream]:
    """Return what the command writes, and the command, of one frame as PNG or JPEG."""
    one = source.at(frame, found.rate).picture
    common: dict[str, str | int] = {"format": "image2", "frames:v": 1, "update": 1}
    if target.suffix.lower() == ".png":
        shown = _scaled(one, found, out_range="pc").filter("format", "rgb24")
        return "part.png", shown.output("file:part.png", vcodec="png", **common)
    # A JPEG is full range with BT.601's matrix; readers know no other.
    jpeg = _scaled(one, found, out_color_matrix="bt601", out_range="pc")
    shown = jpeg.filter("format", "yuvj444p")
    return "part.jpg", shown.output("file:part.jpg", vcodec="mjpeg", **common, **_FINE)


def _with_sound(picture: Stream, order: MasterOrder, url: str, **options: str | int) -> Stream:
    """Return the command that writes the picture, and the sound where there is one."""
    if order.sound is None:
        return picture.output(url, **options)
    both: Stream = ffmpeg.output(
        picture, heard(order.sound), url, **_ENCODINGS[order.master].sound, **options
    )
    return both


def said(comment: str) -> dict[str, str]:
    """Return the option for a comment: FFmpeg calls the whole file's tags `g`."""
    return {"metadata:g": f"comment={comment}"} if comment else {}


def _png(order: MasterOrder, picture: Stream, found: Found) -> tuple[str, Stream]:
    part = f"pictures/{escaped(order.reel)}.%05d.png"
    stream = (
        _scaled(picture, found, out_range="pc")
        .filter("format", "rgb24")
        .output(
            f"file:{part}",
            format="image2",
            vcodec="png",
            r=str(order.rate),
            start_number=FIRST_NUMBER,
        )
    )
    return part, stream


def timed(picture: Stream, rate: Fraction) -> Stream:
    """Return the picture with frame k at exactly k / rate."""
    return picture.filter("settb", f"{rate.denominator}/{rate.numerator}").filter("setpts", "N")


def _scaled(picture: Stream, found: Found, **options: str | int) -> Stream:
    """Return the picture in another form; what is untagged counts as BT.709, as all film does."""
    untagged = not found.rgb and found.matrix in {None, "unknown"}
    known = {"in_color_matrix": "bt709"} if untagged else {}
    return picture.filter("scale", flags=_EXACT, **known, **options)


def limited(picture: Stream, found: Found, pixels: str, **measures: int | str) -> Stream:
    """Return the picture in BT.709, limited range, tagged so; `measures` are `scale`'s options."""
    scaled = _scaled(picture, found, out_color_matrix="bt709", out_range="tv", **measures)
    return (
        scaled.filter("format", pixels)
        .filter("setsar", "1")
        .filter(
            "setparams", range="tv", color_primaries="bt709", color_trc="bt709", colorspace="bt709"
        )
    )


def _refuse_size(order: MasterOrder, encoding: Encoding) -> None:
    size, least = order.size, encoding.least
    if size.width % 2 or size.height % 2:
        raise Permanent(_size_fault(order, "needs an even width and height"))
    if size.width < least.width or size.height < least.height:
        raise Permanent(_size_fault(order, f"needs at least {least}"))


def _size_fault(order: MasterOrder, needs: str) -> Fault:
    return Fault(
        code=Code.BAD_VALUE,
        what=f"`master: {order.master.value}` {needs}, and the size is {order.size}.",
        where=f"{order.reel}: size in shot.yaml, scene.yaml or production.yaml",
        next="Give another size, or `master: png`, which takes any.",
    )


def _other_size(order: MasterOrder, found: Size) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"The rendered clip is {found}, not {order.size} as ordered.",
        where=order.source.name,
        next="`lyrad retry` renders it again.",
    )
