"""Identities: small types that keep one kind of text from being taken for another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType, TypeAlias

from typing_extensions import TypeAliasType

ProductionId = NewType("ProductionId", str)
"""The UUID that stands in `production.yaml`; it survives moving and renaming the folder."""

JobId = NewType("JobId", str)
"""Twenty hex digits: hash of production, rule, scene and shot, fingerprint, attempt."""

Fingerprint = NewType("Fingerprint", str)
"""Content identity of a drop, in hex: its own picture-making fields and its members' hashes."""

RelPath = NewType("RelPath", str)
"""A path below a production's root, POSIX separators; machines mount the root elsewhere."""

CharacterKey = NewType("CharacterKey", str)
"""A character's code, as the folder below `characters/` is called: the address people use."""

CHARACTERS = "characters"
"""The folder below the root in which each character has one."""

JSON = TypeAliasType("JSON", "str | int | float | bool | list[JSON] | dict[str, JSON] | None")
"""What survives a journey through the engine's database unchanged."""

Fields: TypeAlias = Mapping[str, JSON]
"""Named plain values."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ShotKey:
    """Scene and shot as their folders are called: the address that people use.

    A character is asked under the same kind of address, `characters/MIRA`: see `asked_as`.
    """

    scene: str
    shot: str

    def __str__(self) -> str:
        return f"{self.scene}/{self.shot}"


def asked_as(character: CharacterKey) -> ShotKey:
    """Return the address under which the ledger keeps what people ask of a character."""
    return ShotKey(scene=CHARACTERS, shot=character)
