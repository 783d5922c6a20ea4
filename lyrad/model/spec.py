"""A shot's spec: what somebody asked for, with everything that it inherits filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from fractions import Fraction

from lyrad.model.character import Base
from lyrad.model.media import Fit, Master, Origin, Retime, Size, Smaller, Sound
from lyrad.model.names import CharacterKey, Fields
from lyrad.model.style import ShotStyle


class Priority(IntEnum):
    """How urgent a person says it is; a lower number goes first."""

    NOW = 0
    HIGH = 1
    NORMAL = 2
    LOW = 3


class Frame(IntEnum):
    """Which of the two given frames."""

    FIRST = 0
    LAST = 1

    @property
    def role(self) -> str:
        """Return the word that rules, specs and file names use."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameChoice:
    """What a spec says of one given frame.

    `path` is relative to the spec's folder. With neither a path nor `none`, the file named after
    the role is looked for.
    """

    path: str | None = None
    none: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterChoice:
    """A character that a spec names; `version` None is the newest LoRA that there is."""

    character: CharacterKey
    version: int | None = None

    def __str__(self) -> str:
        return self.character if self.version is None else f"{self.character}@v{self.version:03d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterUse:
    """A character in a shot, as it stood when the job was ordered: which LoRA, how strongly.

    `word` and `kind` call it in the prompt. `experts` are the LoRA's files by the expert that each
    is for (`low`, `high`, or empty where the base has one part); members of the drop hold them.
    """

    character: CharacterKey
    version: int
    word: str
    kind: str
    base: Base
    strength: float
    experts: tuple[str, ...]

    def role(self, expert: str) -> str:
        """Return which part the file of an expert plays in the drop."""
        return " ".join(filter(None, (LORA_ROLE, self.character, expert)))


LORA_ROLE = "lora"
"""What the roles of LoRAs among a drop's members begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotSpec:
    """A shot, resolved: production, scene and shot laid over each other.

    `frames` counts both given frames. `own` are the shot's own picture-making fields and
    `inherited` the rest, both canonical plain data:
    the first make the fingerprint, the second are frozen into the plan and make takes stale when
    they change. `characters` are those that it names, `cast` the LoRAs that were found for them;
    `styles` the styles that it names, `style` what was found for those.
    """

    description: str
    first: FrameChoice
    last: FrameChoice
    frames: int
    rate: Fraction
    size: Size
    fit: Fit
    takes: int
    seed: int | None
    origin: Origin
    master: Master
    priority: Priority
    due: date | None
    own: Fields
    inherited: Fields
    retime: Retime = Retime.INTERPOLATE
    sound: Sound = Sound.DROP
    smaller: Smaller = Smaller.NEVER
    negative: str = ""
    characters: tuple[CharacterChoice, ...] = ()
    cast: tuple[CharacterUse, ...] = ()
    camera: str = ""
    styles: tuple[str, ...] = ()
    style: ShotStyle = field(default_factory=ShotStyle)
