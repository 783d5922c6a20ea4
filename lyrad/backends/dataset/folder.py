"""List what lies in a folder of reference pictures, and below it; not what it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lyrad.core.dataset.names import is_noise
from lyrad.errors import Code, Fault, UsageError

MOST = 2000
"""A character is shown in some dozens of pictures; a folder of thousands is the wrong one."""


def listed(folder: Path) -> dict[str, Path]:
    """Return every file below the folder, by its path as people read it, POSIX separators.

    Links to files are followed, links to folders are not: they stand in the list as they are.

    Raises:
        UsageError: it is no folder, cannot be opened, or is no folder of reference pictures.
    """
    if not folder.is_dir():
        raise UsageError(_no_folder(folder))
    found: dict[str, Path] = {}
    for path in _below(folder):
        found[readable(path.relative_to(folder).as_posix())] = path
        if len(found) > MOST:
            raise UsageError(_too_many(folder))
    return found


def readable(name: str) -> str:
    """Return a name that any terminal and page can show: what is no text is spelt out."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def _below(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, onerror=_refused):
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not is_noise(name))
        for name in sorted([*files, *links]):
            path = Path(here) / name
            if not is_noise(name) and (path.is_file() or path.is_symlink()):
                yield path


def _refused(error: OSError) -> None:
    raise UsageError(
        Fault(
            code=Code.NO_SUCH_TARGET,
            what=f"A folder cannot be opened: {error.strerror}.",
            where=readable(str(error.filename)),
            next="Get the right to read it, or move it elsewhere.",
        )
    ) from error


def _no_folder(folder: Path) -> Fault:
    return Fault(
        code=Code.NO_SUCH_TARGET,
        what=f"{readable(folder.name)} is no folder, or it is not there.",
        where=readable(str(folder)),
        next="Name the folder that holds the reference pictures.",
    )


def _too_many(folder: Path) -> Fault:
    return Fault(
        code=Code.USAGE,
        what=f"It holds more than {MOST} files: that is no folder of reference pictures.",
        where=readable(str(folder)),
        next="Name the folder of one character: 15 to 30 pictures are usual.",
    )
