"""Time and interruption, handed in so that tests can lie about them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Time, handed in so that tests can lie about it."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never jump, from an unknown start."""
        ...


class Signal(Protocol):
    """Tells work in flight to stop; asked often, waited on instead of sleeping."""

    def check(self) -> None:
        """Raise `Stopping` when lyrad stops, `Cancelled` when the job was cancelled or held."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until `check` would raise; then raise as `check` does."""
        ...
