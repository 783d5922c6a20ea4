"""Tell in a filmmaker's words what an assembly holds, and what a person should know of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from lyrad.core.shotlist.timecode import timecode_of
from lyrad.model.assembly import AssemblyPublished, CutShot, Item, LaidCue

LINES = 12
"""Shots that one line names; a longer one is read by nobody."""

TO_COME = "The scene will be put together again, when nothing else is to do."
FAILED = "The scene could not be put together:"


def shots(ordered: Sequence[CutShot], items: Sequence[Item], rate: Fraction) -> Iterator[str]:
    """Yield what there is to say of the shots, a line for each kind of thing."""
    takes = [item.footage for item in items if item.footage]
    yield f"{len(takes)} of {len(ordered)} shots have a take in it."
    missing = [item.shot.shot for item in items if not item.footage]
    unknown = {one.shot for one in ordered} - {item.shot for item in items}
    drafts = [take.shot.shot for take in takes if take.draft]
    odd = [take.shot.shot for take in takes if take.suspicious]
    circled = [take.shot.shot for take in takes if take.circled]
    others = [take.shot.shot for take in takes if take.rate != rate]
    lines = (
        ("A slate stands for what has no take yet", missing),
        ("Left out, since no spec says how long it is", sorted(one.shot for one in unknown)),
        ("Still drafts", drafts),
        ("Suspicious, so look at these", odd),
        ("Circled", circled),
        ("Of another rate, so frames are doubled or left out", others),
    )
    for words, found in lines:
        if found:
            yield f"{words}: {_listed(found)}."


def cues(placed: Sequence[LaidCue], rate: Fraction, *, drop: bool) -> Iterator[str]:
    """Yield a line for each cue: where it lies, and what of it is not heard."""
    for laid in placed:
        own = laid.footage
        at = timecode_of(own.head, rate, drop=drop)
        if laid.frames == 0:
            yield f"{own.cue.cue} lies at {at}, outside this scene, and is not heard."
            continue
        cut = own.frames - laid.frames
        over = f", {cut} frames of it hang over and are cut off" if cut else ""
        scratch = " (a scratch score)" if own.draft else ""
        yield f"{own.cue.cue} T{own.take:02d} lies under it at {at}{scratch}{over}."


def line(published: AssemblyPublished) -> str:
    """Return the line of a scene's summary that speaks of its assembly."""
    about = " ".join(published.told)
    return f"The scene in one piece: {published.files[0]}. {about}".strip()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:LINES])
    return f"{shown} and {len(names) - LINES} more" if len(names) > LINES else shown
