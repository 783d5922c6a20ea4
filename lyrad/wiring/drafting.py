"""Write drafts of specs into folders in which somebody began something and said nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lyrad.config import character_file, cue_file, draft
from lyrad.core import frames
from lyrad.core.characters import references
from lyrad.core.cues import names
from lyrad.disk.write import Sharing, write_new
from lyrad.model.names import CharacterKey, RelPath

Drafter = Callable[[RelPath], None]

BEGUN = draft.DRAFT.encode()
"""What stands in a spec that lyrad began for frames without one, and that nobody has edited."""


def shots(root: Path, sharing: Sharing) -> Drafter:
    """Return what writes a draft of a shot's spec into its folder."""
    return _drafter(root, sharing, frames.DRAFT, lambda _: draft.DRAFT)


def characters(root: Path, sharing: Sharing) -> Drafter:
    """Return what writes a draft of a character's spec into its folder."""
    return _drafter(root, sharing, references.DRAFT, _of_character)


def cues(root: Path, sharing: Sharing) -> Drafter:
    """Return what writes a draft of a cue's spec into its folder."""
    return _drafter(root, sharing, names.DRAFT, lambda _: cue_file.DRAFT)


def _of_character(folder: RelPath) -> str:
    return character_file.draft_of(CharacterKey(folder.rpartition("/")[2]))


def _drafter(root: Path, sharing: Sharing, name: str, text: Callable[[RelPath], str]) -> Drafter:
    """Return what writes a draft into a folder, once for each while lyrad runs.

    A draft that somebody deleted is not wanted.
    """
    written: set[RelPath] = set()

    def write(folder: RelPath) -> None:
        path = root / folder / name
        if folder not in written:
            with suppress(FileExistsError):
                write_new(path, text(folder).encode(), sharing)
        written.add(folder)

    return write
