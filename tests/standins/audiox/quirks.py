"""The quirks that a test switches on; without any, the stand-in is a good server."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass
class Quirks:
    """What the server does otherwise than one would hope.

    `hold` keeps work at work until it is switched off. `fails` is how often the next orders end
    in an exception, `dies` whether the next one ends the whole process. `sound` is what comes
    out: `music`, `silent` (the model made nothing, which the normalising turns into zeros),
    `short` (2 s of 10), or `broken` (a file that is no sound).
    """

    hold: bool = False
    fails: int = 0
    dies: bool = False
    sound: str = "music"
    released: threading.Event = field(default_factory=threading.Event, repr=False)

    def switch(self, changes: dict[str, Any]) -> None:
        known = {each.name for each in fields(self)}
        assert set(changes) <= known, changes
        for name, value in changes.items():
            setattr(self, name, value)
        if not self.hold:
            self.released.set()
        else:
            self.released.clear()

    def fail(self) -> bool:
        self.fails, left = max(0, self.fails - 1), self.fails
        return left > 0
