"""A signal that a test pulls."""

from __future__ import annotations

import threading

from lyrad.errors import Cancelled, Code, Fault, Stopping

CANCELLED = Fault(code=Code.USAGE, what="cancelled", where="the test", next="nothing")


class FakeSignal:
    def __init__(self) -> None:
        self._event = threading.Event()
        self._error: BaseException | None = None

    def cancel(self) -> None:
        self._error = Cancelled(CANCELLED)
        self._event.set()

    def stop(self) -> None:
        self._error = Stopping()
        self._event.set()

    def check(self) -> None:
        if self._error:
            raise self._error

    def wait(self, seconds: float) -> None:
        self._event.wait(seconds)
        self.check()
