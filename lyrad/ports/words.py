"""What the daemon asks of the words that people wrote: specs, scenes, productions, rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.cue import CueKey, CueSpan, CueSpec, Hit
from lyrad.model.names import CharacterKey
from lyrad.model.plan import Step
from lyrad.model.production import Production, Scene
from lyrad.model.rule import Match, Rulebook
from lyrad.model.spec import FrameChoice, ShotSpec
from lyrad.model.style import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadShot:
    """A shot's own file, checked; `resolve` lays it over what it inherits."""

    first: FrameChoice
    last: FrameChoice
    resolve: Callable[[Production, Scene], ShotSpec]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCue:
    """A cue's own file, checked; `scenes` are those it runs over, in their order.

    `resolve` makes it a spec at the film's frames per second.
    """

    scenes: tuple[str, ...]
    resolve: Callable[[Fraction], CueSpec]


class Library(Protocol):
    """What people wrote, checked at the door; each call raises ConfigError with every fault."""

    def production(self, path: Path, shown: str) -> Production:
        """Read a `production.yaml`; `shown` is what faults call it."""
        ...

    def scene(self, path: Path, shown: str, code: str) -> Scene:
        """Read a `scene.yaml`."""
        ...

    def shot(self, path: Path, shown: str) -> ReadShot:
        """Read a `shot.yaml`."""
        ...

    def character(self, path: Path | None, shown: str, character: CharacterKey) -> CharacterSpec:
        """Read a `character.yaml`; with no path, return what holds without one."""
        ...

    def cue(self, path: Path, shown: str, cue: CueKey) -> ReadCue:
        """Read a `cue.yaml`."""
        ...

    def style(self, path: Path, shown: str, name: str) -> Style:
        """Read a file of `style/`."""
        ...


class RuleDesk(Protocol):
    """The rules in force."""

    @property
    def book(self) -> Rulebook:
        """Return the last good rulebook."""
        ...

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong with a newer edit that is not in force."""
        ...

    def refresh(self) -> bool:
        """Read the rules again if a file changed; return whether anything is different."""
        ...

    def character_steps(
        self, match: Match, spec: CharacterSpec, character: CharacterKey
    ) -> tuple[Step, ...]:
        """Return the steps of a rule over references, filled in. Raises ConfigError."""
        ...

    def cue_steps(
        self, match: Match, spec: CueSpec, span: CueSpan, cue: CueKey, hits: Sequence[Hit] = ()
    ) -> tuple[Step, ...]:
        """Return the steps of a rule over a cue, filled in. Raises ConfigError."""
        ...

    def scene_steps(self, match: Match, production: Production) -> tuple[Step, ...]:
        """Return the steps of a rule over a whole scene, filled in. Raises ConfigError."""
        ...

    def brief_steps(self, match: Match, production: Production) -> tuple[Step, ...]:
        """Return the steps of a rule over briefs, filled in. Raises ConfigError."""
        ...

    def steps(self, match: Match, spec: ShotSpec, production: Production) -> tuple[Step, ...]:
        """Return the rule's steps with every value filled in. Raises ConfigError."""
        ...
