"""Make the demo's production and draw its frames; nothing is dropped yet.

The demo's folder holds one production for each time that it was shown. It carries a mark, and a
folder without it belongs to somebody else: it is refused, whatever is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import cv2

from lyrad.errors import Code, Fault, UsageError
from lyrad.model.media import Size
from lyrad.model.names import ShotKey
from lyrad.vision.arrays import Picture
from lyrad.vision.drawn.dusk import Dusk
from lyrad.wiring.beginning import begin

MARK = ".lyrad-demo"
MARK_TEXT = "lyrad's demo made this folder. It may be deleted whole.\n"
NAME = "LIGHTHOUSE"
TITLE = "The Lighthouse"
USUAL = Size(width=1280, height=720)

SPEC = """\
description: {description}
duration: {duration}
origin: drawn
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoShot:
    """A shot that the demo drops: its frames and its words, ready beside the production."""

    key: ShotKey
    move: str
    first: Path
    last: Path
    spec: str

    @property
    def code(self) -> str:
        """Return the address that people use."""
        return str(self.key)

    def folder(self, film: Path) -> Path:
        """Return where it is dropped."""
        return film / "scenes" / self.key.scene / self.key.shot


def found_film(folder: Path) -> Path:
    """Make a new production in the demo's folder; return its root.

    Raises:
        UsageError: the folder is there and is not the demo's.
    """
    folder = folder.expanduser().absolute()
    if folder.exists() and not (folder / MARK).is_file():
        raise UsageError(_not_ours(folder))
    if not folder.exists():
        folder.mkdir(parents=True)
        (folder / MARK).write_text(MARK_TEXT, "utf-8")
    film = _unused(folder)
    begin(film, TITLE)
    return film


def draw_shots(home: Path, size: Size, duration: str) -> tuple[DemoShot, ...]:
    """Draw the frames of all three shots into a folder; return the shots."""
    dusk = Dusk((size.width, size.height))
    shots: tuple[tuple[str, str, str, Callable[[], tuple[Picture, Picture]]], ...] = (
        ("SC010/SH0010", "push-in", "A slow push-in on the lighthouse at dusk.", dusk.push),
        (
            "SC020/SH0010",
            "pan",
            "The camera pans along the bay until it finds the lighthouse.",
            dusk.pan,
        ),
        ("SC020/SH0020", "walk", "The keeper walks along the path with a lantern.", dusk.walk),
    )
    spec = SPEC if size == USUAL else f"{SPEC}size: {size}\n"
    return tuple(
        _shot(home, code, move, draw(), spec.format(description=words, duration=duration))
        for code, move, words, draw in shots
    )


def _shot(
    home: Path, code: str, move: str, frames: tuple[Picture, Picture], spec: str
) -> DemoShot:
    first, last = home / f"{move}_first.png", home / f"{move}_last.png"
    for path, picture in zip((first, last), frames, strict=True):
        cv2.imwrite(str(path), picture)
    scene, shot = code.split("/")
    key = ShotKey(scene=scene, shot=shot)
    return DemoShot(key=key, move=move, first=first, last=last, spec=spec)


def _unused(folder: Path) -> Path:
    """Return a production's folder that nobody has, made now so that it is ours."""
    for number in count(1):
        film = folder / (NAME if number == 1 else f"{NAME}_{number}")
        try:
            film.mkdir()
        except FileExistsError:
            continue
        return film
    raise AssertionError


def _not_ours(folder: Path) -> Fault:
    return Fault(
        code=Code.USAGE,
        what="This folder is there already, and the demo did not make it.",
        where=str(folder),
        next="Name one that is not there yet: lyrad demo my-demo",
    )
