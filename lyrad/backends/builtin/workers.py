"""Embedded work in processes of their own: one worker for each order, in the order's work folder.

Decides when a worker is started, taken up again, lost or at fault. What it makes is the worker's
business; this module runs inside the daemon and loads neither NumPy nor OpenCV.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from lyrad.backends._alive import alive, born, end
from lyrad.backends._process import PATIENCE, Program, tail
from lyrad.backends.builtin import order as papers
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.ports import Finished, Lost, Ticket, Working

KILLS = 3
"""So many workers may be ended from outside (out of memory, by hand) before the job fails."""

DISK_DELAY = 60.0

NO_ROOM = ("No space left on device", "Disk quota exceeded")
"""What FFmpeg says in its log when it cannot write on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What tells one kind of embedded work from another.

    `module` is the worker's; `order`, `worker` and `log` are names in the work folder, `leaves`
    what the worker writes there, the paper that makes it count first. `name` and `makes` are for
    people (`The embedded renderer`, `clip`), `smaller` and `look` say what they can do where it
    was ended too often, or failed.
    """

    module: str
    order: str
    worker: str
    log: str
    leaves: tuple[str, ...]
    name: str
    makes: str
    smaller: str
    look: str


class Workers:
    """The workers of one trade; safe for several threads."""

    def __init__(
        self, trade: Trade, *, python: str = sys.executable, env: Mapping[str, str] | None = None
    ) -> None:
        self._trade = trade
        self._python = python
        self._env = env or {}
        self._programs: dict[papers.Worker, Program] = {}
        self._lock = Lock()

    def submit(self, work: Path, wanted: papers.Wanted, done: Callable[[], bool]) -> Ticket:
        """Start a worker, or return the ticket of the one that is at work or done."""
        trade = self._trade
        same = papers.read(type(wanted), work / trade.order) == wanted
        before = papers.read(papers.Worker, work / trade.worker)
        if same and before and (done() or alive(before.pid, before.born)):
            return _ticket(before)
        if before:
            self._end(before)
        killed = before.killed if same and before else 0
        self._sweep(work)
        (work / trade.log).unlink(missing_ok=True)  # its last words speak of this order
        papers.write(wanted, work / trade.order)
        return _ticket(self._start(work, killed=killed))

    def poll(
        self,
        work: Path,
        ticket: Ticket,
        *,
        done: Callable[[], bool],
        progress: Callable[[], Progress],
    ) -> Working | Finished | Lost:
        """Return how the work stands.

        Raises:
            Permanent: the worker failed, or was ended from outside too often.
            Temporary: there was no room to write.
        """
        who = _read(ticket)
        with self._lock:
            program = self._programs.get(who)
        code = program.poll() if program else None
        if code is None and (program or alive(who.pid, who.born)):
            return Working(progress=progress())
        self._forget(who)
        if done():
            return Finished()
        if code is None:
            return Lost()
        if code < 0 or code == papers.FFMPEG_KILLED:
            return self._killed(work)
        raise self._failure(code, work)

    def cancel(self, work: Path, ticket: Ticket, done: Callable[[], bool]) -> None:
        """End the worker and what it started; return when all are gone."""
        self._end(_read(ticket))
        if not done():
            self._sweep(work)

    def _start(self, work: Path, *, killed: int) -> papers.Worker:
        trade = self._trade
        # -P: the work folder must not be searched for modules.
        argv = [self._python, "-P", "-m", trade.module, trade.order]
        program = Program.start(argv, cwd=work, log=work / trade.log, env=self._env)
        worker = papers.Worker(pid=program.pid, born=born(program.pid), killed=killed)
        with self._lock:
            self._programs[_read(_ticket(worker))] = program
        papers.write(worker, work / trade.worker)
        return worker

    def _end(self, worker: papers.Worker) -> None:
        program = self._forget(worker)
        if program:
            program.stop(PATIENCE)
        else:
            end(worker.pid, worker.born, patience=PATIENCE)

    def _forget(self, worker: papers.Worker) -> Program | None:
        with self._lock:
            return self._programs.pop(_read(_ticket(worker)), None)

    def _sweep(self, work: Path) -> None:
        """Remove what an earlier worker left; the result first, so that none is half there."""
        for name in (*self._trade.leaves, self._trade.worker):
            (work / name).unlink(missing_ok=True)
            (work / f".{name}.part").unlink(missing_ok=True)

    def _killed(self, work: Path) -> Lost:
        """Count a worker that was ended from outside; enough is enough."""
        path = work / self._trade.worker
        worker = papers.read(papers.Worker, path)
        killed = (worker.killed if worker else 0) + 1
        if killed >= KILLS:
            raise Permanent(
                Fault(
                    code=Code.CRASHED_TOO_OFTEN,
                    what=f"{self._trade.name} was ended {killed} times before it was done.",
                    where=str(work / self._trade.log),
                    next=self._trade.smaller,
                )
            )
        papers.write(papers.Worker(pid=0, born="", killed=killed), path)
        return Lost()

    def _failure(self, code: int, work: Path) -> Permanent | Temporary:
        log = work / self._trade.log
        words = tail(log, 20)
        if code == papers.DISK_FULL or any(sign in words for sign in NO_ROOM):
            return Temporary(
                Fault(
                    code=Code.DISK_FULL,
                    what=f"There is no room left on the disk where the {self._trade.makes} is "
                    "made.",
                    where=str(work),
                    next="make room on that disk; lyrad tries again by itself",
                ),
                delay=DISK_DELAY,
            )
        said = [line for line in words.splitlines() if line.startswith(papers.SAYS)]
        reason = said[-1].removeprefix(papers.SAYS) if said else f"it ended with exit code {code}"
        return Permanent(
            Fault(
                code=Code.BACKEND_FAILED,
                what=f"{self._trade.name} stopped: {reason}.",
                where=f"what it said stands in {log}",
                next=self._trade.look,
            )
        )


def _ticket(worker: papers.Worker) -> Ticket:
    return Ticket(id=str(worker.pid), facts={"pid": worker.pid, "born": worker.born})


def _read(ticket: Ticket) -> papers.Worker:
    return papers.Worker(pid=int(ticket.id), born=str(ticket.facts.get("born", "")))
