from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.production import Film


@dataclass(frozen=True)
class Finished:
    """The README's two shots, made by lyrad: the scene's folder before and after."""

    film: Film
    before: str
    after: str


@pytest.fixture(scope="package")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    place = tmp_path_factory.mktemp("pages")
    film = Film(root=place / "FILM", home=place / "home").begin()
    film.drop("SC010/SH0020", seed=1)
    film.drop("SC010/SH0030", seed=2)
    before = tree(film.root / "scenes/SC010")
    done = film.once()
    assert done.returncode == 0, done.stderr
    return Finished(film=film, before=before, after=tree(film.root / "scenes/SC010"))


def tree(folder: Path) -> str:
    """Return what a folder holds, drawn as the README draws it."""
    return "\n".join([folder.name, *_below(folder, "")]) + "\n"


def _below(folder: Path, indent: str) -> list[str]:
    lines = []
    entries = sorted(folder.iterdir())
    for entry in entries:
        last = entry == entries[-1]
        lines.append(f"{indent}{'└── ' if last else '├── '}{entry.name}")
        if entry.is_dir():
            lines += _below(entry, indent + ("    " if last else "│   "))
    return lines
