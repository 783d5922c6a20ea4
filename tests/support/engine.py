"""An engine for tests: a perform that plays what it is told, and a room that opens and closes."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lyrad.errors import Code, Fault
from lyrad.model.job import Job, JobState, Progress
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact, Done, Failed, Later, Outcome, ShotPlan, Step
from lyrad.ports import Signal
from lyrad.service.engine import DurableEngine, EngineSettings
from tests.support import nouns

DOWN = Fault(code=Code.BACKEND_DOWN, what="ComfyUI is down", where="here", next="start it")
BROKEN = Fault(code=Code.TOOL_FAILED, what="it broke", where="here", next="mend it")


class PushedClock:
    """The real time, pushed forward where a test asks."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead.total_seconds()


class Player:
    """Performs: writes down each call, and does what was told of its job and step."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, int]] = []
        self.earlier: dict[tuple[str, int], tuple[Artifact, ...]] = {}
        self.at_once = 0
        self.most_at_once = 0
        self._told: defaultdict[tuple[str, int], list[Outcome]] = defaultdict(list)
        self._closed: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def tell(self, job: str, step: int, *outcomes: Outcome) -> None:
        """Let the next tries of a step end so."""
        self._told[job, step] += outcomes

    def close(self, job: str) -> None:
        """Keep the job's steps at work until `open`."""
        self._closed[job] = threading.Event()

    def open(self, job: str) -> None:
        self._closed[job].set()

    def __call__(
        self,
        plan: ShotPlan,
        step: int,
        tries: int,
        earlier: tuple[Artifact, ...],
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Outcome:
        with self._lock:
            self.calls.append((plan.job, step, tries))
            self.earlier[plan.job, step] = earlier
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            progress(Progress(done=1, total=2))
            closed = self._closed.get(plan.job)
            while closed and not closed.is_set():
                signal.wait(0.01)
        finally:
            self.at_once -= 1
        told = self._told[plan.job, step]
        return told.pop(0) if told else Done(artifacts=(Artifact(kind="clip", path=f"{step}"),))

    def steps_of(self, job: str) -> list[tuple[int, int]]:
        """Return (step, tries) of the job's calls."""
        return [(step, tries) for name, step, tries in self.calls if name == job]


def later(delay: float) -> Later:
    return Later(fault=DOWN, delay=delay)


def failed() -> Failed:
    return Failed(fault=BROKEN)


def plan(job: str, *lanes: str, **changes: Any) -> ShotPlan:
    """A plan with one step on each of the lanes (cpu, cpu)."""
    steps = tuple(
        Step(action=f"act.{number}", fields={}, lane=lane)
        for number, lane in enumerate(lanes or ("cpu", "cpu"))
    )
    return nouns.plan(**{"job": JobId(job), "steps": steps, **changes})


class Room:
    """Where an engine runs; `reopen` is a restart, with steps at work if there are any."""

    def __init__(self, state: Path, url: str | None) -> None:
        self.state = state
        self.url = url
        self.player = Player()
        self.clock = PushedClock()
        self.changes: list[tuple[str, JobState | None]] = []
        self.lost: list[Fault] = []
        self._engine: DurableEngine | None = None

    @property
    def engine(self) -> DurableEngine:
        assert self._engine
        return self._engine

    def open(self, *, cpu: int = 1, poll: float = 0.03) -> DurableEngine:
        settings = EngineSettings(
            state=self.state,
            lanes={"cpu": cpu, "io": 1},
            url=self.url,
            poll=poll,
            watch=0.1,
            crashes=2,
        )
        engine = DurableEngine(
            settings,
            perform=self.player,
            clock=self.clock,
            on_change=self._change,
            on_lost=self.lost.append,
        )
        engine.start()
        self._engine = engine
        return engine

    def close(self) -> None:
        if self._engine:
            assert self._engine.stop(5)
            self._engine.close()
            self._engine = None

    def reopen(self) -> DurableEngine:
        self.close()
        return self.open()

    def job(self, job: str) -> Job:
        found = self.engine.job(JobId(job))
        assert found
        return found

    def until(self, job: str, state: JobState) -> Job:
        """Wait until the job is so, and return it."""
        wait(lambda: self.job(job).state is state, lambda: f"{job} is {self.job(job)}")
        return self.job(job)

    def _change(self, job: JobId) -> None:
        found = self.engine.job(job) if self._engine else None
        self.changes.append((job, found.state if found else None))


def wait(
    seen: Callable[[], object], describe: Callable[[], str] = str, seconds: float = 60.0
) -> None:
    """Wait until something is seen; fail after that long."""
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, describe()
        time.sleep(0.005)


def settle(seconds: float = 0.15) -> None:
    """Give an engine time for what it should not do."""
    time.sleep(seconds)
