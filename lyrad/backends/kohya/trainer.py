"""The backend for Kohya's trainers: one training is one or more programs after each other.

Decides when a run is started, taken up, ended, begun again in a smaller size, and when its result
counts. What a training consists of, what trainers say and what files must be stands beside this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from threading import RLock

from lyrad.backends.kohya import faults
from lyrad.backends.kohya import paper as papers
from lyrad.backends.kohya.flight import Flight, Patience
from lyrad.backends.kohya.leftovers import end_leftovers
from lyrad.backends.kohya.paper import Paper
from lyrad.backends.kohya.plan import Fill, Run, TrainingPlan, plan_of
from lyrad.backends.kohya.preflight import ROOM, Preflight
from lyrad.backends.kohya.results import brought, complaint, sound_already
from lyrad.backends.kohya.starting import Starter, clear
from lyrad.core.training.ending import why_ended
from lyrad.errors import Fault, Permanent, Temporary
from lyrad.model.character import Base
from lyrad.model.job import Progress
from lyrad.model.settings import KohyaSettings
from lyrad.model.training import Ended, Ending, Trainers
from lyrad.ports import Clock, Finished, Lost, Signal, Ticket, Trained, TrainingOrder, Working

KILLS = 3
"""So many runs may be ended from outside before the training fails."""

STANDS = 2
"""So many times a run may stand still."""

_DISK_DELAY = 60.0
_STUCK_DELAY = 30.0


class KohyaTrainer:
    """Trains LoRAs with sd-scripts and musubi-tuner. A run that was interrupted begins anew."""

    name = "kohya"
    outlives = False

    def __init__(
        self,
        settings: KohyaSettings,
        clock: Clock,
        fill: Fill,
        *,
        patience: Patience | None = None,
        room: Mapping[Base, int] = ROOM,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._fill = fill
        self._preflight = Preflight(settings, room)
        self._starter = Starter(
            preflight=self._preflight, clock=clock, patience=patience or Patience()
        )
        self._flights: dict[Path, Flight] = {}
        self._lock = RLock()

    def probe(self, order: TrainingOrder) -> Fault | None:
        """Return what is in the way, or None; a wrong preset is told by `submit`."""
        try:
            preset = plan_of(order, self._fill).preset
        except Permanent:
            preset = None
        base = order.spec.base
        missing = next(self._preflight.faults(base, preset, order.work), None)
        if missing:
            return missing
        found = sum(path.with_suffix(".txt").is_file() for path in order.dataset.glob("*.png"))
        return None if found == order.pictures else faults.no_pictures(
            found, order.pictures, order.dataset
        )  # fmt: skip

    def submit(self, order: TrainingOrder) -> Ticket:
        """Start the training, or return the ticket of the one that is at work or done.

        Raises:
            Permanent: the preset is wrong.
            Temporary: the trainer is not there.
        """
        plan = plan_of(order, self._fill)
        ticket = Ticket(id=plan.key, facts={})
        with self._lock:
            paper = papers.read(order.work)
            same = paper is not None and paper.order == plan.key
            if paper and same and (_next(plan, paper) is None or order.work in self._flights):
                return ticket
            if paper:
                self._end(order.work, paper.order)
            if not same:
                clear(order.work)
            mine = paper if paper and same else Paper(order=plan.key)
            begun = _run_named(plan, mine)
            if begun and sound_already(order, plan, begun):
                mine = mine.with_done(begun.key, now=self._clock.now().timestamp())
            self._go_on(order, plan, mine)
        return ticket

    def poll(self, order: TrainingOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the training stands; start what comes next.

        Raises:
            Permanent: it failed.
            Temporary: there was no room to write, or it stood still for the first time.
        """
        with self._lock:
            paper = papers.read(order.work)
            if paper is None or paper.order != ticket.id:
                return Lost()
            flight = self._flights.get(order.work)
            if flight is None:
                done = _next(plan_of(order, self._fill), paper) is None
                return Finished() if done else Lost()
            code = flight.program.poll()
            flight.look()
            if code is None:
                return self._at_work(order, flight, paper)
            self._end(order.work, ticket.id)  # what it started may be there still
            return self._landed(order, flight, paper, code)

    def fetch(
        self,
        order: TrainingOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Trained:
        """Return what was trained, proven once more; it lies in the order's work folder.

        Raises:
            Temporary: a file was lost or spoilt meanwhile; it is trained again.
        """
        del ticket, progress
        plan = plan_of(order, self._fill)
        paper = papers.read(order.work) or Paper(order=plan.key)
        for run in plan.runs(paper):
            signal.check()
            words = complaint(order, plan, run) if run.expert is not None else ""
            if words:
                papers.write(paper.without(run.key), order.work)
                raise Temporary(faults.unsound(words, order.work))
        repository = self._preflight.repository(order.spec.base) or Path()
        return brought(order, plan, paper, settings=self._settings, repository=repository)

    def cancel(self, order: TrainingOrder, ticket: Ticket) -> None:
        """End the training; what is done of it stays, for the same order."""
        with self._lock:
            self._end(order.work, ticket.id)
            paper = papers.read(order.work)
            if paper and paper.order == ticket.id:
                papers.write(paper.idle(), order.work)

    def _at_work(self, order: TrainingOrder, flight: Flight, paper: Paper) -> Working:
        log = flight.run.logs(order.work)[0]
        if flight.follower.diverged:
            self._end(order.work, paper.order)
            papers.write(paper.afresh(), order.work)
            raise Permanent(faults.diverged(flight.step, log))
        if not flight.stood:
            return Working(progress=flight.progress)
        self._end(order.work, paper.order)
        times = paper.stuck + 1
        again = times < STANDS
        fault = faults.stuck(flight.stood / 60, flight.step, log, again=again)
        papers.write(replace(paper.idle(), stuck=times) if again else paper.afresh(), order.work)
        raise Temporary(fault, delay=_STUCK_DELAY) if again else Permanent(fault)

    def _landed(
        self, order: TrainingOrder, flight: Flight, paper: Paper, code: int
    ) -> Working | Finished | Lost:
        """Decide what follows from a run that has ended."""
        how = why_ended(code, flight.follower.last)
        words = complaint(order, flight.plan, flight.run) if code == 0 else ""
        if code == 0 and not words:
            done = paper.with_done(flight.run.key, now=self._clock.now().timestamp())
            return self._go_on(order, flight.plan, done)
        if code == 0 and how.why is not Ending.NO_PICTURES:
            papers.write(paper.afresh(), order.work)
            raise Permanent(faults.unsound(words, flight.run.logs(order.work)[0]))
        return self._failed(order, flight, paper, how)

    def _failed(
        self, order: TrainingOrder, flight: Flight, paper: Paper, how: Ended
    ) -> Working | Finished | Lost:
        smaller = flight.plan.preset.smaller
        if how.why is Ending.OUT_OF_MEMORY and not paper.smaller and smaller.any:
            return self._go_on(order, flight.plan, replace(paper.idle(), smaller=True))
        log, base = flight.run.logs(order.work)[0], order.spec.base
        times = paper.killed + 1
        if how.why is Ending.KILLED and times < KILLS:
            papers.write(replace(paper.idle(), killed=times), order.work)
            return Lost()
        if how.why is Ending.KILLED:
            fault = faults.killed(times, how.word, log)
        else:
            python = self._preflight.python(base) or Path("python")
            fault = faults.ended(how, Trainers.of(base), log, python)
        full = how.why is Ending.DISK_FULL
        papers.write(paper.idle() if full else paper.afresh(), order.work)
        raise Temporary(fault, delay=_DISK_DELAY) if full else Permanent(fault)

    def _go_on(self, order: TrainingOrder, plan: TrainingPlan, paper: Paper) -> Working | Finished:
        """Start the next run; say that all is done where there is none."""
        papers.write(paper, order.work)
        run = _next(plan, paper)
        if run is None:
            return Finished()
        _, flight = self._starter.start(order, plan, paper, run)
        self._flights[order.work] = flight
        return Working(progress=flight.progress)

    def _end(self, work: Path, key: str) -> None:
        """End whatever is at work in a folder; return when it is gone."""
        flight = self._flights.pop(work, None)
        if flight:
            flight.end()
        end_leftovers(key)


def _next(plan: TrainingPlan, paper: Paper) -> Run | None:
    """Return the run that comes next, or None once all are done."""
    runs = plan.runs(paper)
    return next((run for run in runs if run.key not in paper.done), None)


def _run_named(plan: TrainingPlan, paper: Paper) -> Run | None:
    """Return the run that the paper says is at work."""
    runs = plan.runs(paper)
    return next((run for run in runs if run.key == paper.run), None)
