"""Say what each placeholder of a command means for a cue, and what makes an order another one."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from lyrad.core.placeholders import named
from lyrad.model.names import JSON
from lyrad.ports import ComposeOrder

_SEEDS = 2**32
"""What every tool takes; NumPy's generators no more."""

_PLACES = frozenset({"video", "out"})
"""Words that say where something lies on this machine, which is nobody's business elsewhere."""


def words(order: ComposeOrder, out: Path) -> Mapping[str, str]:
    """Return every placeholder's word; empty where the cue says nothing of it."""
    return {
        "prompt": _plain(order.prompt),
        "negative": _plain(order.negative),
        "video": str(order.picture.absolute()) if order.picture else "",
        "duration": f"{math.ceil(order.span.seconds * 1000) / 1000:.3f}",
        "seed": str(order.seed % _SEEDS),
        "bpm": "" if order.bpm is None else str(order.bpm),
        "key": _plain(order.key),
        "meter": order.meter,
        "out": str(out.absolute()),
    }


def told(argv: Sequence[str], said: Mapping[str, str]) -> dict[str, JSON]:
    """Return for the receipt what the tool was told, without this machine's places."""
    used = {name for argument in argv for name in named(argument)} - _PLACES
    return {name: said[name] for name in sorted(used)}


def digest(argv: Sequence[str], order: ComposeOrder) -> str:
    """Return what tells this order of this command from any other."""
    said = dict(words(order, Path()))
    del said["out"]
    seen = (
        [order.picture.stat().st_size, order.picture.stat().st_mtime_ns] if order.picture else []
    )
    return hashlib.sha256(json.dumps([list(argv), said, seen]).encode()).hexdigest()


def _plain(text: str) -> str:
    """Return text that no tool takes for an option, and that a command line can carry."""
    return text.replace("\0", "").strip().lstrip("-").strip()
