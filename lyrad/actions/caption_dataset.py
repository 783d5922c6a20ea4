"""The verb `caption.dataset`: words for every picture that has none of a person's.

Decides who is asked, and that the words stand beside the pictures, where a person can correct
them. What a caption says is the captioner's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions import _dataset
from lyrad.core.characters.told import told
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.dataset import Caption, DatasetReport
from lyrad.model.finding import Case
from lyrad.model.lane import CARD, CPU
from lyrad.model.plan import Artifact
from lyrad.ports import (
    Captioned,
    Captioner,
    CaptionOrder,
    CharacterBench,
    Described,
    Description,
)

_BUILTIN = "builtin"
_DOWN_DELAY = 5.0
_NONE = Captioned(words=(), draft=False, facts={})


class CaptionDataset(BaseModel):
    """Describe a character's reference pictures in words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "caption.dataset"

    backend: str = Field(
        _BUILTIN, description="Who looks at the pictures.", examples=["ollama", "builtin"]
    )
    model: str = Field(
        "", description="The vision model, where the tool has several.", examples=["gemma3:4b"]
    )
    prompt: str = Field(
        "",
        description="What the model is asked; without it, what suits the base.",
        examples=["templates/captions/sentence.j2"],
    )
    fallback: str = Field(
        "",
        description="Who writes the words while the tool is down; without it, they wait.",
        examples=["builtin"],
    )

    @property
    def lane(self) -> str:
        """Return the lane: embedded work is the processor's, a model needs the card."""
        return CPU if self.backend == _BUILTIN else CARD

    def perform(self, bench: CharacterBench) -> tuple[Artifact, ...]:
        """Return the description, once it stands in the character's folder.

        Raises:
            Temporary: the tool is down, or the share cannot be written to.
        """
        made = _dataset.checked(bench)
        report = _dataset.report(bench)
        order = self._order(bench, made, report)
        written = self._written(order, bench) if order.pictures else _NONE
        page = bench.datasets.page(report, _dataset.files(bench))
        return (
            bench.home.describe(
                bench.plan,
                Description(
                    captions=written.words,
                    page=page,
                    usable=not report.wants,
                    draft=written.draft,
                    told=tuple(told(report, captioned=len(written.words))),
                ),
            ),
        )

    def _order(self, bench: CharacterBench, made: Artifact, report: DatasetReport) -> CaptionOrder:
        return CaptionOrder(
            pictures=tuple(_wordless(bench, made, report)),
            spec=bench.plan.spec,
            work=bench.work,
            model=self.model,
            prompt=self.prompt,
            seed=bench.plan.seed,
        )

    def _written(self, order: CaptionOrder, bench: CharacterBench) -> Captioned:
        captioner = _captioner(self.backend, bench)
        fault = captioner.probe(order)
        if fault and not self.fallback:
            raise Temporary(fault, delay=_DOWN_DELAY)
        if fault:
            captioner = _captioner(self.fallback, bench)
        return captioner.caption(order, bench.signal, bench.progress)


def _wordless(bench: CharacterBench, made: Artifact, report: DatasetReport) -> Iterator[Described]:
    """Yield the pictures of a set that can be trained on which have no words of a person's."""
    if not made.path:
        return
    for one in report.usable:
        # Beside an empty caption none can be written: it is a person's file, and stays.
        if one.look and one.caption and not _has_file(one.caption):
            copy = bench.job_work / made.path / f"{one.copied}.png"
            yield Described(name=one.name, copy=copy, look=one.look)


def _has_file(caption: Caption) -> bool:
    empty = any(finding.case is Case.CAPTION_EMPTY for finding in caption.findings)
    return empty or bool(caption.source)


def _captioner(name: str, bench: CharacterBench) -> Captioner:
    try:
        return bench.captioners[name]
    except KeyError:
        raise Permanent(_unknown(name, bench)) from None


def _unknown(name: str, bench: CharacterBench) -> Fault:
    known = ", ".join(sorted(bench.captioners))
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is nobody named {name} to describe pictures.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].caption.dataset.backend",
        next=f"Name one of these: {known}; or add it to the settings.",
    )
