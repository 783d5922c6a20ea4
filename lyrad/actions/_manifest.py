"""Decide whether a step's work is done already: what it made, by size and hash, written last.

A kill between the end of a step and the engine's note of it makes the step start again; it then
finds its manifest and has nothing to do. A file that changed or went makes the manifest void.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import xxhash
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from lyrad.model.plan import Artifact

NAME = "done.json"

_BLOCK = 1 << 20
_ARTIFACTS = TypeAdapter(tuple[Artifact, ...])


class _File(BaseModel):
    """One file below the job's work folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    size: int
    xxh64: str


class _Manifest(BaseModel):
    """What a step made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    artifacts: tuple[Artifact, ...]
    files: tuple[_File, ...]


def kept(work: Path, job_work: Path) -> tuple[Artifact, ...] | None:
    """Return what the step made in an earlier try, or None where it is not whole."""
    try:
        manifest = _Manifest.model_validate_json((work / NAME).read_bytes())
        whole = all(_file(job_work, job_work / file.path) == file for file in manifest.files)
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None
    return manifest.artifacts if whole else None


def keep(work: Path, job_work: Path, artifacts: Sequence[Artifact]) -> None:
    """Write down what the step made."""
    files = [_file(job_work, path) for one in artifacts for path in _files(job_work, one)]
    manifest = {
        "artifacts": _ARTIFACTS.dump_python(tuple(artifacts), mode="json"),
        "files": [file.model_dump() for file in files],
    }
    write_whole(work / NAME, json.dumps(manifest, indent=1, ensure_ascii=False).encode())


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that a kill leaves the old one or the new one, on the disk."""
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _files(job_work: Path, artifact: Artifact) -> Iterator[Path]:
    """Return the files that an artifact stands for; what was published is no longer here."""
    if not artifact.path:
        return
    path = job_work / artifact.path
    yield from sorted(path.iterdir()) if path.is_dir() else [path]


def _file(job_work: Path, path: Path) -> _File:
    digest, size = xxhash.xxh64(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return _File(path=str(path.relative_to(job_work)), size=size, xxh64=digest.hexdigest())
