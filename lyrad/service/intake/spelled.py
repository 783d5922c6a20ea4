"""Find the files that a spec names, however their names are spelled on the disk.

A Mac writes an accent as two characters where others write one, and on most disks capitals count
for nothing: such names are one. Which one is meant, where several stand side by side, is not
guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lyrad.core import lacking
from lyrad.core.portable import same, twin_words, twins
from lyrad.model.names import RelPath
from lyrad.model.spec import Frame, FrameChoice
from lyrad.model.standing import Unused
from lyrad.ports import Index, ReadShot
from lyrad.service.intake.reader import NotReadyError


def as_on_disk(read: ReadShot, folder: RelPath, index: Index) -> ReadShot:
    """Return the shot's words with its frames named as they are on the disk.

    Raises:
        NotReadyError: a name fits more than one file.
    """
    first, last = Frame.FIRST.role, Frame.LAST.role
    return replace(
        read,
        first=_choice(first, read.first, folder, index),
        last=_choice(last, read.last, folder, index),
    )


def with_twins(idle: Iterable[Unused], names: Iterable[str]) -> tuple[Unused, ...]:
    """Return what nothing uses, with a word on names that are one elsewhere."""
    groups = {name: group for group in twins(names) for name in group}
    return tuple(
        replace(one, advice=f"{one.advice}. {twin_words(groups[one.name])}")
        if one.name in groups
        else one
        for one in idle
    )


def _choice(role: str, choice: FrameChoice, folder: RelPath, index: Index) -> FrameChoice:
    if choice.path is None:
        return choice
    found = spelled(choice.path, folder, index)
    if len(found) > 1:
        raise NotReadyError(lacking.one_of_twins(f"{role} frame", found))
    return replace(choice, path=found[0]) if found else choice


def spelled(path: str, folder: RelPath, index: Index) -> tuple[str, ...]:
    """Return the paths below the folder that are this one, by name."""
    found = [""]
    for part in path.split("/"):
        found = [
            f"{above}{name}/" for above in found for name in _like(part, folder, above, index)
        ]
    return tuple(sorted(one.rstrip("/") for one in found))


def _like(part: str, folder: RelPath, above: str, index: Index) -> Iterable[str]:
    here = RelPath(f"{folder}/{above}".rstrip("/"))
    names = (seen.sighting.path.rpartition("/")[2] for seen in index.children(here))
    return [name for name in names if same(name) == same(part)]
