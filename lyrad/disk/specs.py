"""Make, renew and find the specs in shots' folders, and file frames there; nothing is deleted.

Decides what counts as a spec's place and how it is written so that a person's file is never lost.
What a spec says, and whether it is lyrad's own, is decided elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from lyrad.core.frames import spec_files
from lyrad.disk.reading import outside, reading
from lyrad.disk.rename import rename_exclusive
from lyrad.disk.write import (
    Sharing,
    make_folder,
    sync_folder,
    write_new,
    write_temporary,
    writing,
)
from lyrad.model.names import RelPath

SPEC_NAME = "shot.yaml"


Stamp = tuple[int, int, int, int]
"""How a file looks without opening it: times of data and inode in ns, size, inode."""


def standing(root: Path, folder: RelPath) -> tuple[RelPath, Stamp] | None:
    """Return the spec in a shot's folder, under any name that editors give it, and its look.

    Raises:
        Temporary: the share does not let lyrad look.
    """
    with writing(str(root / folder)):
        names = _names(root / folder)
        if not names:
            return None
        seen = (root / folder / names[0]).lstat()
    stamp = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
    return RelPath(f"{folder}/{names[0]}"), stamp


def content(root: Path, path: RelPath) -> bytes:
    """Return a spec's bytes.

    Raises:
        Temporary: it is gone, or cannot be read now.
        Permanent: what stands there is no file.
    """
    with reading(root / path) as file:
        return file.read()


def make(root: Path, folder: RelPath, data: bytes, sharing: Sharing) -> RelPath | None:
    """Make a shot's folder and its spec; return its path, or None where one stands already.

    Raises:
        Temporary: the share is full, locked or away; what was made stays and is found again.
        Permanent: a part of the folder's path is a link.
    """
    path = RelPath(f"{folder}/{SPEC_NAME}")
    with writing(str(root / path)):
        place = root
        for part in folder.split("/"):
            place /= part
            if place.is_symlink():
                raise outside(place)
            make_folder(place, sharing)
        if _names(place):
            return None
        return path if _bring(root / path, data, sharing) else None


def _bring(target: Path, data: bytes, sharing: Sharing) -> bool:
    """Bring a file under a name that is free, whole or not at all; return whether it was free."""
    try:
        write_new(target, data, sharing)
    except FileExistsError:
        return False
    return True


def renew(root: Path, path: RelPath, data: bytes, was: Collection[str], sharing: Sharing) -> bool:
    """Replace a spec in one move if its sha256 is one of these; return whether it was.

    Looked at last when the new text lies ready beside it: an edit within the microseconds between
    that look and the rename would be lost.

    Raises:
        Temporary: the share is full, locked or away; the old text stands.
    """
    target = root / path
    side = _side(target)
    with writing(str(target)):
        write_temporary(side, data, sharing)
        try:
            if target.is_symlink() or _sum(target) not in was:
                return False
            side.replace(target)
        finally:
            side.unlink(missing_ok=True)
        sync_folder(target.parent)
    return True


def file_frame(root: Path, source: RelPath, target: RelPath) -> bool:
    """Rename a frame into a shot's folder, under a name that is free; return whether it was.

    Raises:
        Temporary: the share refuses; the frame stays where it is.
    """
    with writing(str(root / source)):
        try:
            rename_exclusive(root / source, root / target)
        except FileExistsError:
            return False
        sync_folder((root / target).parent)
        sync_folder((root / source).parent)
    return True


def _side(target: Path) -> Path:
    return target.with_name(f".{target.name}.lyrad-tmp")


def _names(folder: Path) -> tuple[str, ...]:
    try:
        return spec_files(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
