"""Write a shot's or a cue's values into a workflow's graph: the graph that is posted.

What a shot does not have is taken out of the graph: a given frame with the inputs that wait for
it, a LoRA by joining what stands before and after it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lyrad.core.workflow.binding import inputs_of
from lyrad.model.media import Size
from lyrad.model.names import JSON
from lyrad.model.workflow import Role, Slot, Workflow

FRAMES_NODE = "lyrad_frames"
"""The node that saves every frame without loss, beside the graph's own video."""

_LORAS = (Role.LORA, Role.LORA_HIGH, Role.LORA_LOW)
_PASSED_ON = ("model", "clip")
"""What goes through a LoRA's node: its outputs 0 and 1 are these inputs, changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lora:
    """A LoRA as ComfyUI knows it: the name below its `loras` folder, and how strong it is."""

    name: str
    strength: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What one render writes into a graph.

    `first`, `last` and `video` are names of uploaded files; `prefix` names the results. With
    `lossless` every frame is saved as a PNG too. `seconds`, `bpm`, `key` and `meter` are music's;
    what is None stays as the graph says.
    """

    prefix: str
    seed: int = 0
    prompt: str = ""
    negative: str | None = None
    first: str | None = None
    last: str | None = None
    video: str | None = None
    frames: int | None = None
    size: Size | None = None
    loras: Mapping[Role, tuple[Lora, ...]] = field(default_factory=dict)
    lossless: bool = False
    seconds: float | None = None
    bpm: int | None = None
    key: str | None = None
    meter: str | None = None


def fill(workflow: Workflow, filling: Filling) -> dict[str, JSON]:
    """Return the graph to post."""
    graph = _Graph(workflow)
    for role, value in _values(filling).items():
        graph.write(role, value)
    if filling.size:
        graph.write_size(filling.size)
    for role, name in ((Role.FIRST, filling.first), (Role.LAST, filling.last)):
        if name is None:
            graph.take_out(role)
    for role in _LORAS:
        graph.write_loras(role, filling.loras.get(role, ()))
    if filling.lossless:
        graph.save_frames(f"{filling.prefix}_frames")
    return graph.nodes


def pictures_of(graph: Mapping[str, JSON], output: str) -> JSON | None:
    """Return the link to the pictures that an output node saves, or None where it has none.

    ComfyUI's own node saves a `video` that another one made of `images`; others, such as
    VHS_VideoCombine, take the `images` themselves.
    """
    inputs = inputs_of(graph[output])
    video = _link(inputs.get("video"))
    pictures = (inputs_of(graph.get(video[0])) if video else inputs).get("images")
    return pictures if _link(pictures) else None


def _values(filling: Filling) -> dict[Role, JSON]:
    values: dict[Role, JSON | None] = {
        Role.PROMPT: filling.prompt,
        Role.NEGATIVE: filling.negative,
        Role.FIRST: filling.first,
        Role.LAST: filling.last,
        Role.VIDEO: filling.video,
        Role.SEED: filling.seed,
        Role.FRAMES: filling.frames,
        Role.SECONDS: filling.seconds,
        Role.BPM: filling.bpm,
        Role.KEY: filling.key,
        Role.METER: filling.meter,
        Role.OUTPUT: filling.prefix,
    }
    return {role: value for role, value in values.items() if value is not None}


class _Graph:
    """A copy of a workflow's graph that is being written into."""

    def __init__(self, workflow: Workflow) -> None:
        self.nodes: dict[str, JSON] = copy.deepcopy(dict(workflow.graph))
        self._slots = workflow.slots

    def write(self, role: Role, value: JSON) -> None:
        for slot in self._slots.get(role, ()):
            self._set(slot, value)

    def write_size(self, size: Size) -> None:
        for slot in self._slots.get(Role.SIZE, ()):
            self._set(slot, size.width if slot.input == "width" else size.height)

    def write_loras(self, role: Role, loras: Sequence[Lora]) -> None:
        """Fill a role's nodes with the first LoRA, and put the others behind them."""
        if not loras:
            self.join_past(role)
            return
        first, *more = loras
        # The last first: each goes between the node and whoever took from it.
        for number, lora in reversed(tuple(enumerate(more, 2))):
            self.add_lora(role, lora, number)
        for slot in self._slots.get(role, ()):
            self._set_lora(slot, first)

    def add_lora(self, role: Role, lora: Lora, number: int) -> None:
        """Put one more LoRA behind a role's nodes: a copy of each, which takes from it."""
        for slot in self._slots.get(role, ()):
            name = f"{slot.node}_{number}"
            another = copy.deepcopy(self.nodes[slot.node])
            links: dict[int, JSON | None] = {n: [name, n] for n in range(len(_PASSED_ON))}
            self._relink(slot.node, links)
            self.nodes[name] = another
            for n, passed in enumerate(_PASSED_ON):
                if passed in inputs_of(another):
                    self._set(Slot(node=name, input=passed), [slot.node, n])
            self._set_lora(Slot(node=name, input=slot.input), lora)

    def take_out(self, role: Role) -> None:
        """Remove a role's nodes and every input that waited for them."""
        for node in {slot.node for slot in self._slots.get(role, ())}:
            del self.nodes[node]
            self._relink(node, {})

    def join_past(self, role: Role) -> None:
        """Remove a role's nodes; who took from them takes from what stood before them."""
        for node in {slot.node for slot in self._slots.get(role, ())}:
            before = inputs_of(self.nodes.pop(node))
            self._relink(node, {n: before.get(name) for n, name in enumerate(_PASSED_ON)})

    def save_frames(self, prefix: str) -> None:
        """Add a node that saves the pictures of which the saved video is made."""
        for slot in self._slots.get(Role.OUTPUT, ()):
            pictures = pictures_of(self.nodes, slot.node)
            if pictures is not None:
                self.nodes[FRAMES_NODE] = {
                    "class_type": "SaveImage",
                    "inputs": {"images": pictures, "filename_prefix": prefix},
                }

    def _relink(self, gone: str, instead: Mapping[int, JSON | None]) -> None:
        for name, node in self.nodes.items():
            for key, value in inputs_of(node).items():
                link = _link(value)
                if link and link[0] == gone:
                    self._set(Slot(node=name, input=key), instead.get(link[1]))

    def _set_lora(self, slot: Slot, lora: Lora) -> None:
        self._set(slot, lora.name)
        for strength in tuple(inputs_of(self.nodes[slot.node])):
            if strength.startswith("strength"):
                self._set(Slot(node=slot.node, input=strength), lora.strength)

    def _set(self, slot: Slot, value: JSON | None) -> None:
        node = self.nodes[slot.node]
        inputs = node.get("inputs") if isinstance(node, dict) else None
        if not isinstance(inputs, dict):
            return
        if value is None:
            inputs.pop(slot.input, None)
        else:
            inputs[slot.input] = value


def _link(value: JSON | None) -> tuple[str, int] | None:
    """Return which output of which node an input takes, or None for a plain value."""
    match value:
        case [str(node), int(output)]:
            return node, output
        case _:
            return None
