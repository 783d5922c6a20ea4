"""Decide how FFmpeg is told what to read: one local file, or a folder of numbered pictures.

Names never become options, protocols or patterns: everything is an absolute path behind `file:`,
only local files of known containers are opened, and percent signs in folders are doubled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import ffmpeg

from lyrad.errors import Code, Fault, Permanent, Temporary

_LOCAL: Mapping[str, str] = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,mp4,matroska,webm,avi,nut,image2",
}
_STRICT: Mapping[str, str] = {"err_detect": "explode"}

_NUMBERED = re.compile(r"(?P<head>(?!\.).*?)(?P<number>\d+)(?P<tail>\.(?:png|jpg|jpeg|tif|tiff))")


class Stream(Protocol):
    """What lyrad uses of ffmpeg-python's streams, which carry no types of their own."""

    def filter(self, name: str, *args: str, **options: str | int) -> Stream: ...

    def output(self, url: str, **options: str | int) -> Stream: ...

    def global_args(self, *words: str) -> Stream: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something FFmpeg may read: its address and the options that go in front of it.

    `pictures` is how many files a folder holds, None for a clip.
    """

    path: Path
    url: str
    options: Mapping[str, str | int]
    pictures: int | None = None

    @property
    def picture(self) -> Stream:
        """Return its first picture stream, for a command line."""
        stream: Stream = ffmpeg.input(self.url, **self.options)["v:0"]
        return stream

    def at(self, frame: int, rate: Fraction) -> Source:
        """Return the source from a frame on, counted from 0, without decoding what is before.

        FFmpeg drops what lies before the time it is told; half a frame early meets every rounding.
        """
        if self.pictures is not None:
            first = int(self.options["start_number"])
            return replace(self, options={**self.options, "start_number": first + frame})
        if not frame:
            return self
        time = (frame - Fraction(1, 2)) / rate
        return replace(self, options={**self.options, "ss": f"{float(time):.6f}"})

    def arguments(self) -> tuple[str, ...]:
        """Return options and address as a command line has them."""
        pairs = ((f"-{name}", str(value)) for name, value in self.options.items())
        return (*(word for pair in pairs for word in pair), "-i", self.url)


def source(path: Path, rate: Fraction | None = None) -> Source:
    """Return how to read a clip or a folder of numbered pictures.

    Args:
        path: the file or folder.
        rate: at which a folder's pictures follow each other; a clip has its own.

    Raises:
        Temporary: nothing is there any more.
        Permanent: the folder's numbers have a gap.
    """
    full = path.absolute()
    if full.is_dir():
        return _pictures(full, rate)
    if not full.is_file():
        raise Temporary(_gone(path))
    return Source(path=full, url=f"file:{full}", options={**_LOCAL, **_STRICT})


def escaped(text: str) -> str:
    """Return text that a pattern of numbered names takes literally."""
    return text.replace("%", "%%")


def _pictures(folder: Path, rate: Fraction | None) -> Source:
    found = [match for file in folder.iterdir() if (match := _NUMBERED.fullmatch(file.name))]
    series = {(match["head"], match["tail"]) for match in found}
    if len(series) != 1:
        raise Permanent(_gap(folder, f"{len(series)} series of numbered pictures in it"))
    first = min(found, key=lambda match: int(match["number"]))
    numbers = {int(match["number"]) for match in found}
    if max(numbers) - min(numbers) + 1 != len(numbers):
        raise Permanent(_gap(folder, "a gap in its numbers"))
    digits = len(first["number"])
    pattern = f"{escaped(first['head'])}%0{digits}d{escaped(first['tail'])}"
    options: dict[str, str | int] = {
        "f": "image2",
        "start_number": int(first["number"]),
        **_LOCAL,
        **_STRICT,
    }
    if rate is not None:
        options["framerate"] = str(rate)
    url = f"file:{escaped(str(folder))}/{pattern}"
    return Source(path=folder, url=url, options=options, pictures=len(numbers))


def _gone(path: Path) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"{path.name} is not there any more.",
        where=str(path),
        next="Nothing: lyrad makes it again by itself.",
    )


def _gap(folder: Path, found: str) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"A folder of numbered pictures has {found}.",
        where=str(folder),
        next="`lyrad retry` renders it again.",
    )
