"""An engine as a process, to be killed: `engine_process STATE URL LOG JOBS`.

Orders that many jobs, writes each step's begin and end to the log, and leaves when all are done.
A job whose name begins with `long` works until the file `LOG.open` is there. SIGTERM stops it as
the daemon is stopped.
"""

from __future__ import annotations

import os
import signal as signals
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from lyrad.model.job import Progress
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact, Done, Outcome, ShotPlan
from lyrad.ports import Signal
from lyrad.service.engine import DurableEngine, EngineSettings
from tests.support.engine import PushedClock, plan


class Writer:
    def __init__(self, log: Path) -> None:
        self._log = log

    def line(self, *words: object) -> None:
        text = " ".join(str(word) for word in words) + "\n"
        with self._log.open("a") as file:
            file.write(text)

    def __call__(
        self,
        plan: ShotPlan,
        step: int,
        tries: int,
        earlier: tuple[Artifact, ...],
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Outcome:
        self.line("begin", plan.job, step, tries)
        signal.wait(0.02)
        while plan.job.startswith("long") and not self._log.with_suffix(".open").exists():
            signal.wait(0.02)
        self.line("end", plan.job, step, tries)
        return Done(artifacts=())


def main(state: str, url: str, log: str, jobs: str) -> None:
    writer = Writer(Path(log))
    over = threading.Event()
    settings = EngineSettings(
        state=Path(state), lanes={"cpu": 2, "io": 2}, url=url or None, poll=0.02, watch=0.2
    )
    engine = DurableEngine(settings, perform=writer, clock=PushedClock())
    signals.signal(signals.SIGTERM, lambda *_: over.set())
    engine.start()
    for job in filter(None, jobs.split(",")):
        engine.submit(plan(JobId(job), "cpu", "cpu", "io"))
    writer.line("ready")
    while not over.wait(0.02):
        if not any(job.state.open for job in engine.jobs()):
            break
    writer.line("stopped", engine.stop(5))
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
