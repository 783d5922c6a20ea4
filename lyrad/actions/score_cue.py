"""The verb `score.cue`: music from a composer, heard before it is believed.

Decides who is asked for what, and what is too bad to be delivered: silence, what does not decode,
and music that ends before its cue does. How music is made is the composer's, how it is brought to
the film's length and loudness `publish.cue`'s.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions._composed import composed, composer_named
from lyrad.actions._instead import tool_or_instead
from lyrad.actions._timed import timed_hits
from lyrad.core.cue_words import heard_facts
from lyrad.model.lane import CARD, COMFYUI, CPU
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import VIDEO, Artifact
from lyrad.ports import ComposeOrder, CueBench

MUSIC = "music"
"""The artifact: what a composer made, of any format; its facts are for the receipt."""

_BUILTIN = "builtin"
_LANES = {_BUILTIN: CPU, "comfyui": COMFYUI}


class ScoreCue(BaseModel):
    """Have the cue's music made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "score.cue"

    backend: str = Field(
        _BUILTIN, description="The tool that makes the music.", examples=["acestep", "builtin"]
    )
    prompt: str = Field(
        "",
        description="What the tool is told in words; without it, the cue's own prompt.",
        examples=["{{ music.prompt }}"],
    )
    workflow: str = Field(
        "", description="The graph of ComfyUI that makes it.", examples=["ace-step15"]
    )
    model: str = Field(
        "", description="The tool's model, where it has several.", examples=["acestep-v15-turbo"]
    )
    steps: int | None = Field(
        None, ge=1, le=1000, description="How many steps the model takes.", examples=[8]
    )
    picture: bool = Field(
        default=False,
        description="Make the music to the picture, where the tool can.",
        examples=[True],
    )
    fallback: str = Field(
        "",
        description="Who makes a draft while the tool is down; without it, the job waits.",
        examples=["builtin"],
    )

    @property
    def lane(self) -> str:
        """Return the lane: the processor's for embedded work, ComfyUI's own, else the card's."""
        return _LANES.get(self.backend, CARD)

    def perform(self, bench: CueBench) -> tuple[Artifact, ...]:
        """Return the music, measured: it sounds, and lasts as long as the cue.

        Raises:
            Temporary: the tool is down; a ticket is kept and asked first at the next try.
            Permanent: nobody may sell this tool's music, or what it made cannot be used, twice.
        """
        began = bench.clock.monotonic()
        order = self._order(bench)
        composer, instead = tool_or_instead(
            bench,
            backend=self.backend,
            fallback=self.fallback,
            named=partial(composer_named, bench),
            probe=lambda composer: composer.probe(order),
        )
        made = composed(bench, composer, order, instead)
        facts: dict[str, JSON] = {
            **made.music.facts,
            **instead,
            "action": self.name,
            "backend": made.composer.name,
            "licence": made.composer.licence,
            "draft": made.music.draft,
            "seed": made.seed,
            "rejected": list(made.rejected),
            "heard": dict(heard_facts(made.heard)),
            "ticket": made.ticket.id,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
        }
        path = made.music.path.relative_to(bench.job_work).as_posix()
        return (Artifact(kind=MUSIC, path=path, facts=facts),)

    def _order(self, bench: CueBench) -> ComposeOrder:
        plan, spec = bench.plan, bench.plan.spec
        clip = plan.member(VIDEO) if self.picture else None
        return ComposeOrder(
            span=plan.span,
            prompt=self.prompt or spec.prompt,
            negative=spec.negative,
            mood=spec.mood,
            bpm=spec.bpm,
            key=spec.key,
            meter=spec.meter,
            hits=timed_hits(bench),
            seed=plan.seed,
            work=bench.work,
            picture=bench.store(clip.sha256) if clip else None,
            options=self._options(),
            frozen=plan.steps[bench.step].frozen,
            job=plan.job,
        )

    def _options(self) -> Fields:
        """Return what the rule says to the tool itself; what it leaves out is the tool's own."""
        said: dict[str, JSON] = {}
        if self.model:
            said["model"] = self.model
        if self.steps is not None:
            said["steps"] = self.steps
        return said
