"""Decide whether a file is all there, by the structure that its format has.

Standing still is not enough: copies stall, and some are given their full size before their data.
Nothing is decoded, and of a large file only its skeleton is read. Formats are told by content;
the name decides only where the content does not say. Whether a whole file is any good is decided
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from lyrad.disk.reading import reading
from lyrad.disk.whole import jpeg, png, tail, text, tiff, webp
from lyrad.errors import Permanent, Temporary
from lyrad.model.drop import Wholeness

_HEAD = 16

_CHECKS: tuple[tuple[bytes, tuple[str, ...], Callable[[BinaryIO, int], Wholeness]], ...] = (
    (png.MAGIC, (".png",), png.check),
    (jpeg.MAGIC, (".jpg", ".jpeg", ".jpe", ".jfif"), jpeg.check),
    (tiff.LITTLE, (".tif", ".tiff"), tiff.check),
    (tiff.BIG, (".tif", ".tiff"), tiff.check),
    (tiff.LITTLE_64, (".tif", ".tiff"), tiff.check),
    (tiff.BIG_64, (".tif", ".tiff"), tiff.check),
    (webp.MAGIC, (".webp",), webp.check),
)
_TEXT = (".yaml", ".yml", ".txt", ".csv", ".tsv", ".json", ".edl", ".md", ".srt", ".otio", ".xml")


def wholeness(path: Path) -> Wholeness:
    """Return whether the file is all there, and if not, why, for a person.

    Never raises for what stands at the path: what cannot be read is not whole now.
    """
    try:
        with reading(path) as file:
            size = file.seek(0, 2)
            file.seek(0)
            return _judge(path.suffix.lower(), file, size)
    except (Temporary, Permanent) as error:
        return Wholeness(whole=False, checked=False, reason=error.fault.what)


def _judge(suffix: str, file: BinaryIO, size: int) -> Wholeness:
    if size == 0:
        return Wholeness(whole=False, checked=True, reason="the file is still empty")
    head = file.read(_HEAD)
    named = [check for _, suffixes, check in _CHECKS if suffix in suffixes]
    for magic, _, check in _CHECKS:
        if head.startswith(magic):
            return check(file, size)
    if suffix in _TEXT:
        return text.check(file, size)
    if any(len(head) < len(magic) and magic.startswith(head) for magic, _, _ in _CHECKS):
        return Wholeness(whole=False, checked=True, reason="only its first bytes are there")
    if named and not any(head):
        return Wholeness(whole=False, checked=True, reason="its beginning is still empty")
    return tail.unknown(file, size)
