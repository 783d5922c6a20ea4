"""What a model is asked for, so that the order's clip can be made of it.

Decides length, canvas and seed, and what makes an order another one. The graph's own filling in
is the core's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lyrad.backends.comfyui.paper import Paper
from lyrad.core.workflow.canvas import Canvas, canvas
from lyrad.core.workflow.filling import Filling, Lora, fill
from lyrad.core.workflow.lengths import frames_to_ask
from lyrad.model.media import Size, Smaller
from lyrad.model.names import JSON
from lyrad.model.workflow import Role, Workflow
from lyrad.ports import BetweenOrder

_SEEDS = 2**64

_SMALLER = 0.7
"""The part of each side that is left of a render that is made smaller: half of the pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the model makes: `frames` of `size`; the `canvas` says where the film's picture lies.

    It is None where the workflow takes any size.
    """

    frames: int
    size: Size
    canvas: Canvas | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What lies on a server for a render, by its own names: uploaded frames, and LoRAs."""

    pictures: Mapping[Role, str]
    loras: Mapping[Role, tuple[Lora, ...]]


def wanted(order: BetweenOrder, workflow: Workflow, *, smaller: bool = False) -> Wanted:
    """Return what to ask for: only lengths and sizes that the model takes."""
    frames = order.frames
    if workflow.frames:
        frames = frames_to_ask(
            workflow.frames, frames=order.frames, rate=order.rate, retime=order.retime
        )
    part = _SMALLER if smaller else 1.0
    place = canvas(order.size, workflow.size, part=part) if workflow.size else None
    return Wanted(frames=frames, size=place.model if place else order.size, canvas=place)


def may_be_smaller(order: BetweenOrder, workflow: Workflow) -> bool:
    """Return whether the spec allows a smaller render, and the model takes a smaller picture."""
    if order.smaller is not Smaller.ALLOW:
        return False
    return wanted(order, workflow, smaller=True).size != wanted(order, workflow).size


def graph(order: BetweenOrder, workflow: Workflow, ours: Paper, given: Given) -> dict[str, JSON]:
    """Return the graph to post."""
    asked = wanted(order, workflow, smaller=ours.smaller)
    return fill(
        workflow,
        Filling(
            prefix=ours.prefix,
            seed=order.seed % _SEEDS,
            prompt=order.prompt,
            negative=order.negative or None,
            first=given.pictures.get(Role.FIRST),
            last=given.pictures.get(Role.LAST),
            video=given.pictures.get(Role.VIDEO),
            frames=asked.frames,
            size=asked.size,
            loras=given.loras,
            lossless=order.lossless,
        ),
    )


def digest(order: BetweenOrder, workflow: Workflow) -> str:
    """Return what tells this order from any other, pictures by their contents."""
    pictures = [content(path) if path else "" for path in (order.first, order.last)]
    words = [
        *pictures,
        *(order.frames, str(order.rate), str(order.size), order.seed, order.prompt),
        *(order.negative, workflow.digest, order.retime.value, order.lossless),
        *(word for lora in order.loras for word in (lora.sha256, lora.strength)),
    ]
    if order.video:
        words.append(content(order.video))
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def content(path: Path) -> str:
    """Return a file's content as a hash in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
