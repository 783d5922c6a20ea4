"""The verb `render.between`: a clip from the first given frame to the last.

Decides how a backend is asked, waited for and believed. Which pictures there are is the plan's,
how they move the backend's. The ticket is written down before waiting, so that a restart takes up
the work in flight instead of starting it twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import PurePosixPath
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from lyrad.actions import _ticket
from lyrad.actions._reject import measured
from lyrad.actions._sound import sound_made
from lyrad.core.workflow.frozen import thaw
from lyrad.errors import Cancelled, Code, Fault, Permanent, Stopping, Temporary
from lyrad.model.media import Master
from lyrad.model.names import JSON, Fields
from lyrad.model.plan import Artifact
from lyrad.ports import (
    Bench,
    BetweenBackend,
    BetweenOrder,
    Finished,
    Lost,
    OrderedLora,
    Rendered,
    Ticket,
    Working,
)

_POLL = 0.25
_MOST_LOST = 3
_DOWN_DELAY = 5.0
_ROLES = ("first", "last")
_INSTEAD, _BECAUSE = "instead_of", "because"


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
        return "cpu" if self.backend == "builtin" else self.backend

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
        ticket, rendered = _rendered(bench, backend, order, instead)
        facts: dict[str, JSON] = {
            **rendered.facts,
            **instead,
            "action": self.name,
            "backend": backend.name,
            "method": rendered.method,
            "draft": rendered.draft,
            "ticket": ticket.id,
            "tries": bench.tries,
            "seconds": round(bench.clock.monotonic() - began, 3),
            "pictures": dict(pictures),
        }
        path = rendered.path.relative_to(bench.job_work)
        clip = Artifact(kind="clip", path=path.as_posix(), facts=facts)
        return (clip, *sound_made(bench, rendered))

    def _tool(self, bench: Bench) -> tuple[BetweenBackend, Fields]:
        """Return the tool to use, and, where it stands in for another, why.

        Raises:
            Temporary: it is down, and nothing may stand in for it.
        """
        ticket = _ticket.read(bench.work)
        if ticket and self.fallback and _INSTEAD in ticket.facts:
            return _backend(bench, self.fallback), _stand_in(ticket.facts)
        backend = _backend(bench, self.backend)
        fault = backend.probe()
        if fault is None:
            return backend, {}
        if ticket or not self.fallback:
            raise Temporary(fault, delay=_DOWN_DELAY)
        return _backend(bench, self.fallback), {_INSTEAD: self.backend, _BECAUSE: fault.what}

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
            prompt=self.prompt,
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


def _backend(bench: Bench, name: str) -> BetweenBackend:
    try:
        return bench.backends[name]
    except KeyError:
        raise Permanent(_unknown(bench, name)) from None


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


def _rendered(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, instead: Fields
) -> tuple[Ticket, Rendered]:
    """Return the ticket and what it brought; work that was in flight is taken up again."""
    bench.signal.check()
    ticket = _ticket.read(bench.work) or _submitted(bench, backend, order, instead)
    for _ in range(_MOST_LOST):
        with _called_off(bench, backend, order, ticket):
            if _finished(bench, backend, order, ticket):
                rendered = backend.fetch(order, ticket, bench.signal, bench.progress)
                measured(bench, rendered.path, made_by=backend.name)
                return ticket, rendered
        ticket = _submitted(bench, backend, order, instead)
    raise Temporary(_forgetful(bench, backend), delay=_DOWN_DELAY)


def _finished(bench: Bench, backend: BetweenBackend, order: BetweenOrder, ticket: Ticket) -> bool:
    """Wait for the end; return False where the backend knows nothing of the ticket."""
    while True:
        match backend.poll(order, ticket):
            case Working(progress=progress):
                if progress:
                    bench.progress(progress)
                bench.signal.wait(_POLL)
            case Finished():
                return True
            case Lost():
                return False


def _submitted(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, instead: Fields
) -> Ticket:
    ticket = backend.submit(order)
    if instead:
        ticket = replace(ticket, facts={**ticket.facts, **instead})
    _ticket.write(bench.work, ticket)
    return ticket


def _stand_in(facts: Fields) -> Fields:
    """Return which tool another stands in for, and why."""
    return {name: facts[name] for name in (_INSTEAD, _BECAUSE) if name in facts}


@contextmanager
def _called_off(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, ticket: Ticket
) -> Iterator[None]:
    """Tell the backend when the work is cancelled; forget a ticket that can bring nothing.

    Work that outlives lyrad is left alone when lyrad stops: its ticket waits for the next start.
    """
    try:
        yield
    except (Cancelled, Stopping) as end:
        if isinstance(end, Stopping) and backend.outlives:
            raise
        backend.cancel(order, ticket)
        _ticket.forget(bench.work)
        raise
    except Permanent:
        _ticket.forget(bench.work)
        raise


def _unknown(bench: Bench, name: str) -> Fault:
    known = ", ".join(sorted(bench.backends)) or "none"
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is no backend named {name}.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].render.between.backend",
        next=f"Name one of these: {known}; or add it to the settings.",
    )


def _forgetful(bench: Bench, backend: BetweenBackend) -> Fault:
    return Fault(
        code=Code.BACKEND_DOWN,
        what=f"{backend.name} lost the work {_MOST_LOST} times in a row.",
        where=str(bench.plan.shot),
        next=f"Look at {backend.name}'s own log; lyrad tries again by itself.",
    )
