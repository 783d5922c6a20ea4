"""The stand-in's folders: where uploads go, how results are named, what a reader may see."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KINDS = ("input", "output", "temp")


class NotAllowedError(Exception):
    """A path that leaves its folder."""


@dataclass(frozen=True)
class Folders:
    root: Path

    def of(self, kind: str) -> Path:
        """Return the folder of a kind; an unknown one is a KeyError, which becomes a 500."""
        return {name: self.root / name for name in KINDS}[kind]

    @property
    def models(self) -> Path:
        return self.root / "models"

    def open(self, models: dict[str, list[str]]) -> None:
        """Make what is missing, wipe `temp`; lay empty model files if there are none at all."""
        self.wipe_temp()
        for kind in KINDS:
            self.of(kind).mkdir(parents=True, exist_ok=True)
        if self.models.exists():
            return
        for folder, names in models.items():
            (self.models / folder).mkdir(parents=True)
            for name in names:
                (self.models / folder / name).touch()

    def wipe_temp(self) -> None:
        shutil.rmtree(self.of("temp"), ignore_errors=True)

    def model_names(self, folder: str) -> list[str]:
        """Return the models of a folder, as names relative to it; read anew at each call."""
        base = self.models / folder
        return sorted(str(p.relative_to(base)) for p in base.rglob("*") if p.is_file())

    def annotated(self, name: str) -> Path:
        """Return the file that a node's input means: `sub/a.png`, or `a.png [output]`."""
        found = re.fullmatch(r"(.*) \[(input|output|temp)\]", name)
        plain, kind = found.groups() if found else (name, "input")
        return self.of(kind) / plain

    def inside(self, kind: str, subfolder: str, name: str) -> Path:
        """Return a path in the folder of a kind.

        Raises:
            NotAllowedError: it would lie outside.
        """
        base = self.of(kind).resolve()
        path = (base / subfolder / name).resolve()
        if not path.is_relative_to(base) or path == base:
            raise NotAllowedError(path)
        return path

    def store_upload(self, path: Path, data: bytes, *, overwrite: bool) -> Path:
        """Write an upload and return where: beside a file of the name, unless it is the same."""
        path.parent.mkdir(parents=True, exist_ok=True)
        free, number = path, 1
        while not overwrite and free.exists():
            if free.read_bytes() == data:
                return free
            free = path.with_name(f"{path.stem} ({number}){path.suffix}")
            number += 1
        free.write_bytes(data)
        return free

    def next_results(self, kind: str, prefix: str) -> Results:
        """Return where results of a prefix go.

        Raises:
            NotAllowedError: the prefix leaves the folder.
        """
        wanted = self.inside(kind, "", prefix)
        wanted.parent.mkdir(parents=True, exist_ok=True)
        pattern = re.compile(re.escape(wanted.name) + r"_(\d+)", re.IGNORECASE)
        taken = [int(m[1]) for p in wanted.parent.iterdir() if (m := pattern.match(p.name))]
        return Results(kind, self.of(kind).resolve(), wanted, max(taken, default=0) + 1)


@dataclass(frozen=True)
class Results:
    """Where the files of one save node go: numbered from the first free number on."""

    kind: str
    base: Path
    wanted: Path
    counter: int

    def path(self, suffix: str, *, index: int = 0, trail: str = "_") -> Path:
        return self.wanted.with_name(
            f"{self.wanted.name}_{self.counter + index:05}{trail}{suffix}"
        )

    def entry(self, path: Path) -> dict[str, Any]:
        """Return the file as the history names it."""
        subfolder = path.parent.relative_to(self.base)
        words = "" if subfolder == Path() else subfolder.as_posix()
        return {"filename": path.name, "subfolder": words, "type": self.kind}
