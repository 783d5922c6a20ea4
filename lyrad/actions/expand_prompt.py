"""The verb `expand.prompt`: a language model writes out the prompt of the step that renders.

Decides what is asked, and of whom; the same question is asked once and for all, so that a retake
has another seed and the same words. Which of the words may be used is `core.expanding`'s.
"""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.core.expanding import PROMPT, SCHEMA, expansion, went_without
from lyrad.errors import Code, Fault, LyradError, Permanent, Temporary
from lyrad.model.lane import CARD
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import Artifact
from lyrad.model.rule import EXPANDING
from lyrad.model.style import Family
from lyrad.ports import Bench, WriteOrder, Writer, Written

_DOWN_DELAY = 5.0


class ExpandPrompt(BaseModel):
    """Write out the prompt of the step that renders."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = EXPANDING
    lane: ClassVar[str] = CARD

    backend: str = Field("ollama", description="The tool that writes.", examples=["ollama"])
    model: str = Field(
        "", description="The language model, where the tool has several.", examples=["qwen3:8b"]
    )
    ask: str = Field(
        "",
        description="What it is told to do; without it, what suits the workflow's model.",
        examples=["templates/prompts/expand.j2"],
    )
    seed: int = Field(
        0, ge=0, lt=2**31, description="Another one brings other words.", examples=[0]
    )
    fallback: str = Field(
        "",
        description="`builtin`: the spec's own words while the tool is down; without it, they"
        " are waited for.",
        pattern="^(builtin)?$",
        examples=["builtin"],
    )

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        """Return the prompt, in the artifact's facts: the spec's own words and those to use.

        Raises:
            Temporary: the tool is down, and nothing may stand in for it.
            Permanent: there is no such tool, or it makes no sense of the question.
        """
        began = bench.clock.monotonic()
        built, frozen = _built(bench), bench.plan.steps[bench.step].frozen
        asked = self._asked(built, frozen)
        facts = self._facts(bench, built, asked, Family(str(frozen.get("family", "sentences"))))
        told: dict[str, JSON] = {
            **facts,
            "action": self.name,
            "backend": self.backend,
            "ticket": None,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
        }
        return (Artifact(kind=PROMPT, path="", facts=told),)

    def _asked(self, built: str, frozen: Fields) -> dict[str, JSON]:
        """Return everything that the answer depends on."""
        return {
            "backend": self.backend,
            "model": self.model,
            "seed": self.seed,
            "system": self.ask or str(frozen.get("ask", "")),
            "prompt": built,
            "schema": dict(SCHEMA),
        }

    def _facts(
        self, bench: Bench, built: str, asked: dict[str, JSON], family: Family
    ) -> dict[str, JSON]:
        if not built:
            return {**expansion(built, "", (), family).facts(built), "seed": self.seed}
        written = bench.expansions.get(asked)
        remembered = written is not None
        if written is None:
            try:
                written = self._written(bench, asked)
            except (Temporary, Permanent) as error:
                return self._without(built, error)
            bench.expansions.keep(asked, written)
        found = expansion(built, written.answer.get(PROMPT), bench.plan.spec.cast, family)
        offered = {"offered": written.answer.get(PROMPT)} if found.refused else {}
        return {
            **written.facts,
            **found.facts(built),
            **offered,
            "family": family.value,
            "seed": self.seed,
            "remembered": remembered,
        }

    def _written(self, bench: Bench, asked: Fields) -> Written:
        writer = self._writer(bench)
        order = WriteOrder(
            system=str(asked["system"]),
            prompt=str(asked["prompt"]),
            schema=SCHEMA,
            seed=self.seed,
            work=bench.work,
            model=self.model,
        )
        if fault := writer.probe(order):
            raise Temporary(fault, delay=_DOWN_DELAY)
        return writer.write(order, bench.signal)

    def _without(self, built: str, error: LyradError) -> dict[str, JSON]:
        """Return the spec's own words, where the rule allows that; else raise."""
        if not self.fallback or error.fault.code is Code.BACKEND_UNKNOWN:
            raise error
        return went_without(built, self.backend, error.fault.what)

    def _writer(self, bench: Bench) -> Writer:
        try:
            return bench.writers[self.backend]
        except KeyError:
            raise Permanent(_unknown(self.backend, bench)) from None


def _built(bench: Bench) -> str:
    """Return the prompt of the next step that renders, as the spec and its template make it."""
    later = bench.plan.steps[bench.step + 1 :]
    prompts = (step.fields[PROMPT] for step in later if PROMPT in step.fields)
    return str(next(prompts, "")).strip()


def _unknown(name: str, bench: Bench) -> Fault:
    known = ", ".join(sorted(bench.writers))
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is no language model set up for {name}.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].{EXPANDING}.backend",
        next=f"Name one of these: {known}; or add it to the settings."
        if known
        else "Write `backends: {ollama: {writer: ...}}` into lyrad.yaml, then RETAKE.",
    )
