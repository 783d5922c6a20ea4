"""Read what Gradio tells of work while it goes on: server-sent events, one word and JSON each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lyrad.model.names import JSON

COMPLETE, ERROR = "complete", "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One event: `generating`, `heartbeat`, `complete` or `error`; `data` is None where empty."""

    kind: str
    data: JSON


def events(lines: Iterable[str]) -> Iterator[Said]:
    """Yield the events of a stream's lines; an event that is cut off is none."""
    kind, data = "", ""
    for line in lines:
        name, _, value = line.partition(":")
        if name == "event":
            kind = value.strip()
        elif name == "data":
            data += value.strip()
        elif not line and kind:
            yield Said(kind=kind, data=_json(data))
            kind, data = "", ""


def error_words(data: JSON) -> str:
    """Return what an error says for itself.

    Older servers say nothing, and so do newer ones that were not told to show errors; some say a
    text, the newest an object.
    """
    said = data.get("error") if isinstance(data, Mapping) else data
    return " ".join(said.split()) if isinstance(said, str) else ""


def _json(text: str) -> JSON:
    try:
        said: JSON = json.loads(text)
    except ValueError:
        return None
    return said
