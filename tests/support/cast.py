"""Characters in a day's shoot: references are dropped, described and trained by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from lyrad.model.job import Job, JobState
from lyrad.model.lora import LoraReceipt
from lyrad.model.names import CharacterKey
from lyrad.model.plan import CharacterPlan
from lyrad.model.take import StepReceipt
from lyrad.ports import Description, Staged
from tests.support.nouns import NOON
from tests.support.pictures import png
from tests.support.shoot import Shoot, words, write

MIRA = CharacterKey("MIRA")
SETTLED = 11.0
"""Seconds after which a folder of references counts as whole."""

YAML = "word: miravx\nkind: woman\nbase: wan22\n"


def refs(shoot: Shoot, code: str = "MIRA") -> Path:
    return shoot.root / "characters" / code / "refs"


def drop(shoot: Shoot, count: int = 3, code: str = "MIRA", spec: str | None = YAML) -> Path:
    """Put reference pictures, each another one, and what the character is."""
    folder = refs(shoot, code)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        write(folder / f"ref {number:02}.png", png(32, 18, seed=900 + number))
    if spec is not None:
        write(folder.parent / "character.yaml", spec)
    return folder


def dropped(shoot: Shoot, count: int = 3, **more: Any) -> Path:
    """Drop references, and let them settle."""
    folder = drop(shoot, count, **more)
    shoot.later(SETTLED)
    return folder


def jobs(shoot: Shoot, state: JobState | None = None) -> list[Job]:
    found = [job for job in shoot.engine.jobs() if isinstance(job.plan, CharacterPlan)]
    return [job for job in found if state is None or job.state is state]


def plans(shoot: Shoot) -> list[tuple[str, int, str]]:
    return [(job.plan.rule, job.plan.attempt, job.state.value) for job in jobs(shoot)]


def describe(shoot: Shoot, *captions: tuple[str, str], usable: bool = True) -> None:
    """Do the work of the one job that describes."""
    (job,) = (one for one in jobs(shoot, JobState.QUEUED) if one.plan.rule == "describe-character")
    at_last(shoot, job)
    assert isinstance(job.plan, CharacterPlan)
    shoot.built.home.describe(
        job.plan,
        Description(
            captions=captions,
            page=f"page of {job.plan.fingerprint}".encode(),
            usable=usable,
            draft=bool(captions),
            told=("3 of 3 pictures can be used.",),
        ),
    )
    shoot.engine.finish_step(job.plan.job)
    see(shoot)


def train(shoot: Shoot, *, minutes: float = 0.0) -> CharacterPlan:
    """Do the work of the one job that trains; its LoRA stands afterwards.

    Its receipt says that it took so many minutes.
    """
    (job,) = (one for one in jobs(shoot, JobState.QUEUED) if one.plan.rule == "train-character")
    at_last(shoot, job)
    assert isinstance(job.plan, CharacterPlan)
    publish(shoot, job.plan, minutes=minutes)
    shoot.engine.finish_step(job.plan.job)
    see(shoot)
    return job.plan


def publish(shoot: Shoot, plan: CharacterPlan, *endings: str, minutes: float = 0.0) -> None:
    home, files = shoot.built.home, []
    for ending in endings or ("_high", "_low"):
        lora = shoot.state / "work" / plan.job / f"lora{ending}.safetensors"
        lora.parent.mkdir(parents=True, exist_ok=True)
        lora.write_bytes(f"lora of {plan.job}{ending}".encode())
        files.append((f"{{stem}}{ending}.safetensors", lora))
    receipt = replace(lora_receipt(plan, home.version(plan)), steps=(_training(minutes),))
    home.publish(plan, receipt, Staged(files=tuple(files)))


def _training(minutes: float) -> StepReceipt:
    return StepReceipt(
        action="train.lora",
        backend="kohya",
        ticket="1",
        tries=1,
        seconds=1.0,
        facts={"minutes": minutes},
    )


def lora_receipt(plan: CharacterPlan, version: int = 1) -> LoraReceipt:
    return LoraReceipt(
        schema=1,
        lyrad="0.1.0",
        production=plan.production,
        character=plan.character,
        version=version,
        job=plan.job,
        rule=plan.rule,
        fingerprint=plan.fingerprint,
        attempt=plan.attempt,
        seed=plan.seed,
        base=plan.spec.base,
        word=plan.spec.word,
        spec=plan.spec.own,
        captions={},
        inputs=(),
        outputs=(),
        steps=(),
        ordered_at=plan.ordered_at,
        published_at=NOON,
    )


def at_last(shoot: Shoot, job: Job) -> None:
    """Bring a queued job to its last step."""
    found = shoot.engine.begin(job.plan.job)
    while found.step + 1 < len(found.plan.steps):
        found = shoot.engine.finish_step(job.plan.job)


def see(shoot: Shoot) -> None:
    """Let lyrad see what changed, and let it settle."""
    shoot.intake.cast.all_due()
    shoot.later(SETTLED)


def ask(shoot: Shoot, name: str) -> None:
    shoot.ask(name, "characters/MIRA")
    see(shoot)


def card(shoot: Shoot, code: str = "MIRA") -> str:
    names = [path.stem.removeprefix("_lyrad ") for path in cards(shoot, code)]
    assert len(names) <= 1, names
    return names[0] if names else ""


def text(shoot: Shoot, code: str = "MIRA") -> str:
    (path,) = cards(shoot, code)
    return words(path)


def cards(shoot: Shoot, code: str) -> list[Path]:
    return list((shoot.root / "characters" / code).glob("_lyrad *.txt"))
