"""The engine against its peers: jobs per second, time to start, and what it costs to stand by.

Peers, in the same run on the same disk: `dbos` is the library alone, running a workflow of two
steps inline, without queue, chain or list; `sqlite3` is a bare loop of the five transactions that
a job of two steps cannot do without (ordered, taken, two results, ended). Prints Markdown.

    python benchmarks/engine.py
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.model.plan import Artifact, Done, Outcome, ShotPlan
from lyrad.service.engine import DurableEngine, EngineSettings
from lyrad.service.engine.payload import plan_out
from tests.support.engine import PushedClock, plan
from tests.support.postgres import cluster

JOBS = 100
ROUNDS = 3
LISTED = 3000
STARTS = 9
STANDING_BY = 20.0
POLL = 2.0


class Stand:
    """An engine on one database whose steps do nothing; knows when each job began."""

    def __init__(self, state: str, url: str | None, *, poll: float) -> None:
        self.began: dict[str, float] = {}
        self.done = threading.Semaphore(0)
        settings = EngineSettings(state=Path(state), lanes={"cpu": 8, "io": 2}, url=url, poll=poll)
        self.engine = DurableEngine(
            settings, perform=self.perform, clock=PushedClock(), on_change=self.changed
        )

    def __enter__(self) -> Stand:
        self.engine.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.stop()
        self.engine.close()

    def perform(self, plan: ShotPlan, *_: object) -> Outcome:
        self.began.setdefault(plan.job, time.perf_counter())
        return Done(artifacts=(Artifact(kind="clip", path="clip.mkv"),))

    def changed(self, job: JobId) -> None:
        found = self.engine.job(job)
        if found and found.state is JobState.DONE:
            self.done.release()


def through(url: str | None) -> float:
    """Return jobs per second, ordered and done, two steps each."""
    with tempfile.TemporaryDirectory() as state, Stand(state, url, poll=0.02) as stand:
        began = time.perf_counter()
        for number in range(JOBS):
            stand.engine.submit(plan(f"job{number:016}", "cpu", "cpu"))
        for _ in range(JOBS):
            stand.done.acquire()
        return JOBS / (time.perf_counter() - began)


def starts(url: str | None) -> float:
    """Return the median seconds from an order at any moment to the first step's begin."""
    moments = random.Random(1)
    waits: list[float] = []
    with tempfile.TemporaryDirectory() as state, Stand(state, url, poll=POLL) as stand:
        for number in range(STARTS):
            time.sleep(moments.uniform(0, POLL))
            job = f"job{number:016}"
            began = time.perf_counter()
            stand.engine.submit(plan(job, "cpu"))
            stand.done.acquire()
            waits.append(stand.began[job] - began)
    return statistics.median(waits)


def standing_by(url: str | None) -> tuple[float, float, float]:
    """Return per cent of a core with nothing to do, with held jobs, and seconds to list them."""
    with tempfile.TemporaryDirectory() as state, Stand(state, url, poll=POLL) as stand:
        empty = cpu_of(STANDING_BY)
        for number in range(LISTED):
            stand.engine.submit(plan(f"job{number:016}", "cpu", "io"), held=True)
        held = cpu_of(STANDING_BY)
        began = time.perf_counter()
        assert len(stand.engine.jobs()) == LISTED
        return empty, held, time.perf_counter() - began


def cpu_of(seconds: float) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    time.sleep(seconds)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 100 * used / seconds


def library_alone(url: str | None) -> float:
    """Return workflows of two steps per second that the library runs inline."""
    with tempfile.TemporaryDirectory() as folder:
        place = url or f"sqlite:///{folder}/peer.sqlite"
        if url is None:
            with closing(sqlite3.connect(Path(folder, "peer.sqlite"))) as database:
                database.execute("PRAGMA journal_mode=WAL")

        @DBOS.workflow(name="peer")
        def peer(given: dict[str, Any]) -> int:
            return sum(DBOS.run_step({"name": "step"}, len, given) for _ in range(2))

        config = DBOSConfig(name="peer", system_database_url=place, log_level="WARNING")
        config["serializer"] = DBOSPortableJSONSerializer()
        DBOS(config=config)
        DBOS.launch()
        given = plan_out(plan("peer"))
        began = time.perf_counter()
        for _ in range(JOBS):
            peer(given)
        rate = JOBS / (time.perf_counter() - began)
        DBOS.destroy(destroy_registry=True)
    return rate


def bare_loop() -> float:
    """Return jobs per second of five transactions each, with the engine's journal settings."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder, "bare.sqlite"), isolation_level=None)) as base,
    ):
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE job (id TEXT PRIMARY KEY, state TEXT, plan TEXT)")
        base.execute("CREATE TABLE result (id TEXT, step INTEGER, made TEXT)")
        text = str(plan_out(plan("bare")))
        began = time.perf_counter()
        for number in range(JOBS):
            one_job(base, f"job{number}", text)
        return JOBS / (time.perf_counter() - began)


def one_job(base: sqlite3.Connection, job: str, text: str) -> None:
    base.execute("INSERT INTO job VALUES (?, 'queued', ?)", (job, text))
    base.execute("UPDATE job SET state = 'working' WHERE id = ?", (job,))
    for step in range(2):
        base.execute("INSERT INTO result VALUES (?, ?, 'clip.mkv')", (job, step))
    base.execute("UPDATE job SET state = 'done' WHERE id = ?", (job,))


def median(measure: Callable[[], float]) -> float:
    return statistics.median(measure() for _ in range(ROUNDS))


def main() -> None:
    with cluster() as server:
        rows = []
        bare = median(bare_loop)
        for name, url in (("SQLite", lambda: None), ("Postgres", server.new_database)):
            rate = median(lambda url=url: through(url()))  # type: ignore[misc]
            alone = median(lambda url=url: library_alone(url()))  # type: ignore[misc]
            wait = starts(url())
            empty, held, listing = standing_by(url())
            rows.append(
                f"| {name} | {rate:.0f} | {alone:.0f} | {rate / alone:.2f} | {bare:.0f} | "
                f"{rate / bare:.2f} | {wait:.2f} s | {empty:.1f} % | {held:.1f} % | "
                f"{1000 * listing:.1f} ms |"
            )
            print(rows[-1], file=sys.stderr)
    print(
        "| engine | jobs/s | `dbos` inline/s | ratio | bare `sqlite3`/s | ratio | order to start "
        f"(poll {POLL:g} s) | idle, 2 lanes, of a core | with {LISTED} held | listing them |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


if __name__ == "__main__":
    main()
