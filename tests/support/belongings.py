"""What in a production is a person's: everything that lyrad did not write."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

_OWN_FOLDERS = {".lyrad", "takes"}

Belongings = Mapping[str, tuple[int, bytes]]


def belongings(root: Path) -> Belongings:
    """Return each file's and link's time and bytes, by its path below the root."""
    found = {}
    for folder, names, files in os.walk(root):
        links = [name for name in names if (Path(folder) / name).is_symlink()]
        names[:] = [name for name in names if name not in _OWN_FOLDERS]
        for name in (*files, *links):
            path = Path(folder) / name
            if not (_card(name) or name == "shot.draft.yaml"):
                found[path.relative_to(root).as_posix()] = _look(path)
    return found


def _look(path: Path) -> tuple[int, bytes]:
    stat = path.lstat()
    data = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
    return stat.st_mtime_ns, data


def _card(name: str) -> bool:
    return name.startswith(("_lyrad ", ".lyrad-card"))
