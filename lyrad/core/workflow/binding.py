"""Find which inputs of a graph lyrad fills in: by the titles of its nodes, or by their numbers.

A title such as `lyrad:prompt` is written in ComfyUI itself (double-click a node's title), so that
somebody who exports a graph needs no other tool. Which inputs a role fills follows from what the
node has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lyrad.model.names import JSON, Fields
from lyrad.model.workflow import Purpose, Role, Slot

PREFIX = "lyrad:"

_INPUTS: Mapping[Role, tuple[tuple[str, ...], ...]] = {
    Role.PROMPT: (("text",), ("prompt",), ("tags",), ("string",), ("value",)),
    Role.NEGATIVE: (("text",), ("prompt",), ("string",), ("value",)),
    Role.FIRST: (("image",),),
    Role.LAST: (("image",),),
    Role.SEED: (("noise_seed",), ("seed",), ("value",)),
    Role.FRAMES: (("length",), ("frames_number",), ("num_frames",), ("frames",), ("value",)),
    Role.SIZE: (("width", "height"),),
    Role.LORA: (("lora_name",),),
    Role.LORA_HIGH: (("lora_name",),),
    Role.LORA_LOW: (("lora_name",),),
    Role.VIDEO: (("file",), ("video",)),
    Role.SECONDS: (("seconds",), ("duration",), ("value",)),
    Role.BPM: (("bpm",), ("value",)),
    Role.KEY: (("keyscale",), ("key",), ("value",)),
    Role.METER: (("timesignature",), ("value",)),
    Role.OUTPUT: (("filename_prefix",),),
}
"""For each role the inputs that it fills, the likeliest first."""

_NEEDED = {
    Purpose.BETWEEN: (Role.PROMPT, Role.FRAMES, Role.SIZE, Role.OUTPUT),
    Purpose.FINISH: (Role.VIDEO, Role.OUTPUT),
    Purpose.MUSIC: (Role.PROMPT, Role.SECONDS, Role.OUTPUT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What binds where, and what is wrong with it, a sentence each."""

    slots: Mapping[Role, tuple[Slot, ...]]
    faults: tuple[str, ...]


def is_exported_for_the_screen(graph: JSON) -> bool:
    """Decide whether this is what ComfyUI's `Save` writes, which its own server cannot run."""
    return isinstance(graph, dict) and isinstance(graph.get("nodes"), list)


def bind(graph: Fields, named: Mapping[Role, Iterable[str]], purpose: Purpose) -> Binding:
    """Return the slots of a graph.

    Args:
        graph: ComfyUI's API format, `{id: {"class_type", "inputs", "_meta"}}`.
        named: nodes by role, `6` or `6.text`; such a role is not looked for by title.
        purpose: what the workflow is for; decides what must be bound.
    """
    faults: list[str] = []
    wanted: dict[Role, list[str]] = {role: list(nodes) for role, nodes in named.items()}
    for node, role in _titled(graph, faults):
        if role not in named:
            wanted.setdefault(role, []).append(node)
    slots = {
        role: tuple(slot for node in nodes for slot in _slots(graph, role, node, faults))
        for role, nodes in wanted.items()
    }
    faults += _missing({role for role, found in slots.items() if found}, purpose)
    return Binding(
        slots={role: found for role, found in slots.items() if found}, faults=tuple(faults)
    )


def title_of(node: JSON) -> str:
    """Return the title that somebody gave to a node, or nothing."""
    about = node.get("_meta") if isinstance(node, dict) else None
    title = about.get("title") if isinstance(about, dict) else None
    return title.strip() if isinstance(title, str) else ""


def inputs_of(node: JSON) -> dict[str, JSON]:
    """Return a node's inputs by name."""
    inputs = node.get("inputs") if isinstance(node, dict) else None
    return dict(inputs) if isinstance(inputs, dict) else {}


def _titled(graph: Fields, faults: list[str]) -> Iterator[tuple[str, Role]]:
    for node, content in graph.items():
        title = title_of(content).lower()
        if not title.startswith(PREFIX):
            continue
        word = title.removeprefix(PREFIX).strip().replace(" ", "_").replace("-", "_")
        if word in set(Role):
            yield node, Role(word)
        else:
            known = ", ".join(f"{PREFIX}{role}" for role in Role)
            faults.append(f"node {node} is titled `{title}`, which is none of {known}")


def _slots(graph: Fields, role: Role, node: str, faults: list[str]) -> Iterator[Slot]:
    node, _, asked = node.partition(".")
    if node not in graph:
        faults.append(f"`{role}` names node {node}, which the graph does not have")
        return
    inputs = inputs_of(graph[node])
    if asked and asked in inputs:
        yield Slot(node=node, input=asked)
        return
    for names in () if asked else _INPUTS[role]:
        if all(name in inputs for name in names):
            yield from (Slot(node=node, input=name) for name in names)
            return
    looked_for = asked or " or ".join(" and ".join(names) for names in _INPUTS[role])
    faults.append(f"`{role}` names node {node}, which has no input {looked_for}")


def _missing(found: set[Role], purpose: Purpose) -> Iterator[str]:
    for role in _NEEDED[purpose]:
        if role not in found:
            yield f"nothing is bound to `{role}`: title a node `{PREFIX}{role}`"
    if purpose is Purpose.BETWEEN and not found & {Role.FIRST, Role.LAST}:
        yield f"no given frame is bound: title a LoadImage node `{PREFIX}{Role.FIRST}`"
