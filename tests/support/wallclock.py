"""The real time, which a test may push forward: file systems date files by the real one."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class WallClock:
    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
