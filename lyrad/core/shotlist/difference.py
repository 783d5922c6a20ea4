"""Compare a shot list with the tree: what is new, what differs, what is gone.

A person's spec wins: what differs there is only told. What lyrad wrote itself, and nobody edited
since, may be written anew. What a list does not say differs from nothing, and nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from lyrad.core import match
from lyrad.core.shotlist import codes
from lyrad.model.names import Fields, RelPath, ShotKey
from lyrad.model.production import Production, Tree
from lyrad.model.shotlist import (
    Difference,
    Fate,
    FieldChange,
    ListedShot,
    ShotChange,
    ShotList,
    SpecFound,
    TreeShot,
)

LENGTHS = ("frames", "duration")
USUAL_RATE = "24"
"""Frames per second where the production says none."""

Ours = Mapping[RelPath, Collection[str]]
"""The sha256 sums of what lyrad wrote, by path."""


def difference(
    listed: ShotList, tree: Iterable[TreeShot], *, layout: Tree, ours: Ours, rate: Fraction
) -> Difference:
    """Return how the list differs from the tree.

    Args:
        listed: its shots spelt as the tree spells them: see `meant`.
        tree: every shot that the tree has.
        layout: where scenes and shots stand.
        ours: what lyrad wrote.
        rate: the production's frames per second, for lengths of different kinds.
    """
    known = {one.shot: one for one in tree}
    found = [_change(one, known.get(one.shot), layout, ours, rate) for one in listed.shots]
    said, scenes = {one.shot for one in listed.shots}, {one.shot.scene for one in listed.shots}
    missing = [one for shot, one in known.items() if shot not in said]
    gone = [
        ShotChange(fate=Fate.GONE, shot=one.shot, folder=one.folder, spec=one.spec)
        for one in missing
        if one.shot.scene in scenes
    ]
    return Difference(
        name=listed.name,
        changes=(*found, *gone),
        elsewhere=len(missing) - len(gone),
        remarks=listed.remarks,
    )


def rate_of(production: Production) -> Fraction:
    """Return the production's own frames per second."""
    return Fraction(str(production.defaults.get("fps", USUAL_RATE)))


def meant(
    listed: ShotList, shots: Iterable[ShotKey], scenes: Iterable[str] = ()
) -> tuple[ListedShot, ...]:
    """Return the listed shots, each spelt as the tree spells it."""
    known = codes.Known(shots, scenes)
    return tuple(
        ListedShot(shot=known.meant(one.shot), fields=one.fields, where=one.where)
        for one in listed.shots
    )


def laid_over(lower: Fields, upper: Fields) -> Fields:
    """Return the upper fields over the lower; one length replaces the other."""
    hidden = LENGTHS if any(name in upper for name in LENGTHS) else ()
    return {**{name: value for name, value in lower.items() if name not in hidden}, **upper}


def _change(
    listed: ListedShot, there: TreeShot | None, layout: Tree, ours: Ours, rate: Fraction
) -> ShotChange:
    spec = there.spec if there else None
    folder = there.folder if there else match.shot_folder(layout, listed.shot)
    fate, fields, changes = _fate(listed.fields, spec, ours, rate)
    return ShotChange(
        fate=fate,
        shot=listed.shot,
        folder=folder,
        where=listed.where,
        fields=fields,
        spec=spec,
        changes=changes,
    )


def _fate(
    said: Fields, spec: SpecFound | None, ours: Ours, rate: Fraction
) -> tuple[Fate, Fields | None, tuple[FieldChange, ...]]:
    if spec is None:
        return Fate.NEW, said, ()
    if spec.fields is None:
        return Fate.KEEP, None, ()
    changes = tuple(_changes(spec.fields, said, rate))
    if not changes:
        return Fate.SAME, None, ()
    if spec.sha256 in ours.get(spec.path, ()):
        return Fate.UPDATE, laid_over(spec.fields, said), changes
    return Fate.KEEP, None, changes


def _changes(was: Fields, now: Fields, rate: Fraction) -> Iterable[FieldChange]:
    """Yield the fields in which the list says something else than the spec."""
    if "description" in now and _words(was) != _words(now):
        yield FieldChange(name="description", was=_words(was), now=_words(now))
    at = Fraction(str(now.get("fps", was.get("fps", rate))))
    if length(now) and _frames(was, at) != _frames(now, at):
        yield FieldChange(name="length", was=length(was), now=length(now))
    if "fps" in now and Fraction(str(was.get("fps", rate))) != Fraction(str(now["fps"])):
        yield FieldChange(name="fps", was=str(was.get("fps", "")), now=str(now["fps"]))


def length(fields: Fields) -> str:
    """Return a length as people read it: `4s`, `97 frames`, '' for none."""
    if "frames" in fields:
        return f"{fields['frames']} frames"
    return str(fields.get("duration", ""))


def _words(fields: Fields) -> str:
    return " ".join(str(fields.get("description", "")).split())


def _frames(fields: Fields, rate: Fraction) -> int | None:
    if "frames" in fields:
        return int(str(fields["frames"]))
    if "duration" not in fields:
        return None
    # Half a frame up, as lengths are read everywhere.
    return int(Fraction(str(fields["duration"]).removesuffix("s")) * rate + Fraction(1, 2))
