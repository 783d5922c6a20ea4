"""What a model is asked for, so that the order's clip can be made of it.

Decides length, canvas and seed, and what makes an order another one. The graph's own filling in
is the core's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from lyrad.core.workflow.canvas import Canvas, canvas
from lyrad.core.workflow.filling import Filling, Lora, fill
from lyrad.core.workflow.lengths import frames_to_ask
from lyrad.model.media import Size
from lyrad.model.names import JSON
from lyrad.model.workflow import Role, Workflow
from lyrad.ports import BetweenOrder

_SEEDS = 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the model makes: `frames` of `size`; the `canvas` says where the film's picture lies.

    It is None where the workflow takes any size.
    """

    frames: int
    size: Size
    canvas: Canvas | None


def wanted(order: BetweenOrder, workflow: Workflow) -> Wanted:
    """Return what to ask for: only lengths and sizes that the model takes."""
    frames = order.frames
    if workflow.frames:
        frames = frames_to_ask(
            workflow.frames, frames=order.frames, rate=order.rate, retime=order.retime
        )
    place = canvas(order.size, workflow.size) if workflow.size else None
    return Wanted(frames=frames, size=place.model if place else order.size, canvas=place)


def graph(
    order: BetweenOrder,
    workflow: Workflow,
    prefix: str,
    pictures: Mapping[Role, str],
    loras: Mapping[Role, tuple[Lora, ...]] | None = None,
) -> dict[str, JSON]:
    """Return the graph to post; uploaded frames and LoRAs by the names that the server has."""
    asked = wanted(order, workflow)
    return fill(
        workflow,
        Filling(
            prefix=prefix,
            seed=order.seed % _SEEDS,
            prompt=order.prompt,
            negative=order.negative or None,
            first=pictures.get(Role.FIRST),
            last=pictures.get(Role.LAST),
            frames=asked.frames,
            size=asked.size,
            loras=loras or {},
            lossless=order.lossless,
        ),
    )


def digest(order: BetweenOrder, workflow: Workflow) -> str:
    """Return what tells this order from any other, pictures by their contents."""
    given = [
        hashlib.sha256(path.read_bytes()).hexdigest() if path else ""
        for path in (order.first, order.last)
    ]
    words = [
        *given,
        *(order.frames, str(order.rate), str(order.size), order.seed, order.prompt),
        *(order.negative, workflow.digest, order.retime.value, order.lossless),
        *(word for lora in order.loras for word in (lora.sha256, lora.strength)),
    ]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()
