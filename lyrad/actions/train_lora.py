"""The verb `train.lora`: a LoRA from the clean copy of a character's references.

Decides how a trainer is asked, waited for and believed. When training may begin at all is
admission's; how it is done, the trainer's. The ticket is written down before waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions import _dataset
from lyrad.actions._inflight import brought
from lyrad.core.characters.references import PAGE, REFERENCES
from lyrad.core.characters.wanted import TRAIN, Retrain, Train
from lyrad.core.naming import written
from lyrad.core.training.samples import label
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.lane import CARD
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import Artifact
from lyrad.ports import (
    CharacterBench,
    Lora,
    Ticket,
    Trained,
    Trainer,
    TrainingOrder,
)

PRESET = "preset"
LORA = "lora"
EPOCH = "epoch"
CURVE = "curve"
SAMPLE = "sample"

_DOWN_DELAY = 30.0
_NO_TRAINER_DELAY = 300.0


class TrainLora(BaseModel):
    """Train a LoRA on a character's reference pictures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = TRAIN
    lane: ClassVar[str] = CARD

    backend: str = Field("kohya", description="The tool that trains.", examples=["kohya"])
    train: Train = Field(
        Train.GO, description="The first training: when a person says GO, or now.", examples=["go"]
    )
    retrain: Retrain = Field(
        Retrain.ASK,
        description="When the references changed after that: ask, or train again by itself.",
        examples=["ask"],
    )

    def perform(self, bench: CharacterBench) -> tuple[Artifact, ...]:
        """Return what was trained, proven to be a LoRA.

        Raises:
            Temporary: the trainer is not ready; a ticket is kept and asked first at the next try.
            Permanent: the set cannot be trained on, or the training failed.
        """
        began = bench.clock.monotonic()
        trainer = _trainer(self.backend, bench)
        order = _order(bench)
        ticket, trained = _trained(bench, trainer, order)
        facts: dict[str, JSON] = {
            **trained.facts,
            "action": self.name,
            "backend": trainer.name,
            "ticket": ticket.id,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
        }
        return tuple(_artifacts(bench, trained, facts))


def _order(bench: CharacterBench) -> TrainingOrder:
    made = _dataset.checked(bench)
    if not made.path:
        raise Permanent(_poor(bench))
    frozen = bench.plan.steps[bench.step].frozen
    return TrainingOrder(
        dataset=bench.job_work / made.path,
        pictures=int(str(made.facts["pictures"])),
        name=written(bench.plan.character),
        spec=bench.plan.spec,
        preset=str(frozen.get(PRESET, "")),
        seed=bench.plan.seed,
        work=bench.work,
        job=bench.plan.job,
    )


def _trained(
    bench: CharacterBench, trainer: Trainer, order: TrainingOrder
) -> tuple[Ticket, Trained]:
    """Return the ticket and what it brought; work that was in flight is taken up again."""

    def submit() -> Ticket:
        fault = trainer.probe(order)
        if fault:
            raise Temporary(fault, delay=_DOWN_DELAY)
        return trainer.submit(order)

    return brought(bench, trainer, order, submit=submit, believe=lambda trained: trained)


def _artifacts(
    bench: CharacterBench, trained: Trained, facts: dict[str, JSON]
) -> Iterator[Artifact]:
    """Yield the files; what the whole training was stands with the first LoRA."""
    for number, lora in enumerate(trained.loras):
        yield _file(bench, LORA, lora.path, {**(facts if number == 0 else {}), **_of(lora)})
        for epoch in lora.epochs:
            yield _file(bench, EPOCH, epoch, _of(lora))
    if trained.curve:
        yield _file(bench, CURVE, trained.curve, {})
    for sample in trained.samples:
        yield _file(bench, SAMPLE, sample, {"label": label(sample.name)})


def _of(lora: Lora) -> dict[str, JSON]:
    return {"expert": lora.expert} if lora.expert else {}


def _file(bench: CharacterBench, kind: str, path: Path, facts: Fields) -> Artifact:
    return Artifact(kind=kind, path=path.relative_to(bench.job_work).as_posix(), facts=facts)


def _trainer(name: str, bench: CharacterBench) -> Trainer:
    """Return the trainer.

    Raises:
        Temporary: this machine has none of that name; training waits until somebody sets one up.
    """
    try:
        return bench.trainers[name]
    except KeyError:
        raise Temporary(_unknown(name, bench), delay=_NO_TRAINER_DELAY) from None


def _unknown(name: str, bench: CharacterBench) -> Fault:
    return Fault(
        code=Code.BACKEND_DOWN,
        what=f"This machine has no trainer {name}: everything is ready for one.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].train.lora.backend",
        next=f"Say in lyrad.yaml where it is (`backends: {name}:`), and start lyrad again.",
    )


def _poor(bench: CharacterBench) -> Fault:
    return Fault(
        code=Code.DATASET_POOR,
        what="These references cannot be trained on: too few of the pictures can be used.",
        where=f"{bench.plan.folder}/{REFERENCES}",
        next=f"{PAGE} says what each picture lacks; add more, or better ones.",
    )
