"""Bring what a prompt made and have the film's own clip made of it, with what the receipt says.

Nothing is made smaller or shorter in silence: what a model made otherwise than it was asked is
refused here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath

from lyrad.backends.comfyui import faults, wanted
from lyrad.backends.comfyui.answers import Ended
from lyrad.backends.comfyui.facts import facts_of
from lyrad.backends.comfyui.results import (
    SpoiledError,
    bring_one,
    brought,
    chosen,
    clip_among,
    swept,
)
from lyrad.backends.comfyui.server import Server
from lyrad.backends.comfyui.wanted import Wanted
from lyrad.core.smaller import FACT
from lyrad.errors import Code, Permanent
from lyrad.model.job import Progress
from lyrad.model.media import Sound
from lyrad.model.names import JSON, Fields
from lyrad.model.workflow import Workflow
from lyrad.ports import BetweenOrder, ConformOrder, Rendered, Signal

CLIP = "between.mkv"
_SOUND = "sound-as-it-came"

Conform = Callable[[ConformOrder, Signal, Callable[[Progress], None]], Fields]
"""What brings a model's clip to the film's frames, rate and size: `Media.conform`."""

_UNREADABLE = frozenset({Code.CLIP_WRONG, Code.TOOL_FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be brought: the result of a prompt that `ended` on a server, for an order.

    `smaller` says that less was asked for than the model makes.
    """

    server: Server
    order: BetweenOrder
    workflow: Workflow
    ended: Ended
    smaller: bool


def bring(
    errand: Errand, conform: Conform, signal: Signal, progress: Callable[[Progress], None]
) -> Rendered:
    """Return the film's clip.

    Raises:
        SpoiledError: what came is not whole or cannot be read.
        Permanent: it has fewer frames or another size than the model was asked for.
    """
    order, workflow = errand.order, errand.workflow
    files = chosen(errand.ended.files, workflow)
    if not files:
        raise SpoiledError("nothing of it is there any more", for_good=True)
    asked = wanted.wanted(order, workflow, smaller=errand.smaller)
    target = order.work / CLIP
    conforming = ConformOrder(
        source=brought(errand.server.client, files, order.work, signal, progress),
        target=target,
        frames=order.frames,
        rate=order.rate,
        size=order.size,
        retime=order.retime,
        canvas=asked.canvas,
    )
    try:
        done = conform(conforming, signal, progress)
    except Permanent as error:
        if error.fault.code in _UNREADABLE:
            raise SpoiledError("it cannot be read", for_good=False) from error
        raise
    _as_asked(errand, asked, done)
    heard = _sound(errand, signal)
    rate = workflow.frames.rate if workflow.frames else order.rate
    swept(order.work)
    return Rendered(
        path=target,
        method=f"{workflow.title} (ComfyUI)",
        draft=False,
        facts={**done, **_facts(errand, asked, kept=heard is not None)},
        sound=heard,
        spans=Fraction(asked.frames - 1) / rate,
    )


def _sound(errand: Errand, signal: Signal) -> Path | None:
    """Return the model's sound as it came, inside of its clip, where it is to be kept."""
    if errand.order.sound is not Sound.KEEP or not errand.workflow.sound:
        return None
    clip = clip_among(errand.ended.files, errand.workflow)
    if clip is None:
        return None
    target = errand.order.work / f"{_SOUND}{PurePosixPath(clip.name).suffix}"
    bring_one(errand.server.client, clip, target, signal)
    return target


def _as_asked(errand: Errand, asked: Wanted, done: Fields) -> None:
    address, workflow = errand.server.address, errand.workflow
    frames, size = done.get("source_frames"), done.get("source_size")
    if workflow.frames and isinstance(frames, int) and frames < asked.frames:
        raise Permanent(faults.other_clip(address, f"{frames} frames", str(asked.frames)))
    if workflow.size and size != str(asked.size):
        raise Permanent(faults.other_clip(address, f"pictures of {size}", str(asked.size)))


def _facts(errand: Errand, asked: Wanted, *, kept: bool) -> dict[str, JSON]:
    """Return what the receipt keeps of the render."""
    workflow = errand.workflow
    return {
        **facts_of(errand.server, workflow, errand.ended),
        "seed": errand.order.seed,
        "asked_frames": asked.frames,
        "asked_size": str(asked.size),
        **_smaller(errand),
        "sound": ("kept" if kept else "dropped") if workflow.sound else "none",
    }


def _smaller(errand: Errand) -> dict[str, JSON]:
    if not errand.smaller:
        return {}
    return {FACT: str(wanted.wanted(errand.order, errand.workflow).size)}
