"""Check a folder of reference pictures: read it, judge it, write its clean copy and its page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2

from lyrad.backends.dataset.copy import write_copy
from lyrad.backends.dataset.folder import listed, readable
from lyrad.backends.dataset.reading import caption, read_picture
from lyrad.core.dataset.names import sort_files
from lyrad.core.dataset.report import report_of
from lyrad.disk.rename import rename_exclusive
from lyrad.errors import Code, Fault, UsageError
from lyrad.model.dataset import DatasetReport
from lyrad.wiring.dataset_page import page

THREADS = 1
"""OpenCV's own threads: pictures are small, and the machine has other work."""

PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A folder that was looked at: the report, where its files lie, thumbnails as JPEG by name."""

    report: DatasetReport
    paths: Mapping[str, Path]
    thumbnails: Mapping[str, bytes]


def checked(folder: Path, word: str = "") -> Checked:
    """Return what a folder holds; nothing in it is changed.

    Args:
        folder: any folder of pictures and captions.
        word: what captions call the subject; else what all of them begin with.

    Raises:
        UsageError: it is no folder, or none that holds reference pictures.
    """
    paths = listed(folder)
    return looked_at(paths, readable(str(folder)), word)


def looked_at(paths: Mapping[str, Path], shown: str, word: str) -> Checked:
    """Return what these files are, by the names they have below the folder.

    Args:
        paths: where each lies; a private copy may be called otherwise.
        shown: the folder, as people read it.
        word: as above.
    """
    cv2.setNumThreads(THREADS)
    files = sort_files(paths)
    read = [read_picture(paths[name], name) for name in files.pictures]
    names = {name for several in files.captions.values() for name in several}
    captions = {name: caption(paths[name], name) for name in sorted(names)}
    seen = [one.seen for one in read]
    report = report_of(shown, files, seen, captions, " ".join(word.split()))
    thumbnails = {one.seen.name: one.thumbnail for one in read if one.thumbnail}
    return Checked(report=report, paths=paths, thumbnails=thumbnails)


def check_targets(folder: Path, copy: Path | None, report: Path | None) -> None:
    """Refuse, before anything is read, what could not be written after it.

    Raises:
        UsageError: a target lies in the folder itself, stands already, or has no place to be.
    """
    for target in (copy, report):
        if target is not None and target.resolve().is_relative_to(folder.resolve()):
            raise UsageError(_fault(target, "It lies in the folder that is checked", _ELSEWHERE))
        if target is not None and not target.resolve().parent.is_dir():
            raise UsageError(
                _fault(target, "The folder that it should lie in is not there", _MADE)
            )
    if copy is not None and (copy.exists() or copy.is_symlink()):
        raise UsageError(_fault(copy, "Something of that name is there", _FREE))
    if report is not None and report.suffix.lower() not in PAGES:
        raise UsageError(_fault(report, "Its name does not end in .html", "Name it so."))


def copy_to(found: Checked, target: Path) -> None:
    """Write the clean copy.

    Raises:
        UsageError: it cannot be written there.
        Permanent: a picture was changed meanwhile.
    """
    with _writing(target):
        write_copy(found.report, found.paths, target, rename_exclusive)


def report_to(found: Checked, target: Path) -> None:
    """Write the report as one page that needs nothing else, with one rename.

    Raises:
        UsageError: it cannot be written there.
    """
    part = target.with_name(f".{target.name}.part")
    with _writing(target):
        part.write_text(page(found.report, found.thumbnails), "utf-8")
        part.replace(target)


_ELSEWHERE = "Name a place outside of it; nothing is written into a person's folder."
_MADE = "Make that folder first, or name another place."
_FREE = "Name one that is free; nothing is overwritten."


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = os.strerror(error.errno) if error.errno else str(error)
        next_ = "Name a place where you may write and that has room."
        raise UsageError(_fault(target, said, next_)) from error


def _fault(target: Path, why: str, next_: str) -> Fault:
    return Fault(
        code=Code.USAGE,
        what=f"{readable(target.name)} cannot be written. {why}.",
        where=readable(str(target)),
        next=next_,
    )
