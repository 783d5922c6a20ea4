"""Say how a cue stands, in a filmmaker's words: the card in the cue's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lyrad.core.card_job import job_saying
from lyrad.core.card_words import (
    GO_HINT,
    RETAKE_HINT,
    STAND_IN,
    Saying,
    faults_told,
    most_urgent,
    numbers,
    short,
)
from lyrad.core.cue_words import LOUDNESS, PEAK, cue_words
from lyrad.core.cues.names import SPEC
from lyrad.model.card import Card, CardState
from lyrad.model.cue import CueKey
from lyrad.model.cue_take import CueTake
from lyrad.model.job import Job
from lyrad.model.spotting import CueLook, Spotted
from lyrad.model.standing import Lacking, Refused, Stale
from lyrad.model.take import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class CueView:
    """Everything a cue's card is written from.

    `jobs` and `made` are those of the present cue; `deleted` are takes of it that were made and
    are no longer there. `zone` is the production's, for times of day.
    """

    look: CueLook
    jobs: tuple[Job, ...]
    made: tuple[CueTake, ...]
    deleted: tuple[int, ...] = ()
    held: Held | None = None
    stale: Stale | None = None
    copy_of: CueKey | None = None
    zone: str = "UTC"
    notes: tuple[str, ...] = ()


def cue_card(view: CueView) -> Card | None:
    """Return the cue's card, or None where there is nothing to say."""
    sayings = most_urgent(_sayings(view))
    if not sayings:
        return None
    paragraphs = [saying.body for saying in sayings]
    paragraphs += [*_beside(view), *(f"Note: {note}" for note in view.notes)]
    return Card(
        state=sayings[0].state,
        detail=short(sayings[0].detail),
        body="\n\n".join(dict.fromkeys(paragraphs)) + "\n",
    )


def _sayings(view: CueView) -> Iterator[Saying]:
    standing = view.look.standing
    match standing:
        case Refused():
            body = f"{faults_told(standing.faults)}\n\nlyrad looks again as soon as it is mended."
            yield Saying(state=CardState.FAILED, detail=standing.detail, body=body)
        case Lacking():
            yield Saying(state=CardState.WAITING, detail=standing.detail, body=standing.body)
    if view.held:
        body = f"Held: {view.held.reason}.\n{GO_HINT}"
        yield Saying(state=CardState.HELD, detail=view.held.reason, body=body)
    for job in view.jobs:
        yield from job_saying(job, None, view.zone)
    if isinstance(standing, Spotted):
        yield from _of_takes(view)


def _of_takes(view: CueView) -> Iterator[Saying]:
    if view.copy_of:
        yield _copy(view.copy_of)
    if view.stale:
        yield _stale(view.stale)
    elif view.made:
        yield _done(view, view.made[-1])
    elif view.deleted and not view.jobs:
        yield _deleted(view.deleted)


def _done(view: CueView, last: CueTake) -> Saying:
    name = f"T{last.number:02d}"
    same = last.number != view.look.takes[-1].number
    receipt = last.receipt
    lines = [f"In takes/, made of this {SPEC}: {numbers(take.number for take in view.made)}."]
    if same:
        lines.append(f"It is the same as for {name} again.")
    if last.music:
        lines.append(f"The newest: {last.music}")
    if receipt:
        heard = (one for one in receipt.checks if one.name in {LOUDNESS, PEAK} or not one.passed)
        lines += [f"  {check.name}: {check.figure}" for check in heard]
        lines += (*cue_words(receipt), *receipt.remarks)
    if receipt and receipt.draft:
        lines.append("This is a scratch score: a draft by lyrad itself, not music by a model.")
    draft = STAND_IN if receipt and any("instead_of" in one.facts for one in receipt.steps) else ""
    detail = f"same as {name}" if same else f"{name}{draft}"
    return Saying(state=CardState.DONE, detail=detail, body="\n".join((*lines, RETAKE_HINT)))


def _stale(stale: Stale) -> Saying:
    said = "were" if len(stale.takes) > 1 else "was"
    fields = "\n".join(f"  {name}: {text}" for name, text in stale.changed.items())
    return Saying(
        state=CardState.STALE,
        detail=f"{' '.join(stale.changed) or 'rule'} changed",
        body=f"Changed in the scene or the rule after {numbers(stale.takes)} {said} made:\n"
        f"{fields or '  the rule'}\n"
        f"Nothing is made again by itself. {RETAKE_HINT}",
    )


def _copy(cue: CueKey) -> Saying:
    return Saying(
        state=CardState.WAITING,
        detail=f"for an edit, copy of {cue.scene} {cue.cue}",
        body=f"This folder is a copy of {cue}, takes included.\n"
        f"Nothing is made of it until {SPEC} is changed. {RETAKE_HINT}",
    )


def _deleted(takes: tuple[int, ...]) -> Saying:
    said = "were" if len(takes) > 1 else "was"
    return Saying(
        state=CardState.DONE,
        detail=f"T{takes[-1]:02d}, deleted",
        body=f"{numbers(takes)} {said} made of this {SPEC} and deleted since.\n"
        f"Nothing is made again by itself. {RETAKE_HINT}",
    )


def _beside(view: CueView) -> Iterator[str]:
    """Return what is told below everything else: where the cue lies, and what was noted."""
    standing = view.look.standing
    if not isinstance(standing, Spotted):
        return
    span = standing.span
    length = f"{span.frames} frames at {float(span.rate):.5g} fps"
    yield (
        f"It lies at {span.timecode} and is {float(span.seconds):.2f} s long ({length}), "
        f"by {span.source}."
    )
    yield from standing.notes
