"""Hand what people write (productions, scenes, shots, rules) to the rooms that need it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path

from lyrad import actions
from lyrad.actions.draft_spec import DraftSpec
from lyrad.config import reading
from lyrad.config.resolve import resolve
from lyrad.config.rule_desk import RuleDesk
from lyrad.config.rulebook import RuleFolder
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.config.workflows import Workflows
from lyrad.model.character import CharacterSpec
from lyrad.model.cue import CueKey
from lyrad.model.lane import CPU
from lyrad.model.names import CharacterKey, Fields
from lyrad.model.production import Production, Scene
from lyrad.model.rule import SCORING
from lyrad.model.settings import Settings
from lyrad.model.spec import ShotSpec
from lyrad.model.style import Style
from lyrad.ports import ReadCue, ReadShot


class Shelf:
    """The library: every file that people write, checked at the door."""

    def production(self, path: Path, shown: str) -> Production:
        """Read a `production.yaml`."""
        return reading.read_production(path, shown)

    def scene(self, path: Path, shown: str, code: str) -> Scene:
        """Read a `scene.yaml`."""
        return reading.read_scene(path, shown, code=code)

    def shot(self, path: Path, shown: str) -> ReadShot:
        """Read a `shot.yaml`."""
        found = reading.read_shot(path, shown)
        return ReadShot(
            first=found.first,
            last=found.last,
            resolve=functools.partial(_resolve, found),
        )

    def character(self, path: Path | None, shown: str, character: CharacterKey) -> CharacterSpec:
        """Read a `character.yaml`; with no path, return what holds without one."""
        return reading.read_character(path, shown, character)

    def cue(self, path: Path, shown: str, cue: CueKey) -> ReadCue:
        """Read a `cue.yaml`."""
        found = reading.read_cue(path, shown)
        return ReadCue(scenes=found.over(cue), resolve=functools.partial(found.spec, cue))

    def style(self, path: Path, shown: str, name: str) -> Style:
        """Read a file of `style/`."""
        return reading.read_style(path, shown, name)


def rule_desk(settings: Settings, roots: tuple[Path, ...] = ()) -> RuleDesk:
    """Return the rules in force: shipped, then the host's, then, where trusted, the roots'."""
    folders = [
        RuleFolder(path=shipped("rules"), shown="rules"),
        RuleFolder(path=settings.rules, shown=str(settings.rules)),
    ]
    if settings.trust_rules_in_roots:
        folders += [RuleFolder(path=root / "rules", shown=str(root / "rules")) for root in roots]
    return RuleDesk(
        folders,
        actions=actions.ALL,
        for_characters=actions.FOR_CHARACTERS,
        for_cues=actions.FOR_CUES,
        for_scenes=actions.FOR_SCENES,
        usual=_usual(settings),
        lane=_lanes(settings),
        templates=Templates(folders=(settings.templates, shipped("templates"))),
        workflows=Workflows(folders=(settings.templates, shipped("templates"))),
    )


def _usual(settings: Settings) -> Mapping[str, Fields]:
    """Return what actions do on this machine where a rule says nothing."""
    writes = settings.ollama is not None and bool(settings.ollama.writer)
    return {DraftSpec.name: {"backend": "ollama"}} if writes else {}


def _resolve(found: reading.CheckedShot, production: Production, scene: Scene) -> ShotSpec:
    return resolve(production, scene, found)


def _lanes(settings: Settings) -> Callable[[str, Fields], str]:
    """Return what says on which lane an action goes: its own, but for commands without a card."""
    plain = {name for name, command in settings.commands.items() if not command.card}

    def lane(action: str, fields: Fields) -> str:
        if action == SCORING and fields.get("backend") in plain:
            return CPU
        return actions.ALL[action].model_validate(dict(fields)).lane

    return lane
