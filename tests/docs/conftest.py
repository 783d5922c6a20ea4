from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.datasets import good
from tests.support.production import SPEC, Film, until

SHOWN = ("characters", "scenes")
FOLDED = ("_info", "refs")
"""Folders of which a page shows only that there is something in them."""

ASSEMBLE = """\
name: assemble-scene
when: {{path: "scenes/{scene}/", quiet: 500ms}}
do:
  - assemble.scene
"""


@dataclass(frozen=True)
class Finished:
    """The README's production, made by lyrad: the tree of it before and after."""

    film: Film
    before: str
    after: str


@pytest.fixture(scope="package")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    place = tmp_path_factory.mktemp("pages")
    film = Film(root=place / "FILM", home=place / "home").begin()
    drop(film)
    before = tree(film.root)
    assemble(film, "NONE")
    done = film.once()
    assert "SC010/SH0030: WAITING for shot.yaml" in done.stdout, done.stdout + done.stderr
    assemble(film, "SC010")
    daemon = film.start()
    until((film.root / "scenes/SC010/SC010_assembly_v001.otio").exists)
    assert daemon.stop() == 0
    return Finished(film=film, before=before, after=tree(film.root))


def assemble(film: Film, scene: str) -> None:
    """Let only this scene be put together, as soon as it stands still."""
    rules = film.home / "rules"
    rules.mkdir(exist_ok=True)
    (rules / "assemble-scene.yaml").write_text(ASSEMBLE.format(scene=scene))


def drop(film: Film) -> None:
    """Put in what the README's people put in: a shot, a brief, a cue, a character's pictures."""
    film.drop("SC010/SH0020", SPEC.replace("frames: 9", "frames: 25"))
    film.shot("SC010/SH0030").mkdir()
    (film.shot("SC010/SH0030") / "brief.txt").write_text("She looks back. Three seconds.\n")
    cue = film.root / "scenes/SC010/cues/1M1"
    cue.mkdir(parents=True)
    (cue / "cue.yaml").write_text("prompt: Low strings, a slow pulse, nothing on top.\n")
    references = film.root / "characters/MIRA/refs"
    references.mkdir(parents=True)
    good(references)


def tree(root: Path) -> str:
    """Return what a production holds, drawn as the README draws it."""
    return "\n".join([root.name, *_below(root, "", SHOWN)]) + "\n"


def _below(folder: Path, indent: str, shown: tuple[str, ...] = ()) -> list[str]:
    if folder.name in FOLDED:
        return [f"{indent}└── ..."]
    lines = []
    entries = sorted(one for one in folder.iterdir() if not shown or one.name in shown)
    entries = [one for one in entries if one.name != "_example"]
    for entry in entries:
        last = entry == entries[-1]
        lines.append(f"{indent}{'└── ' if last else '├── '}{entry.name}")
        if entry.is_dir():
            lines += _below(entry, indent + ("    " if last else "│   "))
    return lines
