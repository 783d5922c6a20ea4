"""The durable queue: `ports.Engine` over DBOS, on SQLite or Postgres.

Builds its parts and decides the order in which they begin and end. What a request means is
`requests`'s, how a job goes from step to step `leg`'s, what happens around a step
at work `work`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lyrad.errors import Code, ConfigError, Fault, LyradError
from lyrad.model.job import Job, StepRecord
from lyrad.model.names import JobId
from lyrad.model.plan import Plan
from lyrad.ports import Clock, Perform
from lyrad.service.engine.book import Book
from lyrad.service.engine.database import Database, library
from lyrad.service.engine.keeper import Keeper
from lyrad.service.engine.launch import end, launch, migrate, take_nothing_more
from lyrad.service.engine.record import Record
from lyrad.service.engine.requests import Requests
from lyrad.service.engine.rows import Rows
from lyrad.service.engine.work import Work

MOST_LANES = 4
"""Each lane is a thread that polls: four at 2 s cost little, more cost for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """Where the engine keeps its things and how wide its lanes are.

    `state` is a folder on a local disk; `url` a Postgres URL, or None for SQLite in `state`.
    `poll` and `watch` are in seconds: between two looks into a lane, and at itself. A job during
    which lyrad is killed more than `crashes` times fails.
    """

    state: Path
    lanes: Mapping[str, int]
    url: str | None = None
    poll: float = 2.0
    watch: float = 5.0
    crashes: int = 25


def _nobody(_: object) -> None:
    """Stand for a listener that was not given."""


class DurableEngine:
    """See `lyrad.ports.Engine`; one in a process.

    `on_change` is called on each change of a job's state or progress, from the engine's threads;
    `on_lost` once, when another lyrad has taken the engine: whatever is at work must end.
    """

    def __init__(
        self,
        settings: EngineSettings,
        *,
        perform: Perform,
        clock: Clock,
        on_change: Callable[[JobId], None] = _nobody,
        on_lost: Callable[[Fault], None] = _nobody,
    ) -> None:
        if not 0 < len(settings.lanes) <= MOST_LANES:
            raise ConfigError(_lanes(settings.lanes))
        self._settings = settings
        self._perform = perform
        self._clock = clock
        self._changed = on_change
        self._on_lost = on_lost
        self._book = Book()

    def start(self) -> None:
        """Open the database, put right what a kill left half done, and begin to work.

        Raises:
            Permanent: another lyrad is at work here (STATE_IN_USE); the database is damaged
            (ENGINE_UNREADABLE).
            Temporary: the database does not answer (ENGINE_GONE).
        """
        settings = self._settings
        settings.state.mkdir(parents=True, exist_ok=True)
        self._record = Record(settings.state / "engine.json")
        self._database = Database(
            state=settings.state, url=settings.url, wrote=self._record.wishes.dbos
        )
        self._database.open()
        try:
            self._build()
            self._begin()
        except LyradError:
            self._database.close()
            raise

    def _build(self) -> None:
        migrate(self._database.url)
        self._record.written_by(library())
        self._rows = Rows(self._database.url)
        self._work = Work(
            book=self._book,
            record=self._record,
            perform=self._perform,
            clock=self._clock,
            changed=self._changed,
            withdraw=self._rows.cancel,
        )
        self._requests = Requests(
            book=self._book,
            record=self._record,
            rows=self._rows,
            work=self._work,
            clock=self._clock,
            lanes=self._settings.lanes,
            poll=self._settings.poll,
            changed=self._changed,
        )

    def _begin(self) -> None:
        self._requests.heal()
        self._requests.end_pauses()
        self._requests.widen(self._settings.lanes)
        self._dbos = launch(
            self._work,
            url=self._database.url,
            lanes=tuple(self._settings.lanes),
            poll=self._settings.poll,
            crashes=self._settings.crashes,
        )
        self._keeper = Keeper(
            self._guard,
            self._requests.bury,
            self._requests.end_pauses,
            every=self._settings.watch,
        )
        self._keeper.start()

    def _guard(self) -> None:
        fault = self._database.lost()
        if fault:
            self._on_lost(fault)

    def stop(self, seconds: float = 10.0) -> bool:
        """Tell every step to stop, within moments, and wait for them so long.

        Return whether all are gone. Steps that stopped recorded nothing and their threads wait
        for ever: the caller now leaves by `os._exit`, and the next start does the steps again.
        """
        take_nothing_more(self._dbos)
        gone = self._work.stop(seconds)
        self._keeper.stop()
        return gone

    def close(self) -> None:
        """Give everything back, after `stop`; for a process that lives on."""
        self._work.close()
        end()
        self._rows.close()
        self._database.close()

    @property
    def trouble(self) -> Fault | None:
        """Return what keeps the engine from its database, or None."""
        return self._keeper.trouble

    def jobs(self) -> tuple[Job, ...]:
        return tuple(entry.job for entry in self._book.entries())

    def job(self, job: JobId) -> Job | None:
        entry = self._book.get(job)
        return entry.job if entry else None

    def steps(self, job: JobId) -> tuple[StepRecord, ...]:
        return self._book.steps(job)

    def submit(self, plan: Plan, *, held: bool = False) -> None:
        self._requests.submit(plan, held=held)

    def cancel(self, job: JobId) -> None:
        self._requests.cancel(job)

    def withdraw(self, job: JobId) -> bool:
        return self._requests.withdraw(job)

    def retry(self, job: JobId) -> None:
        self._requests.retry(job)

    def hold(self, job: JobId) -> None:
        self._requests.hold(job)

    def go(self, job: JobId) -> None:
        self._requests.go(job)

    def reorder(self, job: JobId, order: int) -> None:
        self._requests.reorder(job, order)

    def pause(
        self,
        lanes: Sequence[str] | None = None,
        *,
        now: bool = False,
        until: datetime | None = None,
    ) -> None:
        """Start nothing more on these lanes (all), until then or until `resume`."""
        self._requests.pause(lanes, now=now, until=until)

    def resume(self, lanes: Sequence[str] | None = None) -> None:
        self._requests.resume(lanes)

    def paused(self) -> tuple[str, ...]:
        paused = self._record.wishes.paused
        return tuple(lane for lane in self._settings.lanes if lane in paused)

    def forget(self, before: datetime) -> int:
        """Delete what is known of jobs that were done before then; return how many.

        Failed and cancelled jobs stay: that they are known keeps a rescan from ordering them
        anew, while a done job is known by its receipt.
        """
        return self._requests.forget(before)


def _lanes(lanes: Mapping[str, int]) -> Fault:
    return Fault(
        code=Code.BAD_VALUE,
        what=f"There are {len(lanes)} lanes; lyrad needs at least one and takes at most "
        f"{MOST_LANES}.",
        where="lyrad.yaml: lanes",
        next="Let steps that need the same part of the machine share a lane.",
    )
