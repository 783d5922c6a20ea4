"""Say how a shot stands, in a filmmaker's words: one card for each shot's folder.

Several things may be true at once; all are told inside, and the one that most needs a person is
the card's name. Cards are written from facts alone, so a deleted card is written again as it was.
How a job is told is `core.card_job`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lyrad.core.briefs.card import drafted_saying
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
from lyrad.core.clip_words import clip_words
from lyrad.core.coverage import stands_in
from lyrad.core.seam_hold import held_saying
from lyrad.core.take_words import take_words
from lyrad.model.brief import Briefed, Drafted
from lyrad.model.card import Card, CardState
from lyrad.model.job import Job, JobState
from lyrad.model.names import ShotKey
from lyrad.model.plan import ShotPlan
from lyrad.model.seam import Seam
from lyrad.model.standing import Lacking, Ready, Refused, ShotLook, Stale, Unused
from lyrad.model.take import Held, Take


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotView:
    """Everything a card is written from. `jobs` and `made` are those of the shot's present drop.

    `deleted` are takes of it that were made and are no longer there. `batch` counts the new jobs
    that wait together for a GO at the root; `seam` is the pair of frames for whose sake jobs wait
    for one, and `suggested` that a frame for its middle lies beside the card; `pace` is the
    expected time of one take in seconds, by earlier takes, or None; `zone` is the production's,
    for times of day. `drafted` is the draft that was made of the briefs that lie there.
    """

    look: ShotLook
    jobs: tuple[Job, ...]
    made: tuple[Take, ...]
    deleted: tuple[int, ...] = ()
    held: Held | None = None
    stale: Stale | None = None
    copy_of: ShotKey | None = None
    batch: int = 0
    seam: Seam | None = None
    suggested: bool = False
    pace: float | None = None
    zone: str = "UTC"
    notes: tuple[str, ...] = ()
    drafted: Drafted | None = None


def shot_card(view: ShotView) -> Card | None:
    """Return the shot's card, or None where there is nothing to say."""
    sayings = most_urgent(_sayings(view))
    if not sayings:
        sayings = list(_unused(view.look.unused))
    if not sayings:
        return None
    paragraphs = [saying.body for saying in sayings]
    paragraphs += [*_beside(view), *(f"Note: {note}" for note in view.notes)]
    return Card(
        state=sayings[0].state,
        detail=short(sayings[0].detail),
        body="\n\n".join(dict.fromkeys(paragraphs)) + "\n",
    )


def _sayings(view: ShotView) -> Iterator[Saying]:
    standing = view.look.standing
    if isinstance(standing, Refused):
        yield _refused(standing)
    if isinstance(standing, Lacking):
        yield Saying(state=CardState.WAITING, detail=standing.detail, body=standing.body)
    if isinstance(standing, Briefed) and view.drafted and not view.jobs:
        yield drafted_saying(standing, view.drafted)
    if view.held:
        yield _held(view.held, view.jobs)
    if isinstance(standing, Ready):
        yield from _ready(view, standing)
    for job in view.jobs:
        finishing = isinstance(job.plan, ShotPlan) and job.plan.derived_from is not None
        yield from job_saying(job, None if finishing else view.pace, view.zone)
    yield from _unused(unused for unused in view.look.unused if not unused.harmless)


def _beside(view: ShotView) -> Iterator[str]:
    """Return what is told below everything else and never makes the card's name."""
    for shot in sorted({take.receipt.shot for take in view.look.foreign if take.receipt}):
        takes = [
            take.number for take in view.look.foreign if take.receipt and take.receipt.shot == shot
        ]
        yield f"From {shot}, of which this is a copy, and not counted here: {numbers(takes)}."
    yield from (saying.body for saying in _unused(u for u in view.look.unused if u.harmless))


def _refused(refused: Refused) -> Saying:
    return Saying(
        state=CardState.FAILED,
        detail=refused.detail,
        body=f"{faults_told(refused.faults)}\n\n"
        "lyrad looks again by itself as soon as this is mended.",
    )


def _ready(view: ShotView, standing: Ready) -> Iterator[Saying]:
    if view.batch:
        yield _batch(view.batch)
    elif view.seam:
        yield held_saying(view.seam, suggested=view.suggested)
    if view.copy_of:
        yield _copy(view.copy_of)
    if view.stale:
        yield _stale(view.stale)
    elif view.made:
        yield _done(view, standing)
    elif view.deleted and not view.jobs and not view.batch:
        yield _deleted(view.deleted)


