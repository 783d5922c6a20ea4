"""Keep a production's lease alive beside its turns, and know since when its root is silent.

Renewing is the smallest thing that is asked of a root, every ten seconds, so whether it answers
says whether the root does, also while a long look goes on. It has a thread of its own: a root
that hangs keeps nobody else's lease from being renewed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from lyrad.errors import Fault, LyradError
from lyrad.ports import Clock, Lease

RENEW_EVERY = 10.0

SILENCE = 15.0
"""Seconds without an answer after which a root counts as silent; sleeping disks start sooner."""


class Tenure:
    """One production's lease, renewed until the stop event is set."""

    def __init__(
        self,
        lease: Lease,
        clock: Clock,
        stop: threading.Event,
        troubled: Callable[[Fault], None],
        *,
        name: str,
    ) -> None:
        self._lease = lease
        self._clock = clock
        self._stop = stop
        self._troubled = troubled
        self._asked_at: float | None = None
        self._thread = threading.Thread(target=self._run, name=f"lease {name}", daemon=True)

    @property
    def silent_since(self) -> datetime | None:
        """Return since when the root has not answered, in UTC, or None where it does."""
        asked = self._asked_at
        seconds = 0.0 if asked is None else self._clock.monotonic() - asked
        return self._clock.now() - timedelta(seconds=seconds) if seconds > SILENCE else None

    def start(self) -> None:
        """Begin to renew."""
        self._thread.start()

    def take(self) -> None:
        """Take the lease. Raises Temporary while another run holds it, or the share is away."""
        self._asked(self._lease.take)

    def renew(self) -> None:
        """Renew the lease; a lease that somebody else took makes this a stand-by."""
        if not self._lease.held:
            return
        try:
            self._asked(self._lease.renew)
        except LyradError as error:
            self._troubled(error.fault)

    def give_back(self, seconds: float) -> None:
        """Give the lease back; a root that is silent is not waited for longer than this."""
        leaving = threading.Thread(target=self._lease.release, daemon=True)
        leaving.start()
        leaving.join(seconds)

    def _run(self) -> None:
        while not self._stop.wait(RENEW_EVERY):
            self.renew()

    def _asked(self, ask: Callable[[], None]) -> None:
        self._asked_at = self._clock.monotonic()
        try:
            ask()
        finally:
            self._asked_at = None
