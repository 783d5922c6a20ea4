"""The papers through which the daemon and the looking worker speak. Knows no pictures."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from lyrad.model.clip_check import ClipFindings

ORDER = "look.order.json"
FOUND = "look.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the worker is asked for.

    `source` are FFmpeg's words for what to read; `sound` those for a file to listen to. `first`
    and `last` are the given frames as pictures of the film's size, '' where there is none.
    """

    source: list[str]
    frames: int
    width: int
    height: int
    first: str
    last: str
    sound: list[str]


_FOUND = TypeAdapter(ClipFindings)
_ORDER = TypeAdapter(Order)


def write(paper: Order | ClipFindings, path: Path) -> None:
    """Put a paper in place, whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(json.dumps(asdict(paper)), encoding="utf-8")
    draft.replace(path)


def read_order(path: Path) -> Order:
    """Return the order. Raises OSError or ValueError where there is none."""
    return _ORDER.validate_json(path.read_bytes())


def read_found(path: Path) -> ClipFindings | None:
    """Return what was found, or None where the worker left nothing."""
    try:
        return _FOUND.validate_json(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
