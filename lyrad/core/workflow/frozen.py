"""A workflow as plain values, so that a plan holds it as it was when the job was ordered."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lyrad.model.character import Base
from lyrad.model.media import Size
from lyrad.model.names import JSON, Fields
from lyrad.model.style import Family
from lyrad.model.workflow import (
    FrameRule,
    Memory,
    ModelFile,
    Purpose,
    Role,
    SecondsRule,
    SizeRule,
    Slot,
    Workflow,
)


def freeze(workflow: Workflow) -> dict[str, JSON]:
    """Return the workflow as plain values; `thaw` returns the same workflow."""
    frames, size, memory = workflow.frames, workflow.size, workflow.memory
    seconds = workflow.seconds
    return {
        "name": workflow.name,
        "title": workflow.title,
        "purpose": workflow.purpose.value,
        "graph": dict(workflow.graph),
        "slots": {
            role.value: [str(slot) for slot in slots] for role, slots in workflow.slots.items()
        },
        "optional": [role.value for role in sorted(workflow.optional)],
        "frames": [frames.step, frames.plus, frames.longest, str(frames.rate)] if frames else None,
        "size": [size.step, size.largest.width, size.largest.height] if size else None,
        "models": [[model.folder, model.name] for model in workflow.models],
        "memory": [memory.vram, memory.ram, memory.measured] if memory else None,
        "sound": workflow.sound,
        "digest": workflow.digest,
        "base": workflow.base.value if workflow.base else None,
        "seconds": [seconds.shortest, seconds.longest] if seconds else None,
        "family": workflow.family.value,
    }


def thaw(fields: Fields) -> Workflow:
    """Return the workflow that `freeze` wrote down."""
    values: dict[str, Any] = dict(fields)
    return Workflow(
        name=values["name"],
        title=values["title"],
        purpose=Purpose(values["purpose"]),
        graph=values["graph"],
        slots={Role(role): tuple(map(_slot, slots)) for role, slots in values["slots"].items()},
        optional=frozenset(Role(role) for role in values["optional"]),
        frames=_frames(values["frames"]),
        size=_size(values["size"]),
        models=tuple(ModelFile(folder=folder, name=name) for folder, name in values["models"]),
        memory=_memory(values["memory"]),
        sound=values["sound"],
        digest=values["digest"],
        base=Base(values["base"]) if values.get("base") else None,
        seconds=_seconds(values.get("seconds")),
        family=Family(values.get("family", Family.SENTENCES)),
    )


def _slot(text: str) -> Slot:
    node, _, name = text.rpartition(".")
    return Slot(node=node, input=name)


def _frames(said: list[Any] | None) -> FrameRule | None:
    if said is None:
        return None
    step, plus, longest, rate = said
    return FrameRule(step=step, plus=plus, longest=longest, rate=Fraction(rate))


def _size(said: list[int] | None) -> SizeRule | None:
    if said is None:
        return None
    step, width, height = said
    return SizeRule(step=step, largest=Size(width=width, height=height))


def _seconds(said: list[Any] | None) -> SecondsRule | None:
    if said is None:
        return None
    shortest, longest = said
    return SecondsRule(shortest=shortest, longest=longest)


def _memory(said: list[Any] | None) -> Memory | None:
    if said is None:
        return None
    vram, ram, measured = said
    return Memory(vram=vram, ram=ram, measured=measured)
