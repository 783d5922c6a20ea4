"""The verb `render.between`: a clip from the first given frame to the last.

Decides what a backend is asked for, and what stands in for one that is down. Which pictures there
are is the plan's, how they move the backend's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions._instead import tool_or_instead
from lyrad.actions._rendered import backend_named, rendered
from lyrad.actions._sound import sound_made
from lyrad.core.expanding import PROMPT, expanded_words
from lyrad.core.workflow.frozen import thaw
from lyrad.model.lane import CPU
from lyrad.model.media import Master
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import Artifact
from lyrad.ports import Bench, BetweenBackend, BetweenOrder, OrderedLora

_ROLES = ("first", "last")


class RenderBetween(BaseModel):
    """Render the shot between its given frames."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = "render.between"

    backend: str = Field("builtin", description="The tool that renders.", examples=["builtin"])
    workflow: str = Field(
        "", description="What ComfyUI runs, by name.", examples=["wan22-flf2v-4step"]
    )
    prompt: str = Field("", description="What the tool is told in words.", examples=["A push-in."])
    negative: str = Field(
        "", description="What must not be seen, in words.", examples=["{{ spec.negative }}"]
    )
    fallback: str = Field(
        "",
        description="What renders while the tool is down; without it, the job waits.",
        examples=["builtin"],
    )

    @property
    def lane(self) -> str:
        """Return the lane: embedded work is the processor's, any other tool has its own."""
        return CPU if self.backend == "builtin" else self.backend

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        """Return the clip, measured: exactly the frames, rate and size of the plan.

        Raises:
            Temporary: the backend is down; a ticket is kept and asked first at the next try.
            Permanent: a picture cannot be used, or what came back is not what was ordered.
        """
        began = bench.clock.monotonic()
        backend, instead = self._tool(bench)
        pictures = _pictures(bench)
        order = self._order(bench)
        ticket, made = rendered(bench, backend, order, instead)
        facts: dict[str, JSON] = {
            **made.facts,
            **instead,
            "action": self.name,
            "backend": backend.name,
            "method": made.method,
            "draft": made.draft,
            "ticket": ticket.id,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
            "pictures": dict(pictures),
            "prompt": order.prompt,
            "negative": order.negative,
        }
        path = made.path.relative_to(bench.job_work)
        clip = Artifact(kind="clip", path=path.as_posix(), facts=facts)
        return (clip, *sound_made(bench, made))

    def _tool(self, bench: Bench) -> tuple[BetweenBackend, Fields]:
        """Return the tool to use, and, where it stands in for another, why."""
        return tool_or_instead(
            bench,
            backend=self.backend,
            fallback=self.fallback,
            named=partial(backend_named, bench),
            probe=lambda backend: backend.probe(),
        )

    def _order(self, bench: Bench) -> BetweenOrder:
        plan = bench.plan
        first, last = (
            bench.work / f"{role}.png" if plan.member(role) else None for role in _ROLES
        )
        frozen = plan.steps[bench.step].frozen.get("workflow")
        return BetweenOrder(
            first=first,
            last=last,
            frames=plan.spec.frames,
            rate=plan.spec.rate,
            size=plan.spec.size,
            seed=plan.seed,
            prompt=self._words(bench),
            work=bench.work,
            negative=self.negative,
            workflow=thaw(frozen) if isinstance(frozen, dict) else None,
            retime=plan.spec.retime,
            sound=plan.spec.sound,
            smaller=plan.spec.smaller,
            lossless=plan.spec.master is not Master.H264,
            job=plan.job,
            loras=tuple(_loras(bench)),
        )

    def _words(self, bench: Bench) -> str:
        """Return the prompt: as a step before wrote it out, else as the rule has it."""
        for one in reversed(bench.earlier):
            if one.kind == PROMPT and (words := expanded_words(one.facts)) is not None:
                return words
        return self.prompt


def _pictures(bench: Bench) -> Mapping[str, JSON]:
    """Prepare the given frames in the work folder; return what was done to each."""
    done: dict[str, JSON] = {}
    for role in _ROLES:
        if member := bench.plan.member(role):
            facts: Fields = bench.pictures.prepare(
                bench.store(member.sha256),
                bench.work / f"{role}.png",
                size=bench.plan.spec.size,
                fit=bench.plan.spec.fit,
                shown=member.path,
            )
            done[role] = dict(facts)
    return done


def _loras(bench: Bench) -> Iterator[OrderedLora]:
    """Yield the LoRAs of the shot's characters, each in lyrad's own copy."""
    for use in bench.plan.spec.cast:
        for expert in use.experts:
            if member := bench.plan.member(use.role(expert)):
                yield OrderedLora(
                    path=bench.store(member.sha256),
                    name=PurePosixPath(member.path).name,
                    sha256=member.sha256,
                    strength=use.strength,
                    expert=expert,
                )
