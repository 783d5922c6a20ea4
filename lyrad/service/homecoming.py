"""Decide for how long work that waits for a root is hurried once the root is back.

Such work waits longer and longer, up to some minutes, and need not wait its time out. A call that
was given up while the root was silent may end a little after its return, so once is not enough.
"""

from __future__ import annotations

import threading

LONG = 3.0
"""Seconds of a turn after which the root may have been silent: less than any step waits for it."""

WAKING = 30.0


class Homecoming:
    """One root's absences, as its turns tell them."""

    def __init__(self) -> None:
        self._away = False
        self._missed = threading.Event()
        self._until: float | None = None

    def missed(self) -> None:
        """Take in that the root was silent when no turn was looking; any thread may tell."""
        self._missed.set()

    def hurries(self, *, healthy: bool, turn: float, now: float) -> bool:
        """Take in how a turn went, and return whether waiting work is hurried now.

        Args:
            healthy: whether the root was there at the end of the turn.
            turn: how long the turn took, in seconds.
            now: monotonic seconds.
        """
        if self._missed.is_set():
            self._missed.clear()  # before it is acted on: who tells from here on is heard next
            self._away = True
        if healthy and (self._away or turn > LONG):
            self._until = now + WAKING
        self._away = not healthy
        return healthy and self._until is not None and now < self._until
