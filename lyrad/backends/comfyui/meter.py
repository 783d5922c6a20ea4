"""Measure how much of the time a server worked for us: the share for which its card was paid."""

from __future__ import annotations

from threading import Lock

from lyrad.ports import Clock


class Meter:
    """One server's busy time, from the first prompt that was seen at work there."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._running: set[str] = set()
        self._began: float | None = None
        self._since = 0.0
        self._busy = 0.0

    def runs(self, prompt: str) -> None:
        """Note that a prompt of ours was seen at work."""
        with self._lock:
            now = self._clock.monotonic()
            if self._began is None:
                self._began = now
            if not self._running:
                self._since = now
            self._running.add(prompt)

    def rests(self, prompt: str) -> None:
        """Note that a prompt of ours was seen not at work, or cannot be seen."""
        with self._lock:
            if prompt in self._running:
                self._running.discard(prompt)
                if not self._running:
                    self._busy += self._clock.monotonic() - self._since

    @property
    def share(self) -> float | None:
        """Return the busy share from 0 to 1, or None before the first prompt."""
        with self._lock:
            if self._began is None:
                return None
            now = self._clock.monotonic()
            busy = self._busy + (now - self._since if self._running else 0.0)
            return busy / (now - self._began) if now > self._began else 1.0
