"""The engine's word to a step at work: stop, or give the job up.

There is one executor, so a flag in memory is enough: nothing asks a database.
"""

from __future__ import annotations

import threading

from lyrad.errors import Cancelled, Code, Fault, Stopping
from lyrad.service.engine.payload import Ending


class StepSignal:
    """What a step asks while it performs; see `lyrad.ports.Signal`."""

    def __init__(self, job: str) -> None:
        self._job = job
        self._told = threading.Event()
        self._stopping = False
        self._ending: Ending | None = None

    @property
    def ending(self) -> Ending:
        """Return how the try ends if it gives up now; cancelled unless it goes back to a lane."""
        return self._ending or Ending.CANCELLED

    def stop(self) -> None:
        """Tell the step that lyrad stops; this is stronger than anything told before."""
        self._stopping = True
        self._told.set()

    def give_up(self, ending: Ending) -> None:
        """Tell the step to give up: `CANCELLED`, or `BACK` into the queue."""
        if self._ending is not Ending.CANCELLED:
            self._ending = ending
        self._told.set()

    def check(self) -> None:
        """Raise `Stopping` when lyrad stops, `Cancelled` when the try shall be given up."""
        if self._stopping:
            raise Stopping
        if self._ending is not None:
            raise Cancelled(_given_up(self._job))

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until `check` would raise; then raise as `check` does."""
        self._told.wait(seconds)
        self.check()


def _given_up(job: str) -> Fault:
    return Fault(
        code=Code.USAGE,
        what="The work was stopped because somebody cancelled the job or paused its lane.",
        where=f"job {job}",
        next="Nothing to do; `lyrad retry` starts a cancelled job again.",
    )
