"""Say how a shot stands, in a filmmaker's words: one card for each shot's folder.

Several things may be true at once; all are told inside, and the one that most needs a person is
the card's name. Cards are written from facts alone, so a deleted card is written again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lyrad.errors import Fault
from lyrad.model.card import Card, CardState
from lyrad.model.job import Job, JobState
from lyrad.model.names import ShotKey
from lyrad.model.standing import Lacking, Ready, Refused, ShotLook, Stale
from lyrad.model.take import Held, Take

RETAKE_HINT = "For another take, put an empty file named RETAKE into this folder."
RETRY_HINT = "When it is mended, put an empty file named RETAKE into this folder."
GO_HINT = "To let it go on, put an empty file named GO into this folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotView:
    """Everything a card is written from. `jobs` and `made` are those of the shot's present drop.

    `batch` counts the new jobs that wait together for a GO at the root; `pace` is the expected
    time of one take in seconds, by earlier takes, or None.
    """

    look: ShotLook
    jobs: tuple[Job, ...]
    made: tuple[Take, ...]
    held: Held | None = None
    stale: Stale | None = None
    copy_of: ShotKey | None = None
    batch: int = 0
    pace: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Saying:
    state: CardState
    detail: str
    body: str


_RANK = {state: rank for rank, state in enumerate(CardState)}


def shot_card(view: ShotView) -> Card | None:
    """Return the shot's card, or None where there is nothing to say."""
    sayings = sorted(_sayings(view), key=lambda saying: _RANK[saying.state])
    if not sayings:
        return None
    paragraphs = [saying.body for saying in sayings]
    paragraphs += [f"Note: {note}" for note in view.notes]
    return Card(
        state=sayings[0].state, detail=sayings[0].detail, body="\n\n".join(paragraphs) + "\n"
    )


def _sayings(view: ShotView) -> Iterator[_Saying]:
    standing = view.look.standing
    if isinstance(standing, Refused):
        yield _Saying(
            state=CardState.FAILED, detail=standing.detail, body=_faults(standing.faults)
        )
    if isinstance(standing, Lacking):
        yield _Saying(state=CardState.WAITING, detail=standing.detail, body=standing.body)
    if view.held:
        yield _held(view.held)
    if isinstance(standing, Ready):
        yield from _ready(view, standing)
    for job in view.jobs:
        yield from _job(job, view.pace)
    yield from _unused(view)


def _ready(view: ShotView, standing: Ready) -> Iterator[_Saying]:
    if view.batch:
        yield _Saying(
            state=CardState.HELD,
            detail=f"with {view.batch} new jobs",
            body=f"{view.batch} new jobs came at once, more than this production starts unasked.\n"
            "To start them, put an empty file named GO into the production's main folder.",
        )
    if view.copy_of:
        yield _Saying(
            state=CardState.WAITING,
            detail=f"for an edit, copy of {view.copy_of.scene} {view.copy_of.shot}",
            body=f"This folder is a copy of {view.copy_of}, takes included.\n"
            "Nothing is made of it until shot.yaml or a frame is changed. " + RETAKE_HINT,
        )
    if view.stale:
        yield _stale(view.stale)
    elif view.made:
        yield _done(view, standing)


def _stale(stale: Stale) -> _Saying:
    fields = "\n".join(f"  {name}: {text}" for name, text in stale.changed.items())
    names = " ".join(stale.changed) or "rule"
    return _Saying(
        state=CardState.STALE,
        detail=f"{names} changed",
        body=f"{_names(stale.takes)}: made before this changed in the scene, production or rule:\n"
        f"{fields or '  the rule'}\n"
        "Nothing is made again by itself. " + RETAKE_HINT,
    )


def _done(view: ShotView, standing: Ready) -> _Saying:
    newest = view.look.takes[-1].number
    last = view.made[-1]
    same = last.number != newest
    lines = [f"In takes/, made of this spec: {_names(take.number for take in view.made)}."]
    if same:
        lines.append(f"The spec and the frames are the same as for T{last.number:02d} again.")
    if last.receipt and last.receipt.draft:
        lines.append(
            "This is a draft: an in-between drawn on the CPU, not a render by a video model."
        )
    lines += [*standing.notes, RETAKE_HINT]
    detail = f"same as T{last.number:02d}" if same else f"T{last.number:02d}"
    return _Saying(state=CardState.DONE, detail=detail, body="\n".join(lines))


def _held(held: Held) -> _Saying:
    return _Saying(
        state=CardState.HELD,
        detail=held.reason,
        body=f"Held: {held.reason}.\n{GO_HINT}",
    )


def _job(job: Job, pace: float | None) -> Iterator[_Saying]:
    attempt = f"Take {job.plan.attempt} of this spec"
    expected = f" Takes of this shot need about {_minutes(pace)}." if pace else ""
    if job.state is JobState.FAILED:
        fault = job.fault
        yield _Saying(
            state=CardState.FAILED,
            detail=fault.what if fault else "",
            body=_faults((fault,) if fault else ()) + "\n" + RETRY_HINT,
        )
    elif job.state is JobState.WORKING:
        yield _Saying(
            state=CardState.WORKING,
            detail="",
            body=f"{attempt} is being made: {job.plan.steps[job.step].action}.{expected}",
        )
    elif job.state is JobState.QUEUED:
        yield _Saying(
            state=CardState.QUEUED, detail="", body=f"{attempt} waits for its turn.{expected}"
        )
    elif job.state is JobState.WAITING:
        what = job.fault.what if job.fault else "its turn"
        yield _Saying(
            state=CardState.WAITING,
            detail=f"for {what}" if job.fault is None else what,
            body=_faults((job.fault,) if job.fault else ()) + "\nlyrad tries again by itself.",
        )
    elif job.state is JobState.CANCELLED:
        yield _Saying(
            state=CardState.HELD,
            detail="cancelled",
            body=f"{attempt} was cancelled. " + RETAKE_HINT,
        )


def _unused(view: ShotView) -> Iterator[_Saying]:
    if not view.look.unused:
        return
    lines = [f"{unused.name}: {unused.advice}" for unused in view.look.unused]
    yield _Saying(
        state=CardState.NOT_USED,
        detail=view.look.unused[0].name,
        body="Nothing uses this here:\n" + "\n".join(f"  {line}" for line in lines),
    )


def _faults(faults: tuple[Fault, ...]) -> str:
    return "\n\n".join(
        f"What happened: {fault.what}\nWhere: {fault.where}\nWhat to do: {fault.next}"
        for fault in faults
    )


def _names(numbers: Iterable[int]) -> str:
    return ", ".join(f"T{number:02d}" for number in numbers)


def _minutes(seconds: float) -> str:
    if seconds < 90:  # noqa: PLR2004 - up to a minute and a half, seconds read better
        return f"{max(1, round(seconds))} seconds"
    return f"{round(seconds / 60)} minutes"
