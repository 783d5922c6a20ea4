"""The verb `finish.clip`: a better clip of a take that somebody chose, for a take of its own.

Which take that is stands in the plan, its master's private copy among the members. What is made
has the film's frames and rate like any take, and its size, or a multiple that the rule asks for.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions._inflight import DOWN_DELAY
from lyrad.actions._rendered import backend_named, rendered
from lyrad.actions._sound import sound_made
from lyrad.core.workflow.frozen import thaw
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.media import Master
from lyrad.model.names import JSON
from lyrad.model.plan import VIDEO, Artifact
from lyrad.model.rule import FINISHING
from lyrad.ports import Bench, BetweenOrder


class FinishClip(BaseModel):
    """Make a better clip of a take that FINISH names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = FINISHING

    backend: str = Field(
        "comfyui", description="The tool that finishes.", pattern="^comfyui$", examples=["comfyui"]
    )
    workflow: str = Field(description="What ComfyUI runs, by name.", examples=["restore-2x"])
    scale: int = Field(
        1, ge=1, le=4, description="How many times the film's size it has.", examples=[2]
    )
    prompt: str = Field(
        "", description="What the tool is told in words, if it listens.", examples=["Film grain."]
    )

    @property
    def lane(self) -> str:
        """Return the lane: each tool has its own."""
        return self.backend

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        """Return the clip, measured: exactly the frames, rate and size of the plan.

        Raises:
            Temporary: the backend is down; a ticket is kept and asked first at the next try.
            Permanent: no take was chosen, or what came back is not what was ordered.
        """
        began = bench.clock.monotonic()
        order = self._order(bench)
        backend = backend_named(bench, self.backend)
        if fault := backend.probe():
            raise Temporary(fault, delay=DOWN_DELAY)
        ticket, made = rendered(bench, backend, order, {})
        facts: dict[str, JSON] = {
            **made.facts,
            "action": self.name,
            "backend": backend.name,
            "method": made.method,
            "draft": False,
            "ticket": ticket.id,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
        }
        path = made.path.relative_to(bench.job_work)
        clip = Artifact(kind="clip", path=path.as_posix(), facts=facts)
        return (clip, *sound_made(bench, made))

    def _order(self, bench: Bench) -> BetweenOrder:
        plan = bench.plan
        frozen = plan.steps[bench.step].frozen.get("workflow")
        return BetweenOrder(
            first=None,
            last=None,
            video=_source(bench),
            frames=plan.spec.frames,
            rate=plan.spec.rate,
            size=plan.spec.size,
            seed=plan.seed,
            prompt=self.prompt,
            work=bench.work,
            workflow=thaw(frozen) if isinstance(frozen, dict) else None,
            retime=plan.spec.retime,
            sound=plan.spec.sound,
            lossless=plan.spec.master is not Master.H264,
            job=plan.job,
        )


def _source(bench: Bench) -> Path:
    """Return the chosen take's clip under a name that tells what it is: copies have no ending."""
    member = bench.plan.member(VIDEO)
    if member is None:
        raise Permanent(_nothing(bench))
    named = bench.work / f"source{PurePosixPath(member.path).suffix.lower()}"
    named.unlink(missing_ok=True)
    named.symlink_to(bench.store(member.sha256).absolute())
    return named


def _nothing(bench: Bench) -> Fault:
    return Fault(
        code=Code.MISSING_KEY,
        what="There is no take to finish.",
        where=f"{bench.plan.rule_source}: do[{bench.step}]",
        next="Ask for it with a file named FINISH T01 in the shot's folder.",
    )
