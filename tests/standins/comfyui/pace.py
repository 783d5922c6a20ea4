"""The time that a prompt takes, step by step, and what happens half way."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from tests.standins.comfyui.quirks import Quirks

_LATE = 0.01
_OOM = (
    "Allocation on device 0 would exceed allowed memory. (out of memory)\n"
    "This error means you ran out of memory on your GPU.\n"
)


class InterruptedPromptError(Exception):
    """Somebody asked the prompt to end."""


class NodeError(Exception):
    """A failure in a node, with the name that a real server would give it."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind


_FAULTS: dict[str, Callable[[], Exception]] = {
    "oom": lambda: NodeError("torch.OutOfMemoryError", _OOM),
    "error": lambda: NodeError("RuntimeError", "The size of tensor a must match that of tensor b"),
    "interrupted": InterruptedPromptError,
}


@dataclass
class Pace:
    """Counts a prompt's steps: `total` of them in `seconds`."""

    total: int
    seconds: float
    quirks: Quirks
    interrupt: threading.Event
    done: int = 0

    def check(self) -> None:
        """Raise if somebody asked the prompt to end."""
        if self.interrupt.is_set():
            raise InterruptedPromptError

    def step(self) -> None:
        """Let one step's time pass."""
        self.check()
        self.done += 1
        self.interrupt.wait(self.seconds / self.total)
        if self.done == (self.total + 1) // 2:
            self._half_way()
        self.check()

    def _half_way(self) -> None:
        while self.quirks.hold and not self.interrupt.is_set():
            self.interrupt.wait(_LATE)
        fault = _FAULTS.get(self.quirks.take("fail"))
        if fault:
            raise fault()
