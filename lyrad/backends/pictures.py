"""Decide how given frames are brought to the film's size, and write what people look at.

What a file is, and what its pixels mean, is decided beside this; how a contact sheet looks, in
`lyrad.vision`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lyrad.backends._picture_read import Still, read
from lyrad.errors import Code, Fault, LyradError, Permanent
from lyrad.model.media import Fit, Size
from lyrad.model.names import JSON, Fields
from lyrad.vision.sheet import sheet

_JPEG_QUALITY = 90
_TELLING = 0.01
"""A crop or bar narrower than this share of the picture is rounding, not worth a word."""

_LARGEST_TERM = 32


class StillPictures:
    """Still pictures on the local disk."""

    def prepare(
        self, source: Path, target: Path, *, size: Size, fit: Fit, shown: str = ""
    ) -> Fields:
        """Write the picture, upright, 8-bit sRGB, at the size, as PNG; return what was done.

        Args:
            source: what somebody gave.
            target: the PNG to write.
            size: of the film.
            fit: cut the edges of another aspect, or add bars.
            shown: the path that a person knows the source by.

        Raises:
            Permanent: it is no picture, too large, broken, or of a kind that lyrad cannot read.
        """
        still = read(source, shown or str(source))
        pixels, done = _fitted(still, size, fit)
        _write(target, pixels)
        words: list[JSON] = [*still.done, *done]
        return {"kind": still.kind, "size": str(still.size), "done": words}

    def pixels(self, source: Path, shown: str = "") -> NDArray[np.uint8]:
        """Return the picture at its own size: height x width x 3, upright, 8-bit sRGB as BGR.

        Raises:
            Permanent: it is no picture, too large, broken, or of a kind that lyrad cannot read.
        """
        return read(source, shown or str(source)).pixels

    def check(self, path: Path, shown: str = "") -> Fault | None:
        """Return why a picture cannot be used, or None; it is decoded fully."""
        try:
            read(path, shown or str(path))
        except LyradError as error:
            return error.fault
        return None

    def sheet(self, tiles: Sequence[tuple[str, Path]], target: Path) -> None:
        """Write a contact sheet of labelled pictures, as JPEG or PNG by the target's name."""
        _write(target, sheet([(label, _load(path)) for label, path in tiles]))


def _fitted(still: Still, size: Size, fit: Fit) -> tuple[NDArray[np.uint8], list[str]]:
    """Return the pixels at the size, and what was cut off or added, in words."""
    found = still.size
    wide, high = Fraction(size.width, found.width), Fraction(size.height, found.height)
    if fit is Fit.CROP:
        scale = max(wide, high)
        kept = Size(
            width=min(found.width, round(size.width / scale)),
            height=min(found.height, round(size.height / scale)),
        )
        pixels = _scaled(_middle(still.pixels, kept), size)
        lost = _share(kept, found)
        return pixels, [f"cropped from {_aspect(found)}"] if lost > _TELLING else []
    scale = min(wide, high)
    inner = Size(
        width=min(size.width, max(1, round(found.width * scale))),
        height=min(size.height, max(1, round(found.height * scale))),
    )
    padded = _padded(_scaled(still.pixels, inner), size)
    added = _share(inner, size)
    return padded, [f"black bars around {_aspect(found)}"] if added > _TELLING else []


def _share(part: Size, whole: Size) -> float:
    return 1 - (part.width * part.height) / (whole.width * whole.height)


def _middle(pixels: NDArray[np.uint8], kept: Size) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    top, left = (height - kept.height) // 2, (width - kept.width) // 2
    return pixels[top : top + kept.height, left : left + kept.width]


def _scaled(pixels: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
    """Return the pixels at the size: areas averaged downwards, Lanczos upwards."""
    height, width = pixels.shape[:2]
    if (width, height) == (size.width, size.height):
        return pixels
    smaller = size.width < width or size.height < height
    how = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    scaled = cv2.resize(pixels, (size.width, size.height), interpolation=how)
    return np.asarray(scaled, np.uint8)


def _padded(pixels: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
    height, width = pixels.shape[:2]
    top, left = (size.height - height) // 2, (size.width - width) // 2
    canvas = np.zeros((size.height, size.width, 3), np.uint8)
    canvas[top : top + height, left : left + width] = pixels
    return canvas


def _aspect(size: Size) -> str:
    """Return an aspect as people say it: `4:3`, or `2.39:1` where whole numbers do not help."""
    ratio = Fraction(size.width, size.height)
    if max(ratio.numerator, ratio.denominator) <= _LARGEST_TERM:
        return f"{ratio.numerator}:{ratio.denominator}"
    return f"{float(ratio):.2f}:1"


def _load(path: Path) -> NDArray[np.uint8]:
    pixels = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise Permanent(_unreadable(path))
    return np.asarray(pixels, np.uint8)


def _write(target: Path, pixels: NDArray[np.uint8]) -> None:
    """Write a PNG or JPEG with one rename."""
    options = [] if target.suffix == ".png" else [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY]
    encoded = cv2.imencode(target.suffix, pixels, options)[1].tobytes()
    part = target.with_name(f".{target.name}.part")
    with part.open("wb") as file:
        file.write(encoded)
        file.flush()
        os.fsync(file.fileno())
    part.rename(target)


def _unreadable(path: Path) -> Fault:
    return Fault(
        code=Code.PICTURE_BROKEN,
        what=f"{path.name} cannot be read back.",
        where=str(path),
        next="`lyrad retry` makes it again.",
    )
