"""Find the LoRAs of the characters that a shot names.

The newest that stands is taken, or the one that the spec wants; which it was is part of what the
shot inherits, so that a newer one makes its takes stale and renders nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lyrad.core import lacking
from lyrad.core.characters.references import SPEC, character_folder
from lyrad.core.naming import version_folder
from lyrad.model.character import Base, CharacterSpec
from lyrad.model.drop import Member
from lyrad.model.lora import LoraVersion
from lyrad.model.names import JSON, RelPath
from lyrad.model.spec import CharacterChoice, CharacterUse, ShotSpec
from lyrad.service.intake.reader import NotReadyError, Reader

_DIGITS = 8


def cast_of(spec: ShotSpec, reader: Reader) -> tuple[ShotSpec, tuple[Member, ...]]:
    """Return the spec with the LoRAs that it uses, and their files as members of the drop.

    Raises:
        NotReadyError: a character has no LoRA yet, or its `character.yaml` is wrong.
    """
    found = [_found(choice, reader) for choice in spec.characters]
    if not found:
        return spec, ()
    inherited: dict[str, JSON] = {**spec.inherited}
    members: list[Member] = []
    for use, lora in found:
        inherited[use.character] = _words(use, lora)
        members += _members(use, lora, reader)
    cast = tuple(use for use, _ in found)
    return replace(spec, cast=cast, inherited=inherited), tuple(members)


def _found(choice: CharacterChoice, reader: Reader) -> tuple[CharacterUse, LoraVersion]:
    loras = reader.desk.loras.of(choice.character)
    fitting = [one for one in loras if choice.version in {None, one.number}]
    if not fitting:
        raise NotReadyError(lacking.a_character(str(choice)))
    path = RelPath(f"{character_folder(choice.character)}/{SPEC}")
    return _use(choice, fitting[-1], reader.character(choice.character, path)), fitting[-1]


def _use(choice: CharacterChoice, lora: LoraVersion, spec: CharacterSpec) -> CharacterUse:
    """Return the use; what was trained says more of itself than what is written now."""
    trained = lora.receipt
    return CharacterUse(
        character=choice.character,
        version=lora.number,
        word=trained.word if trained else spec.word,
        kind=str(trained.spec.get("kind", spec.kind)) if trained else spec.kind,
        base=Base(trained.base) if trained else spec.base,
        strength=spec.strength,
        experts=tuple(file.expert for file in lora.files),
    )


def _words(use: CharacterUse, lora: LoraVersion) -> str:
    content = " ".join(file.sha256[:_DIGITS] for file in lora.files)
    return f"{version_folder(use.version)} at {use.strength:g} ({content})"


def _members(use: CharacterUse, lora: LoraVersion, reader: Reader) -> Iterator[Member]:
    for file in lora.files:
        yield reader.member(use.role(file.expert), file.path)
