"""Find out by trying whether lyrad may write into a root, and in which way it will publish.

Everything that publishing does is done once, in a folder of lyrad's own that goes again: create,
bring down to the disk, rename, refuse to replace, delete.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from lyrad.disk.rename import rename_by_claim, rename_by_kernel
from lyrad.disk.watch.probe import trial_place
from lyrad.disk.write import sync_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What came of it.

    Attributes:
        exclusive: whether the file system renames without replacing in one call; else publishing
            claims the name first.
        keeps: whether what stands at a name stays there.
        refused: what was refused, in words; empty where everything worked.
    """

    exclusive: bool = False
    keeps: bool = False
    refused: str = ""


def try_rights(root: Path) -> Rights:
    """Return what lyrad may do in a root. May hang with its share."""
    doing = "to make a folder"
    try:
        with trial_place(root) as place:
            doing = "to write a file"
            _write(place / "file")
            doing = "to make and rename a folder"
            (place / "stage").mkdir()
            exclusive = rename_by_kernel(place / "stage", place / "take")
            if not exclusive:
                rename_by_claim(place / "stage", place / "take")
            keeps = _keeps(place, exclusive=exclusive)
            doing = "to delete"
            (place / "file").unlink()
            (place / "take").rmdir()
            return Rights(exclusive=exclusive, keeps=keeps)
    except OSError as error:
        return Rights(refused=f"{doing}: {error.strerror or error}")


def _write(path: Path) -> None:
    with path.open("xb") as file:
        file.write(b"lyrad")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)


def _keeps(place: Path, *, exclusive: bool) -> bool:
    """Return whether a folder that stands is not replaced by another of the same name."""
    (place / "late").mkdir()
    rename = rename_by_kernel if exclusive else rename_by_claim
    try:
        rename(place / "late", place / "take")
    except FileExistsError:
        (place / "late").rmdir()
        return True
    return False
