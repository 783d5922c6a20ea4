"""Decide whether a workflow can make a shot at all, before anything is ordered."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.core.workflow.filling import pictures_of
from lyrad.core.workflow.lengths import frames_to_ask, longest, split
from lyrad.errors import Code, Fault
from lyrad.model.media import Master, Retime
from lyrad.model.spec import ShotSpec
from lyrad.model.workflow import LORA_ROLES, Purpose, Role, Workflow


def misfits(
    workflow: Workflow, spec: ShotSpec, where: str, *, purpose: Purpose = Purpose.BETWEEN
) -> tuple[Fault, ...]:
    """Return what keeps the workflow from making the shot.

    Args:
        workflow: what the rule's step names.
        spec: the shot's.
        where: the rule's step, for people.
        purpose: what the step wants of the workflow.
    """
    if other := other_purpose(workflow, purpose, where):
        return (other,)
    if purpose is Purpose.MUSIC:
        return ()
    if purpose is Purpose.FINISH:
        return tuple(_only_lossy(workflow, spec, where))
    return tuple(_misfits(workflow, spec, where))


def _misfits(workflow: Workflow, spec: ShotSpec, where: str) -> Iterator[Fault]:
    for role, choice in ((Role.FIRST, spec.first), (Role.LAST, spec.last)):
        if choice.none and role in workflow.slots and role not in workflow.optional:
            yield _fault(
                f"The workflow {workflow.name} needs a {role} frame, and the shot has none.",
                where,
                f"Give the shot a {role} frame, or name a workflow that does without.",
            )
        if not choice.none and role not in workflow.slots:
            yield _fault(
                f"The workflow {workflow.name} takes no {role} frame, and the shot has one.",
                where,
                f"Write `{role}: none` into shot.yaml, or name another workflow.",
            )
    yield from _strangers(workflow, spec, where)
    yield from _only_lossy(workflow, spec, where)
    yield from _too_long(workflow, spec, where)


def _strangers(workflow: Workflow, spec: ShotSpec, where: str) -> Iterator[Fault]:
    """Yield a fault for each character whose LoRA the workflow cannot use."""
    for use in spec.cast:
        name = f"{use.character} v{use.version:03d}"
        fits = any(LORA_ROLES[expert] in workflow.slots for expert in use.experts)
        if workflow.base is use.base and fits:
            continue
        mine = workflow.base.words if workflow.base else "no base that it names"
        yield _fault(
            f"{name} was trained for {use.base.words}; {workflow.name} takes LoRAs of {mine}."
            if workflow.base is not use.base
            else f"{workflow.name} has no node for the LoRA {name}.",
            where,
            f"Name a workflow for {use.base.words} (`base: {use.base.value}` in its YAML, and "
            f"nodes titled `lyrad:lora`), or train {use.character} for this one.",
        )


def other_purpose(workflow: Workflow, purpose: Purpose, where: str) -> Fault | None:
    """Return the fault of a workflow that is for something else than the step wants of it."""
    if workflow.purpose is purpose:
        return None
    return _fault(
        f"The workflow {workflow.name} {_MAKES[workflow.purpose]}.",
        where,
        f"Name one with `for: {purpose.value}`, such as {_SUCH_AS[purpose]}.",
    )


_MAKES = {
    Purpose.BETWEEN: "renders between given frames, and does nothing else",
    Purpose.FINISH: "makes a better clip of one that is there",
    Purpose.MUSIC: "makes music, and no picture",
}
_SUCH_AS = {
    Purpose.BETWEEN: "wan22-flf2v-4step",
    Purpose.FINISH: "restore-2x",
    Purpose.MUSIC: "ace-step15",
}


def _only_lossy(workflow: Workflow, spec: ShotSpec, where: str) -> Iterator[Fault]:
    """A master without loss is made of the model's pictures, never of a video of them."""
    outputs = {slot.node for slot in workflow.slots.get(Role.OUTPUT, ())}
    if spec.master is Master.H264 or any(pictures_of(workflow.graph, node) for node in outputs):
        return
    yield _fault(
        f"A master {spec.master} is made of single pictures; {workflow.name} saves only a clip.",
        where,
        "Write `master: h264`, or bind `lyrad:output` to a node that has an input `images`, or"
        " `video` from a node with one.",
    )


def _too_long(workflow: Workflow, spec: ShotSpec, where: str) -> Iterator[Fault]:
    rule = workflow.frames
    if rule is None:
        return
    asked = frames_to_ask(rule, frames=spec.frames, rate=spec.rate, retime=spec.retime)
    if asked <= rule.longest:
        return
    most = longest(rule, rate=spec.rate, retime=spec.retime)
    parts = split(spec.frames, most)
    lengths = " + ".join(str(part) for part in parts)
    slower = ""
    if spec.retime is Retime.AS_IS and rule.rate < spec.rate:
        slower = " `retime: interpolate` would make longer shots of as many frames."
    yield _fault(
        f"The shot has {spec.frames} frames; {workflow.title} makes {most} at most at this rate.",
        where,
        f"Split it into {len(parts)} shots of {lengths} frames; the last frame of one is the"
        f" first of the next.{slower}",
    )


def _fault(what: str, where: str, cure: str) -> Fault:
    return Fault(code=Code.WORKFLOW_UNFIT, what=what, where=where, next=cure)
