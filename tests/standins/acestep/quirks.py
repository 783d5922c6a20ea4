"""The quirks that a test switches on; without any, the stand-in is a good server of its time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

TURBO, BASE = "acestep-v15-turbo", "acestep-v15-base"


@dataclass
class Quirks:
    """What the server does otherwise than one would hope.

    `version` is `feb` (2026-02: seeds are ignored, failures lose their text, the models are listed
    as OpenRouter does) or `later`. `models` are loaded, the first by itself; `on_disk` are listed
    by later ones too. `lists` is how: `openrouter`, `documented`, `nothing`, or empty for the
    version's own way. `service` is what it calls itself. `looks` are the questions until a task is
    done. `held` keeps every task at work. `most` is the longest music that its card can make.

    `refuses` are the answers to the next orders, one each: `busy`, `busy inside` (HTTP says 200),
    `code` (likewise, a failure), `bad`, `wrong` (a field, FastAPI's way), `broken`, `numberless`,
    `moved`, `deaf` (the order is taken, the answer never comes), `gateway`.
    `ends` are the ends of the next tasks: `fails`, `fails silently`, `memory`, `silent`, `mp3`,
    `short`, `batch`, `n/a`, `afar` (it says that its file lies on another server).
    `sends` are the ways of the next files: `cut`, `cut quietly` (no length is told), `gone`,
    `outside`, `page`, `empty`, `broken`.
    `asks` are the answers to the next questions after tasks: `broken`, `odd` (no JSON), `empty`.
    """

    version: str = "feb"
    key: str = ""
    models: list[str] = field(default_factory=lambda: [TURBO])
    on_disk: list[str] = field(default_factory=list)
    lists: str = ""
    service: str = "ACE-Step API"
    initialised: bool = True
    older: bool = False
    sick: bool = False
    counts: bool = True
    full: bool = False
    looks: int = 2
    held: bool = False
    most: float = 600.0
    refuses: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    sends: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)

    def switch(self, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            assert hasattr(self, name), name
            setattr(self, name, value)

    def openrouter(self) -> bool:
        return (self.lists or self.version) in {"openrouter", "feb"}


def next_of(quirks: list[str]) -> str:
    return quirks.pop(0) if quirks else ""
