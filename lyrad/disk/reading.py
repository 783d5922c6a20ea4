"""Open what people put there, without ever hanging on it.

Only regular files are opened: a named pipe or a device of that name would hold lyrad for ever,
or do something. Every failure is told as Temporary or Permanent, in a person's words.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from lyrad.errors import Code, Fault, Permanent, Temporary

# O_NONBLOCK: should a pipe take the file's place between the look and the opening, opening it
# does not wait for a writer.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file to read; symlinks are followed. Errors inside are translated too.

    Raises:
        Temporary: the file is gone, or cannot be read now.
        Permanent: what stands there is no file.
    """
    try:
        _refuse_others(path, path.stat())
        # Unbuffered: a format's skeleton is a few bytes here and there in a large file.
        with os.fdopen(os.open(path, _FLAGS), "rb", buffering=0) as file:
            _refuse_others(path, os.fstat(file.fileno()))
            yield file
    except (FileNotFoundError, NotADirectoryError) as error:
        raise gone(path) from error
    except OSError as error:
        raise unreadable(path, error) from error


def gone(path: Path) -> Temporary:
    """Return the failure of a file that is no longer there."""
    return Temporary(
        Fault(
            code=Code.FILE_GONE,
            what=f"{path.name} is gone",
            where=str(path),
            next="put it back, or wait if it is just being moved",
        )
    )


def unreadable(path: Path, error: OSError) -> Temporary:
    """Return the failure of a file that is there and cannot be read."""
    return Temporary(
        Fault(
            code=Code.SHARE_LOCKED,
            what=f"{path.name} cannot be read now ({error.strerror or error})",
            where=str(path),
            next="close programs that hold it and check who may read it; lyrad tries again",
        )
    )


def changed(path: Path) -> Temporary:
    """Return the failure of a file that did not stand still while it was read."""
    return Temporary(
        Fault(
            code=Code.FILE_CHANGED,
            what=f"{path.name} changed while it was read",
            where=str(path),
            next="nothing: lyrad reads it again when it has stopped changing",
        ),
        delay=1.0,
    )


def outside(path: Path) -> Permanent:
    """Return the failure of a link or path that leads out of the production."""
    return Permanent(
        Fault(
            code=Code.PATH_OUTSIDE,
            what=f"{path.name} points to a file outside the production",
            where=str(path),
            next="copy the file into the production and name it there",
        )
    )


def _refuse_others(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Permanent(
            Fault(
                code=Code.BAD_VALUE,
                what=f"{path.name} is not a file",
                where=str(path),
                next="put a plain file in its place",
            )
        )
