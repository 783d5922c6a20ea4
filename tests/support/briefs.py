"""Briefs in a day's shoot: words are dropped, and drafts made of them by the real verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lyrad import actions
from lyrad.actions.perform import perform
from lyrad.config.brief_draft import Drafting
from lyrad.errors import Fault, LyradError
from lyrad.model.job import Job, JobState
from lyrad.model.plan import Artifact, BriefPlan, Done, Outcome
from lyrad.ports import BriefBench, Transcribed, TranscribeOrder, WriteOrder, Writer, Written
from tests.support.clock import FakeClock
from tests.support.shoot import Shoot
from tests.support.signal import FakeSignal

SHOT = "SC010/SH0020"
BRIEF = "The lighthouse at dusk, a slow push-in. Four seconds.\nNo people.\n"
SAID = {"description": "A slow push-in on the lighthouse at dusk.", "duration": "4s"}


@dataclass
class ScriptedWriter:
    """Answers from a script; what is an error is raised."""

    answers: list[Any] = field(default_factory=list)
    fault: Fault | None = None
    asked: list[WriteOrder] = field(default_factory=list)
    name: str = "ollama"

    def probe(self, order: WriteOrder) -> Fault | None:
        return self.fault

    def write(self, order: WriteOrder, signal: Any) -> Written:
        self.asked.append(order)
        answer = self.answers.pop(0) if self.answers else SAID
        if isinstance(answer, LyradError):
            raise answer
        return Written(answer=answer, facts={"model": "writes:8b"})


@dataclass
class ScriptedTranscriber:
    """Hears the same in every memo."""

    words: str = "A slow push-in on the lighthouse."
    fault: Fault | None = None
    heard: list[str] = field(default_factory=list)
    name: str = "speech"

    def probe(self) -> Fault | None:
        return self.fault

    def transcribe(self, order: TranscribeOrder, signal: Any) -> Transcribed:
        self.heard.append(order.shown)
        return Transcribed(words=self.words)


def jobs(shoot: Shoot, state: JobState | None = None) -> list[Job]:
    found = [job for job in shoot.engine.jobs() if isinstance(job.plan, BriefPlan)]
    return [job for job in found if state is None or job.state is state]


def drop(shoot: Shoot, name: str = "brief.txt", words: str | bytes = BRIEF) -> Path:
    """Drop words into the shot's folder, and let them settle."""
    folder = shoot.folder(SHOT)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(words.encode() if isinstance(words, str) else words)
    shoot.later()
    return path


def bench(
    shoot: Shoot,
    plan: BriefPlan,
    step: int,
    earlier: tuple[Artifact, ...],
    *,
    transcriber: ScriptedTranscriber | None = None,
    writers: Mapping[str, Writer] | None = None,
) -> BriefBench:
    job_work = shoot.state / "work" / plan.job
    return BriefBench(
        plan=plan,
        step=step,
        tries=1,
        work=job_work / f"{step + 1}-{plan.steps[step].action}",
        job_work=job_work,
        earlier=earlier,
        clock=FakeClock(),
        signal=FakeSignal(),
        progress=lambda _: None,
        store=shoot.built.desk.store.path,
        transcriber=transcriber,
        writers=writers or {},
        drafting=Drafting(),
        home=shoot.built.briefs,
    )


def step(
    shoot: Shoot, job: Job, number: int, earlier: tuple[Artifact, ...], **tools: Any
) -> Outcome:
    plan = job.plan
    assert isinstance(plan, BriefPlan)
    found = plan.steps[number]
    verb = actions.FOR_BRIEFS[found.action].model_validate(dict(found.fields))
    return perform(verb, bench(shoot, plan, number, earlier, **tools))


def work(shoot: Shoot, **tools: Any) -> Outcome:
    """Do the work of the one queued draft, as the engine would, and let lyrad see it."""
    (job,) = jobs(shoot, JobState.QUEUED)
    shoot.engine.begin(job.plan.job)
    earlier: tuple[Artifact, ...] = ()
    for number in range(len(job.plan.steps)):
        outcome = step(shoot, job, number, earlier, **tools)
        if not isinstance(outcome, Done):
            break
        earlier += outcome.artifacts
        shoot.engine.finish_step(job.plan.job)
    see(shoot)
    return outcome


def see(shoot: Shoot) -> None:
    shoot.intake.agenda.all_due()
    shoot.later()


def drafts(shoot: Shoot) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in shoot.folder(SHOT).glob("shot.draft*")}


def draft(shoot: Shoot) -> str:
    """Return the only draft."""
    (text,) = drafts(shoot).values()
    return text
