"""Say what a workflow is to whoever brings it: what binds where, what it needs and makes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from lyrad.core.workflow.lengths import longest
from lyrad.model.media import Retime
from lyrad.model.workflow import (
    FrameRule,
    Memory,
    Purpose,
    Role,
    SecondsRule,
    SizeRule,
    Slot,
    Workflow,
)

_MAKES = {
    Purpose.BETWEEN: "a clip between given frames",
    Purpose.FINISH: "a better clip of one that is there",
    Purpose.MUSIC: "music",
}


def lines(workflow: Workflow, rate: Fraction) -> Iterator[str]:
    """Yield what there is to know, a line each; lengths for shots of `rate` frames per second."""
    yield f"makes {_MAKES[workflow.purpose]}{', with sound' if workflow.sound else ''}"
    yield f"is told in {workflow.family}"
    for role in Role:
        if slots := workflow.slots.get(role):
            yield f"{role} -> {', '.join(_nodes(workflow, slots))}"
    if workflow.optional:
        yield f"can do without: {', '.join(sorted(workflow.optional))}"
    yield from (f"needs {model}" for model in workflow.models)
    if workflow.frames:
        yield f"takes {_frame_rule(workflow.frames)}"
        yield f"makes shots of {_longest(workflow.frames, rate)}"
    if workflow.size:
        yield f"takes {_size_rule(workflow.size)}"
    if workflow.seconds:
        yield f"makes cues of {_seconds_rule(workflow.seconds)}"
    yield memory_words(workflow.memory)


def memory_words(memory: Memory | None) -> str:
    """Return what a workflow needs of a machine, and whether anybody measured it."""
    if memory is None:
        return "memory: nobody said"
    measured = "measured" if memory.measured else "not measured"
    ram = f", {memory.ram:g} GB in the computer" if memory.ram else ""
    return f"memory: {memory.vram:g} GB on the card{ram} ({measured})"


def _nodes(workflow: Workflow, slots: tuple[Slot, ...]) -> Iterator[str]:
    """Yield a node with those of its inputs that are filled: `node 6 (CLIPTextEncode.text)`."""
    for node, filled in groupby(slots, key=lambda slot: slot.node):
        content = workflow.graph[node]
        loader = content["class_type"] if isinstance(content, dict) else ""
        yield f"node {node} ({loader}.{' and '.join(slot.input for slot in filled)})"


def _frame_rule(rule: FrameRule) -> str:
    step = f"{rule.step}n+{rule.plus}" if rule.step > 1 else "any number of"
    return f"{step} frames, {rule.longest} at most, {_decimal(rule.rate)} a second"


def _longest(rule: FrameRule, rate: Fraction) -> str:
    most = longest(rule, rate=rate, retime=Retime.INTERPOLATE)
    plain = longest(rule, rate=rate, retime=Retime.AS_IS)
    seconds = f"{float(most / rate):.1f} s at {_decimal(rate)} frames per second"
    as_is = f"; {plain} with `retime: as-is`" if plain != most else ""
    return f"{most} frames at most, {seconds}{as_is}"


def _size_rule(rule: SizeRule) -> str:
    return f"sizes in steps of {rule.step}, as many pixels as {rule.largest} at most"


def _seconds_rule(rule: SecondsRule) -> str:
    asked = f", asked for {rule.shortest:g} at least" if rule.shortest else ""
    return f"{rule.longest:g} seconds at most{asked}"


def _decimal(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")
