"""The lies that a test may switch on. All are off at the start."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, fields
from typing import Any

from tests.standins.comfyui.versions import NEWEST, Version


@dataclass
class Quirks:
    """Each field is a switch; `times` says how often one still applies (absent: always)."""

    version: str = NEWEST
    seconds: float = 0.0
    """How long a prompt takes, spread over its samplers' steps."""
    hold: bool = False
    """Prompts stop half way until this is switched off, or until they are interrupted."""
    linger: float = 0.0
    """Seconds between the word that a prompt succeeded and its entry in the history."""
    fail: str = ""
    """Half way: `oom`, or `error`, or `interrupted` (by somebody else)."""
    nothing: bool = False
    """Success, and no outputs."""
    files: str = ""
    """What becomes of a prompt's files in the end: `gone`, `empty` or `half`."""
    output: str = ""
    """What is wrong with the pictures: see `pictures.FAULTS`, or `cut_at=12`."""
    download: str = ""
    """/view: `truncated` (the connection ends half way) or `short` (half, and no word of it)."""
    worker_dead: bool = False
    """The worker ends before its next prompt; only a restart brings it back."""
    vram_total: int = 24 * 2**30
    vram_free: int = 22 * 2**30
    torch_vram_total: int = 0
    torch_vram_free: int = 0
    previews: bool = False
    """Send a JPEG over the socket at each step."""
    slow: dict[str, float] = field(default_factory=dict)
    """Seconds before a route answers, by the beginning of its path: {"/prompt": 3}."""
    status: dict[str, int] = field(default_factory=dict)
    """A status that a route answers with, doing nothing: {"/history": 503}."""
    drop: list[str] = field(default_factory=list)
    """Routes that do their work, then close the connection without an answer."""
    times: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    @property
    def server(self) -> Version:
        return Version(self.version)

    def switch(self, changes: dict[str, Any]) -> None:
        """Take over the changes.

        Raises:
            ValueError: there is no such switch, or `times` counts for none.
        """
        known = {each.name for each in fields(self)}
        unknown = sorted(({*changes} | {*changes.get("times", {})}) - known)
        if unknown:
            raise ValueError(f"no such quirk: {', '.join(unknown)}")
        with self._lock:
            for name, value in changes.items():
                setattr(self, name, value)

    def take(self, name: str) -> Any:
        """Return a switch's value and count this use; the last use switches it off."""
        with self._lock:
            value = getattr(self, name)
            if value and name in self.times:
                self.times[name] -= 1
                if self.times[name] < 1:
                    del self.times[name]
                    setattr(self, name, type(value)())
            return value

    def on_route(self, name: str, path: str) -> Any:
        """Return what a switch says of a path, or None, and count the use.

        For `slow`, `status` and `drop`.
        """
        routes = getattr(self, name)
        found = next((route for route in routes if path.startswith(route)), None)
        if found is None:
            return None
        value = routes[found] if isinstance(routes, dict) else True
        self.take(name)
        return value
