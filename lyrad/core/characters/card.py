"""Say how a character stands, in a filmmaker's words: the card beside the folder of references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from lyrad.core.card_job import job_saying
from lyrad.core.card_words import GO_HINT, Saying, faults_told, how_far, most_urgent, short, span
from lyrad.core.characters.references import DRAFT, PAGE, SPEC
from lyrad.core.characters.wanted import TRAIN, Waits
from lyrad.core.naming import version_folder
from lyrad.core.summary import clock_time
from lyrad.model.card import Card, CardState
from lyrad.model.cast import CharacterLook, Referenced
from lyrad.model.character import CharacterSpec, DatasetDescribed
from lyrad.model.job import Job, JobState
from lyrad.model.lora import LoraVersion
from lyrad.model.standing import Lacking, Refused
from lyrad.model.take import Held

AGAIN = "To train once more, put an empty file named RETAKE into this folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterView:
    """Everything a character's card is written from.

    `jobs` are those of the present references, `described` what was said of them. `waits` is what
    training waits for; `current` are the LoRAs that were trained on the present references.
    `zone` is the production's, for times of day; `pace` the expected seconds of a training, None
    where nobody knows; `now` the moment of the look, where it matters.
    """

    look: CharacterLook
    jobs: tuple[Job, ...]
    described: DatasetDescribed | None
    waits: Waits | None
    current: tuple[LoraVersion, ...]
    held: Held | None = None
    zone: str = "UTC"
    pace: float | None = None
    now: datetime | None = None
    notes: tuple[str, ...] = ()


def character_card(view: CharacterView) -> Card | None:
    """Return the character's card, or None where there is nothing to say."""
    sayings = most_urgent(_sayings(view))
    if not sayings:
        return None
    standing = view.look.standing
    spec = standing.spec if isinstance(standing, Referenced) else None
    paragraphs = [saying.body for saying in sayings]
    paragraphs += [*_beside(view, spec), *(f"Note: {note}" for note in view.notes)]
    return Card(
        state=sayings[0].state,
        detail=short(sayings[0].detail),
        body="\n\n".join(dict.fromkeys(paragraphs)) + "\n",
    )


def _sayings(view: CharacterView) -> Iterator[Saying]:
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
        yield from _of_job(job, view)
    if isinstance(standing, Referenced):
        yield from _of_references(view, standing)
    elif view.look.loras:
        yield _ready(view.look.loras[-1])


def _of_job(job: Job, view: CharacterView) -> Iterator[Saying]:
    pace = view.pace if any(step.action == TRAIN for step in job.plan.steps) else None
    for saying in job_saying(job, pace, view.zone):
        if job.state is JobState.WORKING and job.progress and view.now:
            said = f"At {clock_time(view.now, view.zone)}: {how_far(job.progress)}."
            saying = replace(saying, body=f"{saying.body}\n{said}")  # noqa: PLW2901 - the same one
        yield saying


def _of_references(view: CharacterView, standing: Referenced) -> Iterator[Saying]:
    if view.described and not view.described.usable:
        yield Saying(
            state=CardState.WAITING,
            detail="for more pictures",
            body="This set cannot be trained on yet. lyrad looks again when something changes.",
        )
    elif view.waits:
        yield _asks(view, view.waits, standing.spec)
    elif view.current:
        yield _ready(view.current[-1])


def _asks(view: CharacterView, waits: Waits, spec: CharacterSpec) -> Saying:
    takes = f"about {span(view.pace)}, as the last one like it did" if view.pace else "hours"
    body = (
        f"Trained for {spec.base.words}, with the word {spec.word}, if you say so: training needs "
        f"a graphics card for {takes}. Look at {PAGE}, correct the captions beside the pictures, "
        "and then put an empty file named GO into this folder."
    )
    if waits is Waits.CHANGED and view.look.loras:
        last = version_folder(view.look.loras[-1].number)
        body = f"The references changed since {last} was trained, which shots go on using.\n{body}"
    return Saying(state=CardState.HELD, detail=waits.value, body=body)


def _ready(lora: LoraVersion) -> Saying:
    name = version_folder(lora.number)
    files = "\n".join(f"  {file.path.rpartition('/')[2]}" for file in lora.files)
    return Saying(
        state=CardState.DONE,
        detail=name,
        body=f"In loras/{name}, for shots that name this character:\n{files}\n{AGAIN}",
    )


def _beside(view: CharacterView, spec: CharacterSpec | None) -> Iterator[str]:
    """Return what is told below everything else: the set, and where its words come from."""
    if view.described:
        yield "\n".join((*view.described.told, f"All of it, with pictures, is in {PAGE}."))
        if view.described.draft:
            yield (
                "The captions that lyrad wrote are drafts: made of the files' names and what was "
                "measured, not by looking at the pictures. Correct them before you train."
            )
    if spec and not spec.written:
        yield (
            f"There is no {SPEC}, so this holds: word {spec.word}, kind {spec.kind}, model "
            f"{spec.base.words}. {DRAFT} is a start for your own."
        )
    standing = view.look.standing
    if isinstance(standing, Referenced):
        yield from standing.notes
