"""Fill the folder that will become a take: copied, hashed and on the disk before it gets its name.

It stands beside the target, on the same file system, under a name that nobody looks at.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import xxhash

from lyrad.disk.receipts import INFO, RECEIPT_NAME
from lyrad.disk.write import Sharing, make_folder, share, sync_folder, write_temporary, writing
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.names import JobId
from lyrad.model.take import FileRecord
from lyrad.ports import Staged

STAGE_PREFIX = ".lyrad-stage-"
STEM_MARK = "{stem}"

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One job's folder in the making, inside a shot's `takes/`."""

    takes: Path
    job: JobId
    sharing: Sharing

    @property
    def folder(self) -> Path:
        """Return the stage's folder."""
        return self.takes / f"{STAGE_PREFIX}{self.job}"

    def fill(self, staged: Staged, stem: str) -> tuple[FileRecord, ...]:
        """Copy everything in under its final name and return what was copied; starts anew.

        Raises:
            Permanent: a file that was to be published is gone from the work folder.
            Temporary: the share refuses.
        """
        sources = tuple(_files(staged))
        with writing(str(self.takes)):
            self.remove()
            make_folder(self.folder, self.sharing)
            make_folder(self.folder / INFO, self.sharing)
        return tuple(
            self._copy(source, name.replace(STEM_MARK, stem), _role(name))
            for name, source in sources
        )

    def seal(self, receipt: bytes) -> None:
        """Write the receipt last, then bring every folder's names down to the disk."""
        with writing(str(self.takes)):
            write_temporary(self.folder / INFO / RECEIPT_NAME, receipt, self.sharing)
            for folder, _, _ in os.walk(self.folder, topdown=False):
                sync_folder(Path(folder))

    def remove(self) -> None:
        """Remove the stage, if there is one."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self.folder)

    def _copy(self, source: Path, name: str, role: str) -> FileRecord:
        target = self.folder / name
        quick, strong, size = xxhash.xxh64(), hashlib.sha256(), 0
        with source.open("rb") as reader, writing(str(self.takes)):
            self._folders(PurePosixPath(name).parent)
            with target.open("xb") as writer:
                while block := reader.read(_BLOCK):
                    quick.update(block)
                    strong.update(block)
                    size += writer.write(block)
                writer.flush()
                os.fsync(writer.fileno())
            share(target, self.sharing)
        return FileRecord(
            name=name, role=role, size=size, sha256=strong.hexdigest(), xxh64=quick.hexdigest()
        )

    def _folders(self, inside: PurePosixPath) -> None:
        for parent in (*reversed(inside.parents), inside):
            make_folder(self.folder / parent, self.sharing)


def _files(staged: Staged) -> Iterator[tuple[str, Path]]:
    """Return every file by its name in the take; a folder stands for the files in it."""
    for name, source in staged.files:
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts:
            raise ValueError(f"a take's file must stay inside it: {name}")
        if source.is_dir():
            for path in sorted(path for path in source.rglob("*") if path.is_file()):
                yield f"{name}/{path.relative_to(source).as_posix()}", path
        elif source.is_file():
            yield name, source
        else:
            raise Permanent(
                Fault(
                    code=Code.FILE_GONE,
                    what=f"What the shot's work had made is gone: {source.name}.",
                    where=str(source.parent),
                    next="Put a file named RETAKE beside shot.yaml to have it made again.",
                )
            )


def _role(name: str) -> str:
    """Return what a file, or all of a folder, is: `_info/{stem}_sheet.png` is the sheet."""
    path = PurePosixPath(name)
    if path.parts[0] != INFO:
        return "master"
    return path.parts[1].replace(STEM_MARK, "").strip("_.-").split(".")[0] or "info"
