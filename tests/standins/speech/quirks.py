"""The quirks that a test switches on; without any, the stand-in is a good server."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Quirks:
    """What the server does otherwise than one would hope.

    `says` is what is understood, else how long the sound was. `answers` are what it does with the
    next sounds, one each and then nothing odd: `loading`, `invalid` (the handler of errors put its
    own words in place of the reason), `undecoded`, `broken`, `text` (plain text though JSON was
    asked for), or words to be said in place of `says`. `models` are those that an OpenAI-like
    server has, `key` what it wants to be told.
    """

    says: str = ""
    answers: list[str] = field(default_factory=list)
    loading: bool = False
    models: list[str] = field(default_factory=lambda: ["small.en"])
    key: str = ""

    def switch(self, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            assert hasattr(self, name), name
            setattr(self, name, value)

    def next(self) -> str:
        return self.answers.pop(0) if self.answers else ""
