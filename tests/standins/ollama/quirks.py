"""The quirks that a test switches on; without any, the stand-in is a good server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SEES = ["completion", "vision"]
WRITES = ["completion", "tools", "thinking"]


@dataclass
class Quirks:
    """What the server does otherwise than one would hope.

    `models` are those that it has, with their capabilities; `remote` those that run elsewhere.
    `answers` are what it does with the next questions, one each and then nothing odd: `thinks`
    (the thought eats the answer), `cut`, `fenced`, `thought` (inside of the content), `prose`
    (the object after some words), `spoilt` (no object at all where `think` is given), `empty`,
    `undone` (runaway: done is false), `unshaped` (another object than the schema's), `overflows`
    (the prompt was cut without a word), `busy`, `stopped` (the runner has gone), `memory` (the
    card's was not enough), `error` (in the middle of a stream). `lingers` is for how many looks a
    model stays in memory after its end. `says` is what it sees, `writes` the objects that it
    answers next, one each.
    """

    models: dict[str, list[str]] = field(
        default_factory=lambda: {"sees:4b": SEES, "writes:8b": WRITES}
    )
    remote: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    lingers: int = 0
    says: str = ""
    writes: list[dict[str, Any]] = field(default_factory=list)

    def switch(self, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            assert hasattr(self, name), name
            setattr(self, name, value)

    def next(self) -> str:
        return self.answers.pop(0) if self.answers else ""
