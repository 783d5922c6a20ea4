"""Decide which files of a character's folder are references, and what makes a set this one.

Where a character's things lie is decided here too; what the files hold is left to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from lyrad.core.dataset.names import is_noise, sort_files
from lyrad.core.gathering import READY
from lyrad.core.identity import digest
from lyrad.model.character import CharacterSpec
from lyrad.model.drop import Member
from lyrad.model.names import CHARACTERS, JSON, CharacterKey, Fingerprint, RelPath

REFERENCES = "refs"
LORAS = "loras"
SPEC = "character.yaml"
DRAFT = "character.draft.yaml"
PAGE = "_lyrad dataset.html"

MOST_COPIED = 256 * 1024**2
"""Bytes of the largest file of which a private copy is taken: larger ones are named and not
opened, however they are called."""

_DEPTH = 2


def character_at(path: RelPath) -> CharacterKey | None:
    """Return the character whose folder, or something in it, this is, or None."""
    parts = path.split("/")
    inside = len(parts) >= _DEPTH and parts[0] == CHARACTERS
    return CharacterKey(parts[1]) if inside and not is_noise(parts[1]) else None


def character_folder(character: CharacterKey) -> RelPath:
    """Return where a character stands below the root."""
    return RelPath(f"{CHARACTERS}/{character}")


def conventional(character: CharacterKey) -> RelPath:
    """Return the folder of references as rules name it."""
    return RelPath(f"{CHARACTERS}/{character}/{REFERENCES}")


def members_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return the files that make the set: pictures, or what is called so, and their captions.

    What is plainly something else (notes, caches, trained files) is no member.
    """
    files = sort_files(
        name
        for name in names
        if name != READY and not any(is_noise(part) for part in name.split("/"))
    )
    captions = (name for several in files.captions.values() for name in several)
    return tuple(sorted({*files.pictures, *captions}))


def fingerprint(spec: CharacterSpec, members: Iterable[Member], own: Set[str]) -> Fingerprint:
    """Return the content identity of a set of references.

    The character's own words, and the files by name and content; of what was too large to be
    copied the size counts. Captions that lyrad wrote (`own` sha256 sums) do not count, until a
    person edits them: else describing a set would make it another one.
    """
    files: dict[str, JSON] = {
        member.role: member.sha256 or str(member.size)
        for member in members
        if member.sha256 not in own
    }
    return Fingerprint(digest({"own": dict(spec.own), "references": files}))
