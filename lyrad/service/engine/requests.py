"""Decide what each request means for a job, in each state that it may be in.

What can be said by a row is said by a row, in one transaction: a held job is a leg that starts in
a hundred years. Another place in the queue is the same leg ordered anew under the next serial and
the old one withdrawn; of two, only the later is ever performed. What concerns a step at work is
written into the record of wishes first, and obeyed before the next step begins.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from lyrad.errors import Code, Fault, LyradError, Permanent, UsageError
from lyrad.model.job import JobState
from lyrad.model.names import JobId
from lyrad.model.plan import Plan
from lyrad.ports import Clock
from lyrad.service.engine.book import Book, Entry
from lyrad.service.engine.leg import CENTURY, Leg, first, taken_up
from lyrad.service.engine.payload import Ending
from lyrad.service.engine.record import Record
from lyrad.service.engine.rows import Rows
from lyrad.service.engine.work import Work

_KEEP_PLACE = {JobState.QUEUED, JobState.HELD}


class Requests:
    """One at a time; each may be repeated without harm."""

    def __init__(
        self,
        *,
        book: Book,
        record: Record,
        rows: Rows,
        work: Work,
        clock: Clock,
        lanes: Mapping[str, int],
        poll: float,
        changed: Callable[[JobId], None],
    ) -> None:
        self._asking = threading.RLock()
        self._book = book
        self._record = record
        self._rows = rows
        self._work = work
        self._clock = clock
        self._lanes = lanes
        self._poll = poll
        self._changed = changed

    def submit(self, plan: Plan, *, held: bool) -> None:
        unknown = {step.lane for step in plan.steps} - set(self._lanes)
        if unknown or not plan.steps:
            raise Permanent(_no_lane(plan, unknown))
        leg = first(plan)
        with self._asking:
            if self._book.get(plan.job):
                return
            state = JobState.HELD if held else JobState.QUEUED
            with self._or_back(leg.job, None):
                self._book.stand(leg, state, since=self._clock.now())
                self._rows.enqueue(leg, CENTURY if held else 0.0)

    def cancel(self, job: JobId) -> None:
        with self._asking:
            entry = self._book.get(job)
            if entry is None or not entry.job.state.open:
                return
            if not self._work.intercept(entry, entry.leg, JobState.CANCELLED):
                self._record.cancel(job)
                self._work.give_up(Ending.CANCELLED, job=job)
                return
            with self._or_back(job, entry):
                self._rows.cancel(entry.leg)

    def withdraw(self, job: JobId) -> bool:
        with self._asking:
            entry = self._book.get(job)
            if entry is None or entry.job.started or not entry.job.state.open:
                return False
            if not self._work.intercept(entry, entry.leg, JobState.CANCELLED):
                return False
            with self._or_back(job, entry):
                self._rows.delete(entry.leg.rows)
            self._record.clear((job,))
            self._book.drop((job,))
            return True

    def retry(self, job: JobId) -> None:
        with self._asking:
            entry = self._book.get(job)
            if entry is None:
                return
            if entry.job.state is JobState.WAITING:
                self._release(entry)
            elif entry.job.state in {JobState.FAILED, JobState.CANCELLED}:
                self._record.clear((job,))
                leg = taken_up(entry.leg, _next_try(entry), entry.job.fault)
                self._book.stand(leg, JobState.QUEUED, since=self._clock.now())
                with self._or_back(job, entry):
                    self._rows.enqueue(leg)

    def hold(self, job: JobId) -> None:
        with self._asking:
            entry = self._book.get(job)
            if entry is None or not entry.job.state.open or entry.job.state is JobState.HELD:
                return
            if not self._replace(entry, entry.leg, JobState.HELD):
                self._record.hold(job)

    def go(self, job: JobId) -> None:
        with self._asking:
            entry = self._book.get(job)
            if entry is None:
                return
            if job not in self._record.wishes.cancelling:
                self._record.clear((job,))
            if entry.job.state is JobState.HELD:
                self._release(entry)

    def reorder(self, job: JobId, order: int) -> None:
        with self._asking:
            entry = self._book.get(job)
            if entry and entry.job.state in _KEEP_PLACE and entry.leg.plan.order != order:
                leg = replace(entry.leg, plan=replace(entry.leg.plan, order=order))
                self._replace(entry, leg, entry.job.state)

    def pause(self, lanes: Sequence[str] | None, *, now: bool, until: datetime | None) -> None:
        meant = self._meant(lanes)
        with self._asking:
            self._record.pause(meant, until)
            self.widen(meant)
        if now:
            self._work.give_back(meant)

    def resume(self, lanes: Sequence[str] | None) -> None:
        meant = self._meant(lanes)
        with self._asking:
            self._record.resume(meant)
            self.widen(meant)

    def widen(self, lanes: Iterable[str]) -> None:
        """Set the lanes' widths as they are configured, or to nothing where they are paused."""
        paused = self._record.wishes.paused
        widths = {lane: 0 if lane in paused else self._lanes[lane] for lane in lanes}
        self._rows.lanes(widths, poll=self._poll)

    def forget(self, before: datetime) -> int:
        with self._asking:
            old = [entry for entry in self._book.entries() if _done_before(entry, before)]
            self._rows.delete(row for entry in old for row in entry.leg.rows)
            self._book.drop(entry.leg.job for entry in old)
            return len(old)

    def end_pauses(self) -> None:
        """Resume the lanes whose pause is over."""
        now = self._clock.now()
        with self._asking:
            paused = self._record.wishes.paused
            over = [lane for lane, until in paused.items() if until and until <= now]
            if over:
                self.resume([lane for lane in over if lane in self._lanes])

    def bury(self) -> None:
        """Write down the jobs whose row ended without a recorded try."""
        for row, fault in self._rows.badly_ended().items():
            entry = self._book.get(JobId(row.rpartition("/")[0]))
            if entry and entry.leg.id == row and entry.job.state is not JobState.FAILED:
                now = self._clock.now()
                self._book.stand(entry.leg, JobState.FAILED, since=now, fault=fault)
                self._changed(entry.leg.job)

    def heal(self) -> None:
        """Take in what the database keeps, and put right what a kill left half done.

        Before anything is at work: a wish that was written and not yet obeyed is obeyed now, one
        that was obeyed is dropped.
        """
        entries, needless = self._rows.read()
        self._book.fill(entries)
        self._rows.withdraw(needless)
        wishes = self._record.wishes
        for job in sorted(wishes.cancelling):
            self.cancel(job)
        for job in sorted(wishes.holding - wishes.cancelling):
            self.hold(job)
        self._record.clear(wishes.holding | wishes.cancelling)

    def _replace(self, entry: Entry, leg: Leg, state: JobState) -> bool:
        anew = replace(leg, serial=entry.leg.serial + 1)
        if not self._work.intercept(entry, anew, state):
            return False
        with self._or_back(leg.job, entry):
            self._rows.enqueue(anew, CENTURY if state is JobState.HELD else 0.0)
            self._rows.cancel(entry.leg)
        return True

    def _release(self, entry: Entry) -> None:
        if self._work.intercept(entry, entry.leg, JobState.QUEUED):
            with self._or_back(entry.leg.job, entry):
                self._rows.release(entry.leg)

    @contextmanager
    def _or_back(self, job: JobId, before: Entry | None) -> Iterator[None]:
        """Let the job stand as before where the database refuses."""
        try:
            yield
        except LyradError:
            if before:
                self._book.put(before)
            else:
                self._book.drop((job,))
            raise
        self._changed(job)

    def _meant(self, lanes: Sequence[str] | None) -> tuple[str, ...]:
        meant = tuple(self._lanes) if lanes is None else tuple(lanes)
        unknown = sorted(set(meant) - set(self._lanes))
        if unknown:
            what = f"There is no lane called {unknown[0]}."
            lanes_are = f"The lanes are: {', '.join(self._lanes)}."
            fault = Fault(code=Code.NO_SUCH_TARGET, what=what, where="pause", next=lanes_are)
            raise UsageError(fault)
        return meant


def _next_try(entry: Entry) -> int:
    here = (entry.leg.step, entry.leg.tries)
    begun = any((one.step, one.tries) == here and one.started_at for one in entry.record)
    return entry.leg.tries + (begun or entry.job.state is JobState.FAILED)


def _done_before(entry: Entry, before: datetime) -> bool:
    job = entry.job
    return job.state is JobState.DONE and job.since is not None and job.since < before


def _no_lane(plan: Plan, unknown: Iterable[str]) -> Fault:
    return Fault(
        code=Code.BAD_VALUE,
        what=f"The rule has no steps, or a lane that is not there: {', '.join(sorted(unknown))}",
        where=f"rule {plan.rule} ({plan.rule_source})",
        next="Add the lane under `lanes` in lyrad.yaml, or correct the rule.",
    )
