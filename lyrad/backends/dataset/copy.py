"""Write the clean copy of a dataset: whole or not at all, with the same bytes each time.

Each picture is an 8-bit RGB PNG at its own size, each caption one line of UTF-8; nothing else lies
there but `report.json`, which trainers pass over.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import cv2

from lyrad.backends.dataset.reading import picture
from lyrad.core.dataset.words import as_fields
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.dataset import DatasetReport, Picture
from lyrad.vision.dataset.look import pixel_hash

REPORT = "report.json"


def write_copy(
    report: DatasetReport,
    paths: Mapping[str, Path],
    target: Path,
    rename: Callable[[Path, Path], None],
) -> None:
    """Write the pictures that can be used, with their captions, into a folder that is not there.

    Args:
        report: what was found; each picture is read again, and must be the one that was seen.
        paths: where each picture lies, by name.
        target: the folder to make; its parent stands.
        rename: moves a folder to a free name, and never onto another.

    Raises:
        Permanent: a picture was changed since it was looked at.
        OSError: the file system refuses; nothing stands at the target.
    """
    with _part(target.parent) as part:
        for one in report.usable:
            _write(part / f"{one.copied}.png", _png(one, paths[one.name]))
            if one.caption:
                _write(part / f"{one.copied}.txt", f"{one.caption.text}\n".encode())
        told = json.dumps(as_fields(report), indent=2, ensure_ascii=False)
        _write(part / REPORT, f"{told}\n".encode())
        rename(part, target)


@contextmanager
def _part(parent: Path) -> Iterator[Path]:
    """Make a folder under a name that nobody looks at; remove it unless it was renamed."""
    part = Path(tempfile.mkdtemp(prefix=".lyrad-dataset-", dir=parent))
    part.chmod(0o755)  # a temporary folder is for its maker alone
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _png(one: Picture, path: Path) -> bytes:
    pixels = picture(path, one.name).pixels
    if one.look is None or pixel_hash(pixels) != one.look.pixels:
        raise Permanent(_changed(one.name))
    return cv2.imencode(".png", pixels)[1].tobytes()


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _changed(name: str) -> Fault:
    return Fault(
        code=Code.FILE_CHANGED,
        what=f"{Path(name).name} was changed while it was being looked at.",
        where=name,
        next="Wait until nobody works in the folder, and begin again.",
    )
