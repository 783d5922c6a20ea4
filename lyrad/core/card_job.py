"""Say how a job stands, for its shot's card."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from lyrad.core.card_words import AGAIN_HINT, RETRY_HINT, Saying, faults_told, span
from lyrad.core.summary import clock_time
from lyrad.errors import Code, Fault
from lyrad.model.card import CardState
from lyrad.model.job import Job, JobState
from lyrad.model.plan import BriefPlan, CharacterPlan, CuePlan, ShotPlan

_DOING = {
    "render": "rendering",
    "publish": "publishing",
    "check": "looking at the pictures",
    "caption": "describing the pictures",
    "train": "training",
    "finish": "finishing",
    "score": "composing",
    "transcribe": "listening to the memo",
    "draft": "putting the words in order",
    "expand": "writing the prompt",
}
_ASKED = {"transcribe.memo": "speech to text"}
"""Of whom a step asks something whose rule names nobody."""

_LONG = frozenset({"render.between", "finish.clip", "train.lora", "score.cue"})
"""The verbs that take nearly all of a job's time."""

_UNWRITTEN = {Code.DISK_FULL: "the disk is full", Code.SHARE_LOCKED: "the share is locked"}

Tell = Callable[[Job, float | None, str], Saying]


def job_saying(job: Job, pace: float | None, zone: str) -> Iterator[Saying]:
    """Return what there is to say of a job; a held one is told by what holds it.

    Args:
        job: the job.
        pace: the expected time of its take in seconds, or None where nobody knows.
        zone: the production's time zone.
    """
    tell = _TELLERS.get(job.state)
    if tell:
        yield tell(job, pace, zone)


def _working(job: Job, pace: float | None, zone: str) -> Saying:
    steps = len(job.plan.steps)
    verb = job.plan.steps[job.step].action.partition(".")[0]
    doing = _DOING.get(verb, job.plan.steps[job.step].action)
    since = f" since {clock_time(job.since, zone)}" if job.since else ""
    body = f"{_take(job)} is being made: {doing}, step {job.step + 1} of {steps}{since}."
    if pace and job.since and job.plan.steps[job.step].action in _LONG:
        end = clock_time(job.since + timedelta(seconds=pace), zone)
        body += f"\n{_alike(job)} need about {span(pace)}: look again at about {end}."
    return Saying(state=CardState.WORKING, detail="", body=body)


def _queued(job: Job, pace: float | None, zone: str) -> Saying:
    del zone
    need = f"\n{_alike(job)} need about {span(pace)} each." if pace else ""
    return Saying(
        state=CardState.QUEUED, detail="", body=f"{_take(job)} waits for its turn.{need}"
    )


def _waiting(job: Job, pace: float | None, zone: str) -> Saying:
    del pace, zone
    if job.fault is None:
        return Saying(
            state=CardState.WAITING, detail="to try again", body=f"{_take(job)} is tried again."
        )
    return Saying(
        state=CardState.WAITING,
        detail=_what_for(job, job.fault),
        body=f"{faults_told((job.fault,))}\n\nlyrad tries again by itself; nothing is lost.",
    )


def _failed(job: Job, pace: float | None, zone: str) -> Saying:
    del pace, zone
    told = faults_told((job.fault,)) if job.fault else f"{_take(job)} could not be made."
    return Saying(
        state=CardState.FAILED,
        detail=job.fault.what if job.fault else "",
        body=f"{told}\n\n{RETRY_HINT}",
    )


def _cancelled(job: Job, pace: float | None, zone: str) -> Saying:
    del pace, zone
    return Saying(
        state=CardState.HELD,
        detail="cancelled",
        body=f"{_take(job)} was cancelled. {AGAIN_HINT}",
    )


_TELLERS: Mapping[JobState, Tell] = {
    JobState.WORKING: _working,
    JobState.QUEUED: _queued,
    JobState.WAITING: _waiting,
    JobState.FAILED: _failed,
    JobState.CANCELLED: _cancelled,
}


def _take(job: Job) -> str:
    """Return what a job makes, at the beginning of a sentence."""
    if isinstance(job.plan, CharacterPlan):
        return "A description of the pictures" if _describes(job.plan) else "The LoRA"
    if isinstance(job.plan, BriefPlan):
        return "A draft of the spec"
    plan = job.plan
    if isinstance(plan, ShotPlan) and plan.derived_from:
        return f"A better clip of T{plan.derived_from.take:02d}"
    if plan.attempt == 1 and isinstance(plan, ShotPlan | CuePlan) and plan.spec.takes == 1:
        return "The take"
    return f"Take number {job.plan.attempt} of this spec"


def _alike(job: Job) -> str:
    return "Trainings like this" if isinstance(job.plan, CharacterPlan) else "Takes like this"


def _what_for(job: Job, fault: Fault) -> str:
    """Return what a job waits for, as its card's name says it."""
    step = job.plan.steps[job.step]
    if fault.code is Code.BACKEND_DOWN and step.action in _ASKED:
        return f"for {_ASKED[step.action]}"
    if fault.code is Code.BACKEND_DOWN and "backend" in step.fields:
        return f"for {step.fields['backend']}"
    if fault.code in _UNWRITTEN and step.action.startswith("publish."):
        return f"done, cannot be written, {_UNWRITTEN[fault.code]}"
    return fault.what.removeprefix("Waiting ")


def _describes(plan: CharacterPlan) -> bool:
    return not any(step.action.startswith("train.") for step in plan.steps)
