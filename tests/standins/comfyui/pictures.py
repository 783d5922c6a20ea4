"""Rows of pictures, each drawn when it is asked for, and what may be wrong in them.

A stand-in's film is a dissolve from each given frame to the next. Given frames appear untouched.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

Picture = NDArray[np.uint8]
"""Height, width, RGB."""

_FILTERS = {
    "nearest-exact": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "area": Image.Resampling.BOX,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}


@dataclass(frozen=True)
class Row:
    """Some pictures of one size; `at` draws the one with a number from 0 on."""

    count: int
    width: int
    height: int
    at: Callable[[int], Picture]

    def each(self, change: Callable[[Picture], Picture], width: int, height: int) -> Row:
        return Row(self.count, width, height, lambda number: change(self.at(number)))

    def part(self, first: int, count: int) -> Row:
        return replace(self, count=count, at=lambda number: self.at(first + number))

    def scaled(self, width: int, height: int, method: str, *, crop: bool) -> Row:
        """Return the row in another size; a size of 0 follows from the other one."""
        wide = width or max(1, round(self.width * height / self.height))
        high = height or max(1, round(self.height * width / self.width))
        return self.each(lambda each: scale(each, wide, high, method, crop=crop), wide, high)

    def followed_by(self, other: Row) -> Row:
        """Return both rows, the second in the first one's size."""
        rest = other.scaled(self.width, self.height, "bilinear", crop=True)
        count = self.count + rest.count

        def at(number: int) -> Picture:
            return self.at(number) if number < self.count else rest.at(number - self.count)

        return replace(self, count=count, at=at)


def single(picture: Picture) -> Row:
    height, width = picture.shape[:2]
    return Row(1, width, height, lambda _: picture)


def scale(picture: Picture, width: int, height: int, method: str, *, crop: bool) -> Picture:
    image, size, how = Image.fromarray(picture), (width, height), _FILTERS[method]
    if image.size == size:
        return picture
    return np.asarray(ImageOps.fit(image, size, how) if crop else image.resize(size, how))


def film(count: int, given: Mapping[int, Picture], size: tuple[int, int], seed: int) -> Row:
    """Return a film: a dissolve between given frames, a slow push-in where there is only one."""
    width, height = size
    marks = sorted(given)

    def at(number: int) -> Picture:
        if number in given:
            return given[number]
        before = [mark for mark in marks if mark < number]
        after = [mark for mark in marks if mark > number]
        if before and after:
            first, last = before[-1], after[0]
            there = (number - first) / (last - first)
            return _breath(_dissolve(given[first], given[last], there), there, seed)
        if marks:
            near = before[-1] if before else after[0]
            return zoomed(given[near], 1 + 0.1 * abs(number - near) / count)
        return _waves(number / count, width, height, seed)

    return Row(count, width, height, at)


def zoomed(picture: Picture, by: float) -> Picture:
    height, width = picture.shape[:2]
    left, top = (width - width / by) / 2, (height - height / by) / 2
    box = (left, top, width - left, height - top)
    image = Image.fromarray(picture).resize((width, height), Image.Resampling.BICUBIC, box=box)
    return np.asarray(image)


def _dissolve(first: Picture, last: Picture, there: float) -> Picture:
    part = round(256 * there)
    mixed = first.astype(np.uint16) * (256 - part) + last.astype(np.uint16) * part
    return (mixed >> 8).astype(np.uint8)


def _breath(picture: Picture, there: float, seed: int) -> Picture:
    """Another seed is another take: the light between the frames differs a little."""
    light = round((seed % 7 - 3) * math.sin(math.pi * there))
    return np.clip(picture.astype(np.int16) + light, 0, 255).astype(np.uint8)


def _waves(there: float, width: int, height: int, seed: int) -> Picture:
    across = np.linspace(0, 2 * np.pi, width)[None, :, None]
    down = np.linspace(0, np.pi, height)[:, None, None]
    phase = np.array([0.0, 2.1, 4.2]) + seed % 13 + 2 * np.pi * there
    return (127 + 90 * np.sin(across + down + phase)).astype(np.uint8)


def spoiled(row: Row, how: str) -> Row:
    """Return the row with a fault: one of `FAULTS`, `cut_at=12` with its number, or none."""
    if not how:
        return row
    name, _, number = how.partition("=")
    return _cut(row, int(number)) if name == "cut_at" else FAULTS[name](row)


def _black(row: Row) -> Row:
    return row.each(np.zeros_like, row.width, row.height)


FAULTS: dict[str, Callable[[Row], Row]] = {
    "black": _black,
    "nan": _black,  # what a real server saves of such numbers
    "frozen": lambda row: replace(row, at=lambda _: row.at(0)),
    "wrong_count": lambda row: row.part(0, max(1, row.count // 2)),
    "one_frame_short": lambda row: row.part(0, row.count - 1),
    "wrong_size": lambda row: row.scaled(
        row.width // 4 * 2, row.height // 4 * 2, "bilinear", crop=False
    ),
    "reframed": lambda row: row.each(lambda each: zoomed(each, 1.25), row.width, row.height),
}


def _cut(row: Row, where: int) -> Row:
    """Slow on either side of the cut, so that all of the way is in one jump."""

    def at(number: int) -> Picture:
        last = row.count - 1
        return row.at(number // 4 if number < where else last - (last - number) // 4)

    return replace(row, at=at)
