"""The verb `draft.spec`: a draft of a shot's spec, of what its briefs tell.

Decides who writes, what of it is believed, and that the brief's own words stand where a model's
answer is no spec. What a spec may say is `shot.yaml`'s own reader's to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions.transcribe_memo import words_of
from lyrad.core.briefs.asking import asked, asked_again, plain, schema, sifted
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.brief import Kind, SpecDraft, Telling
from lyrad.model.drop import Member
from lyrad.model.lane import CARD, CPU
from lyrad.model.names import Fields
from lyrad.model.plan import Artifact
from lyrad.ports import BriefBench, WriteOrder, Writer

BUILTIN = "builtin"
_DOWN_DELAY = 5.0
_MOST_KEPT = 4000
"""Characters: what no model put in order stays whole, but for a book that was dropped."""


class DraftSpec(BaseModel):
    """Make a draft of a shot's spec from its briefs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "draft.spec"

    backend: str = Field(
        BUILTIN,
        description="Who puts the words in order; without it, the language model of lyrad.yaml.",
        examples=["ollama", "builtin"],
    )
    model: str = Field(
        "", description="The language model, where the tool has several.", examples=["qwen3:8b"]
    )
    prompt: str = Field(
        "", description="How the model is to write.", examples=["templates/prompts/brief.j2"]
    )
    fallback: str = Field(
        "",
        description="Who makes the draft while the tool is down; without it, it waits.",
        examples=["builtin"],
    )

    @property
    def lane(self) -> str:
        """Return the lane: words as they are cost nothing, a model needs the card."""
        return CPU if self.backend == BUILTIN else CARD

    def perform(self, bench: BriefBench) -> tuple[Artifact, ...]:
        """Return the draft, once it stands in the shot's folder.

        Raises:
            Temporary: the model is down, or the share cannot be written to.
            Permanent: a brief is no text, or the model broke down over it.
        """
        tellings = tuple(_tellings(bench))
        draft = self._draft(tellings, bench)
        text = bench.drafting.text(draft)
        return (bench.home.drafted(bench.plan, text, author=draft.author),)

    def _draft(self, tellings: tuple[Telling, ...], bench: BriefBench) -> SpecDraft:
        if self.backend == BUILTIN:
            return _plain(tellings)
        writer = _writer(self.backend, bench)
        order = self._order(tellings, bench)
        fault = writer.probe(order)
        if fault and self.fallback != BUILTIN:
            raise Temporary(fault, delay=_DOWN_DELAY)
        if fault:
            return _plain(tellings, f"{fault.what} So nobody put the words in order.")
        try:
            return self._written(writer, order, tellings, bench)
        except Permanent as error:
            if error.fault.code is not Code.ANSWER_UNFIT:
                raise
            return _plain(tellings, error.fault.what)

    def _order(self, tellings: tuple[Telling, ...], bench: BriefBench) -> WriteOrder:
        return WriteOrder(
            system=self.prompt,
            prompt=asked(tellings, bench.plan.cast),
            schema=schema(bench.plan.cast),
            seed=bench.plan.seed,
            work=bench.work,
            model=self.model,
        )

    def _written(
        self, writer: Writer, order: WriteOrder, tellings: tuple[Telling, ...], bench: BriefBench
    ) -> SpecDraft:
        """Return the model's draft; of an answer that is no spec twice, the words themselves."""
        written = writer.write(order, bench.signal)
        faults = bench.drafting.faults(sifted(written.answer, tellings))
        if faults:
            again = asked_again(order.prompt, written.answer, faults)
            written = writer.write(_with(order, again), bench.signal)
            faults = bench.drafting.faults(sifted(written.answer, tellings))
        model = str(written.facts.get("model", writer.name))
        if faults:
            return _plain(tellings, f"What the model {model} made of it is no spec, twice.")
        fields: Fields = sifted(written.answer, tellings)
        return SpecDraft(fields=fields, tellings=tellings, author=model)


def _with(order: WriteOrder, prompt: str) -> WriteOrder:
    return WriteOrder(
        system=order.system,
        prompt=prompt,
        schema=order.schema,
        seed=order.seed,
        work=order.work,
        model=order.model,
    )


def _plain(tellings: tuple[Telling, ...], why: str = "") -> SpecDraft:
    said = str(plain(tellings)["description"])
    return SpecDraft(fields={"description": said[:_MOST_KEPT]}, tellings=tellings, why=why)


def _tellings(bench: BriefBench) -> Iterator[Telling]:
    for member in bench.plan.members:
        yield Telling(
            name=member.path.rpartition("/")[2],
            kind=Kind(member.role),
            words=_words(member, bench),
        )


def _words(member: Member, bench: BriefBench) -> str:
    if member.role == Kind.MEMO:
        return words_of(bench, member)
    return bench.drafting.words(member, bench.store(member.sha256).read_bytes())


def _writer(name: str, bench: BriefBench) -> Writer:
    try:
        return bench.writers[name]
    except KeyError:
        raise Permanent(_unknown(name, bench)) from None


def _unknown(name: str, bench: BriefBench) -> Fault:
    known = ", ".join(sorted({BUILTIN, *bench.writers}))
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is nobody named {name} to write.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].draft.spec.backend",
        next=f"Name one of these: {known}; or a `writer:` below `backends: ollama:`.",
    )
