"""Read reference pictures and captions from the disk, each within a limit that is known before.

What is made of them is decided in `lyrad.core.dataset`; what a file is, by the picture reader.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from lyrad.backends._picture_kind import kind
from lyrad.backends._picture_read import Still, read
from lyrad.core.dataset.captions import MOST_BYTES, read_caption
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.dataset import Caption, Seen
from lyrad.model.finding import Case, Finding
from lyrad.vision.dataset.look import looked
from lyrad.vision.dataset.scaled import within

MOST_PICTURE_BYTES = 256 * 1024 * 1024
"""More than a 40-megapixel TIFF with 16 bits needs (240 MB); nothing larger is opened."""

THUMBNAIL = 320
"""The longer side of a thumbnail, in pixels."""

_QUALITY = 82


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A picture as it was read, and its thumbnail as JPEG; empty where it cannot be read."""

    seen: Seen
    thumbnail: bytes = b""


def read_picture(path: Path, name: str) -> Read:
    """Return what a file is and what was measured of it, or why it cannot be used.

    Args:
        path: the file.
        name: its path below the folder, as people read it.
    """
    try:
        still = picture(path, name)
    except Permanent as error:
        return Read(seen=Seen(name=name, fault=error.fault))
    except OSError as error:
        return Read(seen=Seen(name=name, fault=_closed(name, error)))
    seen = Seen(
        name=name,
        kind=still.kind,
        size=still.size,
        look=looked(still.pixels),
        done=still.done,
    )
    return Read(seen=seen, thumbnail=_thumbnail(still.pixels))


def picture(path: Path, name: str) -> Still:
    """Return the picture, fully decoded, upright, 8-bit BGR.

    Raises:
        Permanent: it is no picture, too large, broken, or of a kind that lyrad cannot read.
        OSError: it cannot be opened.
    """
    if path.is_symlink() and not path.is_file():
        raise Permanent(_link(name))
    kind(path, name)  # by its first bytes: a film of many gigabytes is called a film
    size = path.stat().st_size
    if size > MOST_PICTURE_BYTES:
        raise Permanent(_too_large(name, size))
    with warnings.catch_warnings():
        # Of damaged notes inside a file; whether the picture itself is whole, reading it tells.
        warnings.simplefilter("ignore")
        return read(path, name)


def caption(path: Path, name: str) -> Caption:
    """Return what a caption file says; one that cannot be opened says nothing."""
    try:
        if path.is_file():
            with path.open("rb") as file:
                return read_caption(file.read(MOST_BYTES + 1), name)
    except OSError:
        pass  # told below, as of a link that leads nowhere
    words = f"{name} cannot be opened and was left aside."
    return Caption(source=name, findings=(Finding(case=Case.CAPTION_EMPTY, words=words),))


def _thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    small = within(pixels, THUMBNAIL)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _too_large(name: str, size: int) -> Fault:
    most = MOST_PICTURE_BYTES // 1024**2
    return Fault(
        code=Code.PICTURE_TOO_LARGE,
        what=f"{Path(name).name} has {size // 1024**2} MB; lyrad reads pictures up to {most} MB.",
        where=name,
        next="Export it smaller: 2000 pixels on the longer side are plenty.",
    )


def _link(name: str) -> Fault:
    return Fault(
        code=Code.FILE_GONE,
        what=f"{Path(name).name} is a link that leads to no file.",
        where=name,
        next="Put the picture itself there.",
    )


def _closed(name: str, error: OSError) -> Fault:
    said = os.strerror(error.errno) if error.errno else str(error)
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"{Path(name).name} cannot be opened: {said}.",
        where=name,
        next="Get the right to read it, or copy it again.",
    )
