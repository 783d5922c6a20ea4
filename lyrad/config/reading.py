"""Read a production, a scene, a shot, a character, a cue or a style, checked in full.

`shown` is what a person is told the file is called; the bytes may come from a private copy of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lyrad.config.character_file import CharacterFile
from lyrad.config.checked import checked
from lyrad.config.cue_file import CueFile
from lyrad.config.production_file import ProductionFile
from lyrad.config.specs import SceneFile, ShotFile
from lyrad.config.style_file import style_of
from lyrad.config.text import read_text
from lyrad.config.yaml_tree import one_document
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.names import CharacterKey, Fields, ProductionId, RelPath
from lyrad.model.production import Production, Scene, Tree
from lyrad.model.spec import FrameChoice
from lyrad.model.style import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedShot:
    """A `shot.yaml` that is right in itself; what it inherits is laid under it by `resolve`.

    `fields` is what was said, canonical. `first` and `last` are what it says of the given frames:
    enough to gather the drop's members. `length_at` is where its length stands, for a person.
    """

    fields: Fields
    first: FrameChoice
    last: FrameChoice
    shown: str
    length_at: str


def read_production(path: Path, shown: str = "production.yaml") -> Production:
    """Return the production.

    Raises:
        ConfigError: with every fault of the file; NOT_A_PRODUCTION where there is none.
    """
    if not path.exists():
        raise ConfigError(
            Fault(
                code=Code.NOT_A_PRODUCTION,
                what="This folder is not a production: it has no production.yaml.",
                where=str(path.parent),
                next=f'Make it one with: lyrad init "{path.parent}"',
            )
        )
    return production_of(read_text(path, shown), shown)


def production_of(text: str, shown: str) -> Production:
    """Return the production that the text describes. Raises ConfigError."""
    read = checked(one_document(text, shown), ProductionFile)
    return Production(
        id=ProductionId(read.id),
        title=read.title,
        timezone=read.timezone,
        defaults=read.canonical(),
        tree=Tree(scene=read.tree.scene, shot=read.tree.shot),
        hold_over=read.hold_over,
        start_timecode=read.start_timecode,
        seam=read.seam,
        marks=read.marks,
        shot_lists=read.shot_lists,
    )


def read_scene(path: Path, shown: str, *, code: str) -> Scene:
    """Return the scene of that code. Raises ConfigError with every fault of the file."""
    return scene_of(read_text(path, shown), shown, code=code)


def scene_of(text: str, shown: str, *, code: str) -> Scene:
    """Return the scene that the text describes. Raises ConfigError."""
    read = checked(one_document(text, shown), SceneFile)
    return Scene(code=code, defaults=read.canonical(), path=RelPath(shown))


def read_shot(path: Path, shown: str) -> CheckedShot:
    """Return the checked shot. Raises ConfigError with every fault of the file."""
    return shot_of(read_text(path, shown), shown)


def shot_of(text: str, shown: str) -> CheckedShot:
    """Return the checked shot that the text describes. Raises ConfigError."""
    document = one_document(text, shown)
    read = checked(document, ShotFile)
    length = "frames" if read.frames else "duration"
    return CheckedShot(
        fields=read.canonical(),
        first=read.first or FrameChoice(),
        last=read.last or FrameChoice(),
        shown=shown,
        length_at=document.where((length,)),
    )


def read_character(path: Path | None, shown: str, character: CharacterKey) -> CharacterSpec:
    """Return the character; without a file, what holds then. Raises ConfigError."""
    if path is None:
        return CharacterFile.model_validate({}).spec(character, stands=False)
    return checked(one_document(read_text(path, shown), shown), CharacterFile).spec(character)


def read_cue(path: Path, shown: str) -> CueFile:
    """Return what a `cue.yaml` says. Raises ConfigError with every fault of the file."""
    return checked(one_document(read_text(path, shown), shown), CueFile)


def read_style(path: Path, shown: str, name: str) -> Style:
    """Return the style of that name. Raises ConfigError with every fault of the file."""
    return style_of(one_document(read_text(path, shown), shown), name)
