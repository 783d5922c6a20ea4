"""Cues in a day's shoot: music is asked for, composed and published by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from lyrad.disk.cues import receipt_text
from lyrad.model.cue import CueGiven, CueKey, CuePublished
from lyrad.model.cue_take import CueReceipt
from lyrad.model.job import Job, JobState
from lyrad.model.names import RelPath
from lyrad.model.plan import CuePlan
from tests.support.nouns import NOON
from tests.support.shoot import Shoot, words, write

CUE = "SC010/cues/1M1"
YAML = "title: The Lighthouse\nprompt: Low strings, a slow pulse.\n"
SETTLED = 11.0
EDITED = 61.0
"""Seconds after which an edit of a cue that has a take counts."""


def folder(shoot: Shoot, code: str = CUE) -> Path:
    return shoot.folder(code)


def scene(shoot: Shoot, *lengths: int, code: str = "SC010") -> None:
    """Write the specs of a scene's shots, with these lengths; no frame stands beside them."""
    for number, frames in enumerate(lengths, 1):
        shot = shoot.folder(f"{code}/SH{number * 10:04}")
        shot.mkdir(parents=True, exist_ok=True)
        write(shot / "shot.yaml", f"description: A shot.\nframes: {frames}\n")


def drop(shoot: Shoot, text: str | None = YAML, code: str = CUE) -> Path:
    place = folder(shoot, code)
    place.mkdir(parents=True, exist_ok=True)
    if text is not None:
        write(place / "cue.yaml", text)
    return place


def dropped(shoot: Shoot, text: str | None = YAML, code: str = CUE) -> Path:
    """Drop a cue over a scene of ten seconds, and let both settle."""
    scene(shoot, 48, 72, 120)
    place = drop(shoot, text, code)
    shoot.later(SETTLED)
    return place


def jobs(shoot: Shoot, state: JobState | None = None) -> list[Job]:
    found = [job for job in shoot.engine.jobs() if isinstance(job.plan, CuePlan)]
    return [job for job in found if state is None or job.state is state]


def plans(shoot: Shoot) -> list[tuple[str, int, str]]:
    return [(str(cue(job).cue), job.plan.attempt, job.state.value) for job in jobs(shoot)]


def cue(job: Job) -> CuePlan:
    assert isinstance(job.plan, CuePlan)
    return job.plan


def compose(shoot: Shoot, **told: Any) -> list[CuePlan]:
    """Do the work of every queued job: its take stands afterwards."""
    found = [cue(job) for job in jobs(shoot, JobState.QUEUED)]
    for plan in found:
        at_last(shoot, plan)
        publish(shoot, plan, **told)
        shoot.engine.finish_step(plan.job)
    see(shoot)
    return found


def at_last(shoot: Shoot, plan: CuePlan) -> None:
    """Bring a queued job to its last step."""
    found = shoot.engine.begin(plan.job)
    while found.step + 1 < len(found.plan.steps):
        found = shoot.engine.finish_step(plan.job)


def publish(shoot: Shoot, plan: CuePlan, **told: Any) -> int:
    """Put a take where a cue's home puts it, with its receipt and the ledger's lines."""
    ledger, now = shoot.built.desk.ledger, shoot.clock.now()
    take = ledger.refresh().cue(plan.cue).highest_take + 1
    place = RelPath(f"{plan.folder}/takes/T{take:02d}")
    ledger.append(CueGiven(at=now, cue=plan.cue, take=take, job=plan.job))
    info = shoot.root / place / "_info"
    shoot.built.desk.watch.index.own(place)
    info.mkdir(parents=True)
    (info.parent / f"{plan.cue.cue}_{take}.wav").write_bytes(f"music of {plan.job}".encode())
    (info / "receipt.json").write_bytes(receipt_text(receipt(plan, take, now, **told)))
    ledger.append(
        CuePublished(
            at=now,
            cue=plan.cue,
            take=take,
            job=plan.job,
            rule=plan.rule,
            fingerprint=plan.fingerprint,
            version_key=plan.version_key,
            attempt=plan.attempt,
            folder=place,
            outputs=(),
        )
    )
    return take


def receipt(plan: CuePlan, take: int, now: Any = NOON, **told: Any) -> CueReceipt:
    said: dict[str, Any] = {
        "schema": 1,
        "lyrad": "0.1.0",
        "production": plan.production,
        "cue": plan.cue,
        "take": take,
        "job": plan.job,
        "rule": plan.rule,
        "fingerprint": plan.fingerprint,
        "version_key": plan.version_key,
        "attempt": plan.attempt,
        "seed": plan.seed,
        "draft": False,
        "licence": "",
        "spec": plan.spec.own,
        "span": TypeAdapter(type(plan.span)).dump_python(plan.span, mode="json"),
        "inputs": (),
        "outputs": (),
        "steps": (),
        "checks": (),
        "ordered_at": plan.ordered_at,
        "published_at": now,
    }
    return CueReceipt(**{**said, **told})


def see(shoot: Shoot, seconds: float = SETTLED) -> None:
    """Let lyrad see what changed, and let it settle."""
    shoot.intake.cue_sheet.all_due()
    shoot.later(seconds)


def ask(shoot: Shoot, name: str, where: str = f"scenes/{CUE}") -> None:
    shoot.ask(name, where)
    shoot.later(1)


def card(shoot: Shoot, code: str = CUE) -> str:
    return shoot.card(code)


def text(shoot: Shoot, code: str = CUE) -> str:
    (path,) = folder(shoot, code).glob("_lyrad *.txt")
    return words(path)


KEY = CueKey(scene="SC010", cue="1M1")
