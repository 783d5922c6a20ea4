"""Decide the command line of one part of an assembly: a shot, or a slate, exactly on frames.

All parts of an assembly are alike to the last setting, so that they can be joined as they are.
They have no B-frames: a frame's time is then its place, and no joint can shift it. Nothing runs
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import ffmpeg

from lyrad.backends.ffmpeg_master import TAGS, limited, timed
from lyrad.backends.ffmpeg_probe import Found
from lyrad.backends.ffmpeg_source import Source, Stream
from lyrad.core.shotlist.timecode import nominal
from lyrad.model.media import Size
from lyrad.ports import PartOrder

PART = "part.mp4"
ENCODING = 1
"""Counts up when a part's settings change, so that parts of both kinds are never joined."""

_FINE_CLOCK = 1000
"""Whole rates are counted in thousandths of a frame: programs know no track of 24 ticks."""

_DRAWN = Found(
    size=Size(width=0, height=0),
    rate=Fraction(0),
    codec="rawvideo",
    pixel_format="bgr24",
    matrix=None,
    promised=None,
    counted=None,
    timecode=None,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Drawn pictures in a file: `count` of this size, one after another.

    `pixels` is `bgr24`, or `ya8` for gray with alpha.
    """

    path: Path
    size: Size
    pixels: str

    def picture(self, rate: Fraction) -> Stream:
        """Return it for a command line, its pictures following each other at the rate."""
        stream: Stream = ffmpeg.input(
            f"file:{self.path.absolute()}",
            protocol_whitelist="file",
            f="rawvideo",
            pixel_format=self.pixels,
            video_size=(self.size.width, self.size.height),
            framerate=str(rate),
        )["v:0"]
        return stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Burnt:
    """What is laid over the picture: one band for all frames, and a counter for each."""

    band: Raw
    counter: Raw


def ticks(rate: Fraction) -> tuple[int, int]:
    """Return how many ticks a second of a file has, and a frame: 24000 and 1001, or 1000."""
    fine = _FINE_CLOCK if rate.denominator == 1 else 1
    return rate.numerator * fine, rate.denominator * fine


def shot(order: PartOrder, source: Source, found: Found, burnt: Burnt | None) -> Stream:
    """Return the command that makes a part of a take."""
    picture = timed(source.picture, order.own_rate)
    if order.own_rate != order.rate:
        picture = picture.filter("fps", fps=str(order.rate), round="near")
    return _part(order, picture, found, burnt)


def slate(order: PartOrder, drawn: Raw, burnt: Burnt | None) -> Stream:
    """Return the command that makes a part of one drawn picture."""
    return _part(order, drawn.picture(order.rate), _DRAWN, burnt)


def _part(order: PartOrder, picture: Stream, found: Found, burnt: Burnt | None) -> Stream:
    held = picture.filter("tpad", stop=order.frames, stop_mode="clone")
    exact = timed(held.filter("trim", end_frame=order.frames), order.rate)
    sized = _sized(exact, found, order.size)
    encoding: dict[str, str | int] = {"frames:v": order.frames, "profile:v": "high"}
    return _over(sized, burnt, order.rate).output(
        f"file:{PART}",
        **TAGS,
        **encoding,
        format="mp4",
        r=str(order.rate),
        vcodec="libx264",
        preset="veryfast",
        crf=20,
        bf=0,
        g=nominal(order.rate),
        pix_fmt="yuv420p",
        color_range="tv",
        video_track_timescale=ticks(order.rate)[0],
        movflags="+write_colr",
    )


def _sized(picture: Stream, found: Found, size: Size) -> Stream:
    """Return the picture at the size, as large as fits, black around it; nothing is cut off."""
    inner = limited(
        picture,
        found,
        "yuv420p",
        width=size.width,
        height=size.height,
        force_original_aspect_ratio="decrease",
        force_divisible_by=2,
    )
    return inner.filter("pad", str(size.width), str(size.height), "(ow-iw)/2", "(oh-ih)/2")


def _over(picture: Stream, burnt: Burnt | None, rate: Fraction) -> Stream:
    if burnt is None:
        return picture
    for raw, left in ((burnt.band, "0"), (burnt.counter, "W-w")):
        drawn = raw.picture(rate).filter("format", "yuva420p")
        both = ffmpeg.filter([picture, drawn], "overlay", x=left, y="H-h", format="yuv420")
        picture = cast("Stream", both)
    return picture.filter("format", "yuv420p")
