"""The embedded renderer as a backend: one worker process for each order, on this machine's CPU.

How workers are started and ended is `workers`' to say, how pictures are made the worker's; this
module runs inside the daemon and loads neither NumPy nor OpenCV.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from lyrad.backends.builtin import order as papers
from lyrad.backends.builtin.workers import Trade, Workers
from lyrad.errors import Code, Fault, Temporary
from lyrad.model.job import Progress
from lyrad.ports import BetweenOrder, Finished, Lost, Rendered, Signal, Ticket, Working

_TRADE = Trade(
    module="lyrad.backends.builtin.worker",
    order=papers.ORDER,
    worker=papers.WORKER,
    log=papers.LOG,
    leaves=(papers.RESULT, papers.CLIP, papers.PROGRESS),
    name="The embedded renderer",
    makes="clip",
    smaller="often too little memory: close other programs, or make the shot's size smaller, then "
    "put a RETAKE file beside the spec",
    look="look at both frames; if they are fine, put a RETAKE file beside the spec",
)


class BuiltinBackend:
    """Renders between two frames without any tool but FFmpeg."""

    name = "builtin"
    outlives = False

    def __init__(self, *, python: str = sys.executable, ffmpeg: str = "ffmpeg") -> None:
        self._ffmpeg = ffmpeg
        self._workers = Workers(_TRADE, python=python, env={"LYRAD_FFMPEG": ffmpeg})

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
        return self._workers.submit(order.work, _order(order), partial(_done, order))

    def poll(self, order: BetweenOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands.

        Raises:
            Permanent: the worker failed, or was ended from outside too often.
            Temporary: there was no room to write.
        """
        return self._workers.poll(
            order.work, ticket, done=partial(_done, order), progress=partial(_progress, order)
        )

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
        self._workers.cancel(order.work, ticket, partial(_done, order))

    def give_up(self, works: Iterable[Path]) -> None:
        """Do nothing: its worker ends with the step, so that nothing is in flight without one."""


def _order(order: BetweenOrder) -> papers.Order:
    return papers.Order(
        first=str(order.first.absolute()) if order.first else None,
        last=str(order.last.absolute()) if order.last else None,
        frames=order.frames,
        rate=str(order.rate),
        width=order.size.width,
        height=order.size.height,
    )


def _done(order: BetweenOrder) -> bool:
    return _result(order) is not None


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
