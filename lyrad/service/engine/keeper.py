"""The engine's watch over itself: a quiet thread that looks every few seconds.

It ends pauses whose time has come, finds legs that ended without a recorded try (a job that
crashed lyrad too often), and makes sure that the engine is still ours.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from lyrad.errors import Fault, LyradError, Temporary


class Keeper:
    """Calls each duty in turn; one that cannot be done now is done at the next round."""

    def __init__(self, *duties: Callable[[], None], every: float) -> None:
        self._duties = duties
        self._every = every
        self._stop = threading.Event()
        self._trouble: Fault | None = None
        self._thread = threading.Thread(target=self._run, name="lyrad-engine-keeper", daemon=True)

    @property
    def trouble(self) -> Fault | None:
        """Return what was in the way at the last round, or None."""
        return self._trouble

    def start(self) -> None:
        """Begin to look, first after one interval."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self._trouble = self._round()

    def _round(self) -> Fault | None:
        for duty in self._duties:
            try:
                duty()
            except Temporary as error:
                return error.fault
            except LyradError as error:
                return error.fault
        return None
