"""The verb `publish.lora`: put what was trained into `loras/v001/`, with its receipt.

Decides which files an editor sees and which lie in `_info/`. Numbers and the rename are the
publisher's.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

import lyrad
from lyrad.actions import _dataset
from lyrad.actions._receipt import step_receipt
from lyrad.actions.train_lora import CURVE, EPOCH, LORA, SAMPLE
from lyrad.core.publication import inputs
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.lane import CPU
from lyrad.model.lora import LoraReceipt
from lyrad.model.plan import Artifact
from lyrad.ports import CharacterBench, Staged

RECEIPT_SCHEMA = 1
PICTURES = (CURVE, SAMPLE)


class PublishLora(BaseModel):
    """Publish a trained LoRA as the character's next version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "publish.lora"
    lane: ClassVar[str] = CPU

    epochs: int = Field(
        3, ge=0, le=100, description="How many earlier states are kept beside it.", examples=[3]
    )

    def perform(self, bench: CharacterBench) -> tuple[Artifact, ...]:
        """Return the LoRA's version, once it stands in the character's folder.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
            Permanent: nothing was trained before this step.
        """
        loras = [one for one in bench.earlier if one.kind == LORA]
        if not loras:
            raise Permanent(_untrained(bench))
        version = bench.home.version(bench.plan)
        staged = Staged(files=tuple(_files(bench, loras, self.epochs)))
        return (bench.home.publish(bench.plan, _receipt(bench, version), staged),)


def _files(
    bench: CharacterBench, loras: list[Artifact], epochs: int
) -> Iterator[tuple[str, Path]]:
    for lora in loras:
        yield f"{{stem}}{_expert(lora)}.safetensors", bench.job_work / lora.path
        mine = [one for one in bench.earlier if one.kind == EPOCH and _same(one, lora)]
        for epoch in mine[len(mine) - min(epochs, len(mine)) :]:
            name = PurePosixPath(epoch.path).stem.rpartition("-")[2]
            yield f"_info/{{stem}}{_expert(lora)}-{name}.safetensors", bench.job_work / epoch.path
    for number, one in enumerate(one for one in bench.earlier if one.kind in PICTURES):
        # A trainer's own picture is known by its epoch; one that says none, by its place.
        label = f"_{one.facts.get('label') or f'{number:02}'}" if one.kind == SAMPLE else ""
        ending = PurePosixPath(one.path).suffix
        yield f"_info/{{stem}}_{one.kind}{label}{ending}", bench.job_work / one.path


def _receipt(bench: CharacterBench, version: int) -> LoraReceipt:
    plan, spec = bench.plan, bench.plan.spec
    captions = _dataset.checked(bench).facts.get("captions")
    return LoraReceipt(
        schema=RECEIPT_SCHEMA,
        lyrad=lyrad.__version__,
        production=plan.production,
        character=plan.character,
        version=version,
        job=plan.job,
        rule=plan.rule,
        fingerprint=plan.fingerprint,
        attempt=plan.attempt,
        seed=plan.seed,
        base=spec.base,
        word=spec.word,
        spec=spec.own,
        captions=captions if isinstance(captions, dict) else {},
        inputs=inputs(plan),
        outputs=(),
        steps=tuple(step_receipt(one) for one in bench.earlier if "action" in one.facts),
        ordered_at=plan.ordered_at,
        published_at=bench.clock.now(),
        note=plan.note,
    )


def _expert(lora: Artifact) -> str:
    return f"_{lora.facts['expert']}" if lora.facts.get("expert") else ""


def _same(epoch: Artifact, lora: Artifact) -> bool:
    return epoch.facts.get("expert") == lora.facts.get("expert")


def _untrained(bench: CharacterBench) -> Fault:
    return Fault(
        code=Code.RULE_UNKNOWN_ACTION,
        what=f"The rule {bench.plan.rule} has no `train.lora` before `publish.lora`.",
        where=bench.plan.rule_source,
        next="Write `- train.lora: {}` before it.",
    )
