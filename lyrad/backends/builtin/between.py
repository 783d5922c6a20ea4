"""The embedded renderer as a backend: one worker process for each order, on this machine's CPU.

Decides when a worker is started, taken up again, lost or at fault. How pictures are made is the
worker's business; this module runs inside the daemon and loads neither NumPy nor OpenCV.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock

from lyrad.backends._alive import alive, born, end
from lyrad.backends._process import PATIENCE, Program, tail
from lyrad.backends.builtin import order as papers
from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.job import Progress
from lyrad.ports import BetweenOrder, Finished, Lost, Rendered, Signal, Ticket, Working

KILLS = 3
"""So many workers may be ended from outside (out of memory, by hand) before the job fails."""

DISK_DELAY = 60.0

NO_ROOM = ("No space left on device", "Disk quota exceeded")
"""What FFmpeg says in its log when it cannot write on."""


class BuiltinBackend:
    """Renders between two frames without any tool but FFmpeg."""

    name = "builtin"
    outlives = False

    def __init__(self, *, python: str = sys.executable, ffmpeg: str = "ffmpeg") -> None:
        self._python = python
        self._ffmpeg = ffmpeg
        self._programs: dict[papers.Worker, Program] = {}
        self._lock = Lock()

    @property
    def busy(self) -> Mapping[str, float]:
        """Return nothing: it has no servers."""
        return {}

    def probe(self) -> Fault | None:
        """Return what is missing, or None."""
        if shutil.which(self._ffmpeg):
            return None
        return Fault(
            code=Code.TOOL_MISSING,
            what="FFmpeg is missing, so nothing can be rendered on this machine.",
            where=f"`{self._ffmpeg}` is not among the programs that lyrad can start",
            next="install FFmpeg (Debian, Ubuntu: sudo apt install ffmpeg); the shot then goes on",
        )

    def submit(self, order: BetweenOrder) -> Ticket:
        """Start a worker, or return the ticket of the one that is at work or done."""
        wanted = _order(order)
        same = papers.read(papers.Order, order.work / papers.ORDER) == wanted
        before = papers.read(papers.Worker, order.work / papers.WORKER)
        if same and before and (_result(order) or alive(before.pid, before.born)):
            return _ticket(before)
        if before:
            self._end(before)
        killed = before.killed if same and before else 0
        _sweep(order.work)
        (order.work / papers.LOG).unlink(missing_ok=True)  # its last words speak of this order
        papers.write(wanted, order.work / papers.ORDER)
        return _ticket(self._start(order.work, killed=killed))

    def poll(self, order: BetweenOrder, ticket: Ticket) -> Working | Finished | Lost:
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
            return Working(progress=_progress(order))
        self._forget(who)
        if _result(order):
            return Finished()
        if code is None:
            return Lost()
        if code < 0 or code == papers.FFMPEG_KILLED:
            return self._killed(order)
        raise _failure(code, order)

    def fetch(
        self,
        order: BetweenOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Rendered:
        """Return the clip, which lies in the order's work folder already.

        Raises:
            Temporary: it was removed meanwhile.
        """
        del signal, progress
        result = _result(order)
        if result is None:
            raise Temporary(
                Fault(
                    code=Code.FILE_GONE,
                    what="The rendered clip was removed before it could be used.",
                    where=f"{order.work / papers.CLIP}, made by process {ticket.id}",
                    next="nothing: lyrad renders it again",
                )
            )
        return Rendered(
            path=order.work / papers.CLIP,
            method=result.method,
            draft=True,
            facts={
                "explained": round(result.explained, 3),
                "frames": result.frames,
                "seconds": round(result.seconds, 2),
            },
        )

    def cancel(self, order: BetweenOrder, ticket: Ticket) -> None:
        """End the worker and its FFmpeg; return when both are gone."""
        self._end(_read(ticket))
        if _result(order) is None:
            _sweep(order.work)

    def give_up(self, works: Iterable[Path]) -> None:
        """Do nothing: its worker ends with the step, so that nothing is in flight without one."""

    def _start(self, work: Path, *, killed: int) -> papers.Worker:
        # -P: the work folder must not be searched for modules.
        argv = [self._python, "-P", "-m", "lyrad.backends.builtin.worker", papers.ORDER]
        program = Program.start(
            argv, cwd=work, log=work / papers.LOG, env={"LYRAD_FFMPEG": self._ffmpeg}
        )
        worker = papers.Worker(pid=program.pid, born=born(program.pid), killed=killed)
        with self._lock:
            self._programs[_read(_ticket(worker))] = program
        papers.write(worker, work / papers.WORKER)
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

    @staticmethod
    def _killed(order: BetweenOrder) -> Lost:
        """Count a worker that was ended from outside; enough is enough."""
        path = order.work / papers.WORKER
        worker = papers.read(papers.Worker, path)
        killed = (worker.killed if worker else 0) + 1
        if killed >= KILLS:
            raise Permanent(
                Fault(
                    code=Code.CRASHED_TOO_OFTEN,
                    what=f"The embedded renderer was ended {killed} times before it was done.",
                    where=str(order.work / papers.LOG),
                    next="often too little memory: close other programs, or make the shot's size "
                    "smaller, then put a RETAKE file beside the spec",
                )
            )
        papers.write(papers.Worker(pid=0, born="", killed=killed), path)
        return Lost()


def _order(order: BetweenOrder) -> papers.Order:
    return papers.Order(
        first=str(order.first.absolute()) if order.first else None,
        last=str(order.last.absolute()) if order.last else None,
        frames=order.frames,
        rate=str(order.rate),
        width=order.size.width,
        height=order.size.height,
    )


def _ticket(worker: papers.Worker) -> Ticket:
    return Ticket(id=str(worker.pid), facts={"pid": worker.pid, "born": worker.born})


def _read(ticket: Ticket) -> papers.Worker:
    return papers.Worker(pid=int(ticket.id), born=str(ticket.facts.get("born", "")))


def _result(order: BetweenOrder) -> papers.Result | None:
    """Return what was rendered for this very order, or None while it is not whole."""
    if papers.read(papers.Order, order.work / papers.ORDER) != _order(order):
        return None
    result = papers.read(papers.Result, order.work / papers.RESULT)
    whole = result is not None and (order.work / papers.CLIP).is_file()
    return result if whole else None


def _progress(order: BetweenOrder) -> Progress:
    done = papers.read(papers.Done, order.work / papers.PROGRESS)
    return Progress(done=done.frames if done else 0, total=order.frames)


def _sweep(work: Path) -> None:
    """Remove what an earlier worker left; the result first, so that none is half there."""
    for name in (papers.RESULT, papers.CLIP, papers.PROGRESS, papers.WORKER):
        (work / name).unlink(missing_ok=True)
        (work / f".{name}.part").unlink(missing_ok=True)


def _failure(code: int, order: BetweenOrder) -> Permanent | Temporary:
    words = tail(order.work / papers.LOG, 20)
    if code == papers.DISK_FULL or any(sign in words for sign in NO_ROOM):
        return Temporary(
            Fault(
                code=Code.DISK_FULL,
                what="There is no room left on the disk where the clip is rendered.",
                where=str(order.work),
                next="make room on that disk; lyrad tries again by itself",
            ),
            delay=DISK_DELAY,
        )
    said = [line for line in words.splitlines() if line.startswith(papers.SAYS)]
    reason = said[-1].removeprefix(papers.SAYS) if said else f"it ended with exit code {code}"
    return Permanent(
        Fault(
            code=Code.BACKEND_FAILED,
            what=f"The embedded renderer stopped: {reason}.",
            where=f"what it said stands in {order.work / papers.LOG}",
            next="look at both frames; if they are fine, put a RETAKE file beside the spec",
        )
    )
