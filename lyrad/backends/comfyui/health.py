"""How a server has been of late: one that fails is left alone for a while, longer each time."""

from __future__ import annotations

from threading import Lock

from lyrad.ports import Clock

FIRST_REST = 5.0
LONGEST_REST = 300.0


class Health:
    """One server's health, told by whoever speaks with it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._down_since: float | None = None
        self._rest = 0.0
        self._until = 0.0

    def good(self) -> None:
        """Note that it answered."""
        with self._lock:
            self._down_since, self._rest, self._until = None, 0.0, 0.0

    def bad(self) -> None:
        """Note that it did not answer; what is asked during a rest lengthens nothing."""
        with self._lock:
            now = self._clock.monotonic()
            if self._down_since is None:
                self._down_since = now
            if now >= self._until:
                self._rest = min(LONGEST_REST, 2 * self._rest or FIRST_REST)
                self._until = now + self._rest

    @property
    def resting(self) -> bool:
        """Return whether it is left alone just now."""
        with self._lock:
            return self._clock.monotonic() < self._until

    @property
    def down_for(self) -> float:
        """Return for how many seconds it has not answered; 0 where it did."""
        with self._lock:
            since = self._down_since
            return 0.0 if since is None else self._clock.monotonic() - since
