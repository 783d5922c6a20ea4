"""Judge pairs of picture files: read them, ask the guard, write its sheet; read the seam log."""

from __future__ import annotations

import os
from pathlib import Path

import cv2

from lyrad.backends.pictures import StillPictures
from lyrad.core import seam_log
from lyrad.core.seam_log import SeamLog
from lyrad.errors import Code, Fault, Permanent, UsageError
from lyrad.model.seam import Seam
from lyrad.vision.arrays import Picture
from lyrad.vision.seam import judge, report, suggestion
from lyrad.wiring.state import state_folder

THREADS = 1
"""OpenCV's own threads: the two frames have a thread each, and more would only crowd them."""

WRITES = (".png", ".jpg", ".jpeg")


def judged(first: Path, last: Path, sheet: Path | None = None) -> Seam:
    """Return the verdict on two picture files; write the sheet where one is asked for.

    Raises:
        Permanent: a file cannot be read as a picture.
        UsageError: the sheet cannot be written where it was asked for.
    """
    cv2.setNumThreads(THREADS)
    here, there = _picture(first), _picture(last)
    seam = judge(here, there)
    if sheet is not None:
        _write(sheet, report(here, there, seam))
    return seam


def middle(first: Path, last: Path, seam: Seam) -> bytes | None:
    """Return the suggested middle of a judged pair as a PNG, or None where none is honest.

    Raises:
        Permanent: a file cannot be read as a picture.
    """
    found = suggestion(_picture(first), _picture(last), seam)
    return None if found is None else cv2.imencode(".png", found)[1].tobytes()


def logged(path: Path | None, config: Path | None = None) -> SeamLog:
    """Return what the seam log says: the one at the path, or the daemon's own.

    Raises:
        UsageError: there is none.
    """
    found = path or state_folder(config) / seam_log.NAME
    try:
        text = found.read_text("utf-8", errors="replace")
    except OSError as error:
        raise UsageError(_no_log(found, error)) from error
    return seam_log.read(text.splitlines())


def _picture(path: Path) -> Picture:
    try:
        return StillPictures().pixels(path)
    except OSError as error:
        raise Permanent(_unread(path, error)) from error


def _write(sheet: Path, picture: Picture) -> None:
    """Write the sheet with one rename."""
    if sheet.suffix.lower() not in WRITES:
        raise UsageError(_sheet(sheet, "Its name ends in none of .png, .jpg, .jpeg."))
    part = sheet.with_name(f".{sheet.name}.part")
    data = cv2.imencode(sheet.suffix, picture)[1].tobytes()
    try:
        part.write_bytes(data)
        part.replace(sheet)
    except OSError as error:
        raise UsageError(_sheet(sheet, f"{_said(error)}.")) from error


def _said(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)


def _unread(path: Path, error: OSError) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"{path.name} cannot be opened: {_said(error)}.",
        where=str(path),
        next="Name a picture that is there, and that you may read.",
    )


def _sheet(sheet: Path, why: str) -> Fault:
    return Fault(
        code=Code.USAGE,
        what=f"The sheet cannot be written. {why}",
        where=str(sheet),
        next="Name a .png or .jpg in a folder that you may write to.",
    )


def _no_log(path: Path, error: OSError) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"There is no seam log to learn from: {_said(error)}.",
        where=str(path),
        next="Render a few pairs first, or name the log: `lyrad seam calibrate LOG`.",
    )
