"""How a character's folder stands: what a look into it found, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.model.character import CharacterSpec
from lyrad.model.drop import Drop
from lyrad.model.lora import LoraVersion
from lyrad.model.names import CharacterKey, RelPath
from lyrad.model.rule import Match
from lyrad.model.standing import Lacking, Refused, Unsettled


@dataclass(frozen=True, slots=True, kw_only=True)
class Referenced:
    """References that have come to rest, and the rules that speak of them.

    `drop` has every picture and caption; lyrad's own captions are members and do not count for
    the fingerprint. `notes` are what a person should know of how they were read.
    """

    drop: Drop
    spec: CharacterSpec
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()


CharacterStanding = Unsettled | Lacking | Refused | Referenced


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterLook:
    """One look into a character's folder; with no `standing` there are no references.

    `loras` are in order of their numbers. `again_at` asks for another look (monotonic seconds).
    """

    character: CharacterKey
    folder: RelPath
    standing: CharacterStanding | None
    loras: tuple[LoraVersion, ...]
    again_at: float | None = None
