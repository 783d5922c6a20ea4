"""A character: somebody in the film, taught to a model from reference pictures."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lyrad.model.names import Fields


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
    canonical plain data; they belong to the fingerprint.
    """

    word: str
    kind: str
    base: Base
    traits: tuple[str, ...] = ()
    strength: float = 1.0
    preset: str = ""
    seed: int | None = None
    own: Fields = field(default_factory=dict)