def _batch(count: int) -> Saying:
    return Saying(
        state=CardState.HELD,
        detail=f"with {count} new jobs",
        body=f"{count} new jobs came at once, more than this production starts unasked.\n"
        "To start them all, put an empty file named GO into the production's main folder; to "
        "start only this shot, put it here.",
    )


def _copy(shot: ShotKey) -> Saying:
    return Saying(
        state=CardState.WAITING,
        detail=f"for an edit, copy of {shot.scene} {shot.shot}",
        body=f"This folder is a copy of {shot}, takes included.\n"
        f"Nothing is made of it until shot.yaml or a frame is changed. {RETAKE_HINT}",
    )


def _stale(stale: Stale) -> Saying:
    said = "were" if len(stale.takes) > 1 else "was"
    fields = "\n".join(f"  {name}: {text}" for name, text in stale.changed.items())
    return Saying(
        state=CardState.STALE,
        detail=f"{' '.join(stale.changed) or 'rule'} changed",
        body="This changed in the scene, the production, a style or the rule after "
        f"{numbers(stale.takes)} {said} made:\n{fields or '  the rule'}\n"
        f"Nothing is made again by itself. {RETAKE_HINT}",
    )


def _done(view: ShotView, standing: Ready) -> Saying:
    last = view.made[-1]
    same = last.number != view.look.takes[-1].number
    lines = [f"In takes/, made of this spec: {numbers(take.number for take in view.made)}."]
    if same:
        lines.append(f"The spec and the frames are the same as for T{last.number:02d} again.")
    words = dict.fromkeys(word for take in view.made for word in _words(take))
    lines += [*_draft(view.made), *words, *standing.notes, RETAKE_HINT]
    draft = STAND_IN if last.receipt and stands_in(last.receipt) else ""
    detail = f"T{last.number:02d}{_finished(last)}{draft}{_odd(last)}"
    if same:
        detail = f"same as T{last.number:02d}"
    return Saying(state=CardState.DONE, detail=detail, body="\n".join(lines))


def _finished(take: Take) -> str:
    """Return of which take this one is a better clip, for the card's name."""
    source = take.receipt.derived_from if take.receipt else None
    return f", finished from T{source.take:02d}" if source else ""


def _odd(take: Take) -> str:
    """Return the first thing that looks wrong in a take, for the card's name."""
    seen = clip_words(take.receipt.checks) if take.receipt else ()
    return f", {seen[0]}" if seen else ""


def _words(take: Take) -> tuple[str, ...]:
    return take_words(take.receipt) if take.receipt else ()


def _draft(made: tuple[Take, ...]) -> Iterator[str]:
    receipts = [take.receipt for take in made if take.receipt]
    drafts = [receipt.version_key for receipt in receipts if receipt.draft]
    if receipts and receipts[-1].draft:
        yield "This is a draft: an in-between drawn on the CPU, not a render by a video model."
    if len(drafts) > len(set(drafts)):
        yield "The drafts of one spec are the same picture."


def _deleted(takes: tuple[int, ...]) -> Saying:
    said = "were" if len(takes) > 1 else "was"
    return Saying(
        state=CardState.DONE,
        detail=f"T{takes[-1]:02d}, deleted",
        body=f"{numbers(takes)} {said} made of this spec and deleted since.\n"
        f"Nothing is made again by itself. {RETAKE_HINT}",
    )


def _held(held: Held, jobs: Iterable[Job]) -> Saying:
    working = any(job.state is JobState.WORKING for job in jobs)
    first = "What is at work ends its step first.\n" if working else ""
    return Saying(
        state=CardState.HELD,
        detail=held.reason,
        body=f"Held: {held.reason}.\n{first}{GO_HINT}",
    )


def _unused(unused: Iterable[Unused]) -> Iterator[Saying]:
    files = tuple(unused)
    if files:
        lines = "\n".join(f"  {file.name}: {file.advice}" for file in files)
        yield Saying(
            state=CardState.NOT_USED,
            detail=files[0].name,
            body=f"Nothing uses this here:\n{lines}",
        )
