"""A character: somebody in the film, taught to a model from reference pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from lyrad.model.names import CharacterKey, Fields, Fingerprint, JobId, RelPath


class Base(StrEnum):
    """The model that a LoRA is trained for, and that alone can use it."""

    SD15 = "sd15"
    SDXL = "sdxl"
    FLUX1 = "flux1"
    WAN22 = "wan22"

    @property
    def words(self) -> str:
        """Return its name as people write it."""
        return _WORDS[self]

    @property
    def tagged(self) -> bool:
        """Return whether its captions are tags, parted by commas, rather than sentences."""
        return self in {Base.SD15, Base.SDXL}


_WORDS = {
    Base.SD15: "Stable Diffusion 1.5",
    Base.SDXL: "SDXL",
    Base.FLUX1: "FLUX.1",
    Base.WAN22: "Wan 2.2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterSpec:
    """What `character.yaml` says, or what holds without it.

    `word` is the trigger word, one rare token; `kind` the class word (`woman`, `dog`, `house`)
    that follows it. `traits` are what makes the character who it is, which captions must not name.
    `strength` is how strongly shots use the LoRA, 1.0 as it was trained. `preset` names the
    training's settings; empty for those of the base. `own` are the fields that make the LoRA,
    canonical plain data; they belong to the fingerprint. `written` is false where no
    `character.yaml` stands.
    """

    word: str
    kind: str
    base: Base
    traits: tuple[str, ...] = ()
    strength: float = 1.0
    preset: str = ""
    seed: int | None = None
    own: Fields = field(default_factory=dict)
    written: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionsGiven:
    """Captions are about to be written; `outputs` are sha256 sums of all that will be.

    Written down before, so that a kill in between leaves no caption that is taken for a person's.
    """

    event: Literal["captions"] = "captions"
    at: datetime
    character: CharacterKey
    job: JobId
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDescribed:
    """The reference pictures were looked at, and what lacked words has them.

    `usable` says whether the set can be trained on, `draft` whether words are those of the
    embedded captioner; `told` is what a card says of the set, a line each.
    """

    event: Literal["described"] = "described"
    at: datetime
    character: CharacterKey
    job: JobId
    rule: str
    fingerprint: Fingerprint
    usable: bool
    draft: bool
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraGiven:
    """A LoRA's version number was given: publishing began. Numbers are never used twice."""

    event: Literal["lora"] = "lora"
    at: datetime
    character: CharacterKey
    version: int
    job: JobId


@dataclass(frozen=True, slots=True, kw_only=True)
class LoraPublished:
    """A LoRA stands in its folder; `outputs` are sha256 sums."""

    event: Literal["trained"] = "trained"
    at: datetime
    character: CharacterKey
    version: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    attempt: int
    folder: RelPath
    outputs: tuple[str, ...]


CharacterLine = CaptionsGiven | DatasetDescribed | LoraGiven | LoraPublished
