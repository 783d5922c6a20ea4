"""Lay an assembly's two files beside their places, whole and on the disk, until they are named."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from lyrad.disk.write import Sharing, share, sync_folder, write_temporary
from lyrad.model.names import JobId
from lyrad.ports import Assembled

TIMELINE = ".otio"
SIDE = ".lyrad-assembly-"
"""What the names of files on their way begin with: nobody looks at those."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyStage:
    """The files of one job on their way into a scene's folder."""

    folder: Path
    job: JobId
    sharing: Sharing

    @property
    def timeline(self) -> Path:
        """Return where the timeline is until it gets its name."""
        return self._side(TIMELINE)

    def fill(self, made: Assembled) -> tuple[Path, Path]:
        """Write both files; return them. Raises OSError."""
        film = self._side(made.film.suffix)
        write_temporary(self.timeline, made.timeline, self.sharing)
        film.unlink(missing_ok=True)
        shutil.copyfile(made.film, film)
        with film.open("rb") as handle:
            os.fsync(handle.fileno())
        share(film, self.sharing)
        sync_folder(self.folder)
        return film, self.timeline

    def clear(self, *, keep: Collection[str] = ()) -> None:
        """Remove what this job left, and what killed runs of all others but these did."""
        for path in self.folder.glob(f"{SIDE}*"):
            if path.name.removeprefix(SIDE).partition(".")[0] not in keep:
                path.unlink(missing_ok=True)

    def _side(self, ending: str) -> Path:
        return self.folder / f"{SIDE}{self.job}{ending}"


def sum_of(path: Path) -> str:
    """Return a file's sha256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_that(path: Path, sha256: str) -> bool:
    """Return whether a file stands there and has this content."""
    return path.is_file() and sum_of(path) == sha256
