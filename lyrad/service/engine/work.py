"""The steps at work: who may begin, how they are told to stop, what becomes of their tries.

Runs in DBOS's threads, one for each leg. A try begins only if nobody asked otherwise since its
row left the queue, and never while another try of the same job is at work.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import Any, NoReturn

from lyrad.errors import Cancelled, Stopping
from lyrad.model.job import JobState, Progress
from lyrad.model.names import JobId
from lyrad.ports import Clock, Perform
from lyrad.service.engine.book import Book, Entry
from lyrad.service.engine.leg import Leg, Onward, holding, onward, resting
from lyrad.service.engine.payload import Ending, Try, ended, try_out
from lyrad.service.engine.record import Record
from lyrad.service.engine.signal import StepSignal

_PROGRESS_EVERY = 0.5
"""Seconds between two words about a step's progress: a person sees no more."""


class Work:
    """The engine's half of the workflow; see `flow.Runner`."""

    def __init__(
        self,
        *,
        book: Book,
        record: Record,
        perform: Perform,
        clock: Clock,
        changed: Callable[[JobId], None],
        withdraw: Callable[[Leg], None],
    ) -> None:
        self._book = book
        self._record = record
        self._perform = perform
        self._clock = clock
        self._changed = changed
        self._withdraw = withdraw
        self._turn = threading.Condition(book.lock)
        self._signals: dict[JobId, tuple[Leg, StepSignal]] = {}
        self._legs: dict[JobId, str] = {}
        self._stopping = False
        self._closed = threading.Event()

    # What people ask.

    def intercept(self, entry: Entry, leg: Leg, state: JobState) -> bool:
        """Let the job stand at the leg, unless a thread was quicker; return whether it does."""
        with self._turn:
            if leg.job in self._legs or self._book.get(leg.job) is not entry:
                return False
            self._book.stand(leg, state, since=self._clock.now())
            return True

    def give_up(self, ending: Ending, *, job: JobId) -> None:
        """Tell the job's step at work to give up, if there is one."""
        with self._turn:
            if job in self._signals:
                self._signals[job][1].give_up(ending)

    def give_back(self, lanes: Collection[str]) -> None:
        """Tell the steps at work on the lanes to go back into the queue."""
        with self._turn:
            for leg, signal in self._signals.values():
                if leg.lane in lanes:
                    signal.give_up(Ending.BACK)

    def stop(self, seconds: float) -> bool:
        """Tell every step that lyrad stops, and wait for them; return whether all are gone."""
        with self._turn:
            self._stopping = True
            for _, signal in self._signals.values():
                signal.stop()
            self._turn.notify_all()
            return self._turn.wait_for(lambda: not self._legs, seconds)

    def close(self) -> None:
        """Let go of the threads that recorded nothing; only where the process lives on."""
        self._closed.set()

    # What the workflow asks.

    def perform(self, leg: Leg) -> dict[str, Any]:
        """Do one try of the leg's step and return it as JSON values.

        A step that sees lyrad stop must record nothing, neither a result nor a failure: its
        thread waits here until the process leaves, and the next start does the step again.
        """
        signal = self._begin(leg)
        if isinstance(signal, Ending):
            now = self._clock.now()
            return try_out(
                Try(ending=signal, step=leg.step, tries=leg.tries, started_at=None, ended_at=now)
            )
        try:
            one = self._try(leg, signal)
        except Stopping:
            one = None
        finally:
            self._rest(leg)
        if one is None:
            self._park(leg)
        self._book.tried(leg.job, one)
        return try_out(one)

    def onward(self, leg: Leg, one: Try) -> Onward | None:
        """Decide what follows the try; a job that shall be held is kept from its next leg."""
        following = onward(leg, one)
        held = leg.job in self._record.wishes.holding
        if following and held and following.leg.serial != leg.serial:
            return holding(following)
        return following

    def ended(self, leg: Leg, one: Try, following: Onward | None) -> None:
        """Write down where the job stands, now that the leg is over."""
        cancelled = following is not None and leg.job in self._record.wishes.cancelling
        if one.ending is Ending.SUPERSEDED or not self._stand(
            leg, one, following, cancelled=cancelled
        ):
            return
        if following and cancelled:
            self._withdraw(following.leg)
        if following is None or cancelled or following.state is JobState.HELD:
            self._record.granted(leg.job)
        self._changed(leg.job)

    def left(self, leg: Leg) -> None:
        """Take note that no thread is in the leg any more."""
        with self._turn:
            if self._legs.get(leg.job) == leg.id:
                del self._legs[leg.job]
            self._turn.notify_all()

    # How it is done.

    def _begin(self, leg: Leg) -> StepSignal | Ending:
        with self._turn:
            self._turn.wait_for(lambda: leg.job not in self._signals or self._stopping)
            begun = None if self._stopping else self._refusal(leg) or self._admit(leg)
        if begun is None:
            self._park(leg)
        if isinstance(begun, StepSignal):
            self._changed(leg.job)
        return begun

    def _admit(self, leg: Leg) -> StepSignal:
        signal = StepSignal(leg.job)
        self._signals[leg.job] = (leg, signal)
        self._legs[leg.job] = leg.id
        self._book.stand(leg, JobState.WORKING, since=self._clock.now())
        return signal

    def _refusal(self, leg: Leg) -> Ending | None:
        entry = self._book.get(leg.job)
        wishes = self._record.wishes
        if entry is None or leg.serial < entry.leg.serial:
            return Ending.SUPERSEDED
        if entry.job.state is JobState.CANCELLED or leg.job in wishes.cancelling:
            return Ending.CANCELLED
        if leg.job in wishes.holding:
            return Ending.HELD
        return Ending.BACK if leg.lane in wishes.paused else None

    def _try(self, leg: Leg, signal: StepSignal) -> Try:
        started = self._clock.now()
        try:
            outcome = self._perform(
                leg.plan, leg.step, leg.tries, leg.earlier, signal, self._progress(leg.job)
            )
        except Cancelled:
            return Try(
                ending=signal.ending,
                step=leg.step,
                tries=leg.tries,
                started_at=started,
                ended_at=self._clock.now(),
            )
        return ended(
            outcome,
            step=leg.step,
            tries=leg.tries,
            started_at=started,
            ended_at=self._clock.now(),
        )

    def _progress(self, job: JobId) -> Callable[[Progress], None]:
        told = self._clock.monotonic() - _PROGRESS_EVERY

        def progress(progress: Progress) -> None:
            nonlocal told
            self._book.progress(job, progress)
            now = self._clock.monotonic()
            if now - told >= _PROGRESS_EVERY:
                told = now
                self._changed(job)

        return progress

    def _stand(self, leg: Leg, one: Try, following: Onward | None, *, cancelled: bool) -> bool:
        with self._book.lock:
            entry = self._book.get(leg.job)
            if entry is None or entry.leg.serial > leg.serial:
                return False
            at, state, fault = leg, resting(one), one.fault
            if following:
                at, state = following.leg, following.state
                fault = one.fault if state is JobState.WAITING else None
            if cancelled:
                state, fault = JobState.CANCELLED, None
            self._book.stand(at, state, since=one.ended_at, fault=fault)
        return True

    def _rest(self, leg: Leg) -> None:
        with self._turn:
            del self._signals[leg.job]
            self._turn.notify_all()

    def _park(self, leg: Leg) -> NoReturn:
        self.left(leg)
        self._closed.wait()
        raise Stopping
