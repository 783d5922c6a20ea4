"""The embedded composer: a scratch score to cut to, made on this machine's CPU without any model.

It meets the cue's hits, key, tempo and mood, and nobody will take it for the final music. How
workers are started and ended is `workers`' to say; this module loads no NumPy.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from lyrad.backends.builtin import order as papers
from lyrad.backends.builtin import score_order as scores
from lyrad.backends.builtin.workers import Trade, Workers
from lyrad.errors import Code, Fault, Temporary
from lyrad.model.cue import SAMPLE_RATE
from lyrad.model.job import Progress
from lyrad.ports import Composed, ComposeOrder, Finished, Lost, Signal, Ticket, Working

_TRADE = Trade(
    module="lyrad.backends.builtin.score_worker",
    order=scores.ORDER,
    worker=scores.WORKER,
    log=scores.LOG,
    leaves=(scores.RESULT, scores.MUSIC, scores.PROGRESS),
    name="The embedded composer",
    makes="music",
    smaller="often too little memory: close other programs, then put a RETAKE file beside "
    "cue.yaml",
    look="look at what it said; a RETAKE file beside cue.yaml tries again",
)


class BuiltinComposer:
    """Writes scratch scores; free to use for everything."""

    name = "builtin"
    licence = ""
    commercial = True
    card = False
    outlives = False

    def __init__(self, *, python: str = sys.executable) -> None:
        self._workers = Workers(_TRADE, python=python)

    def probe(self, order: ComposeOrder) -> Fault | None:
        """Return None: it needs nothing."""
        del order
        return None

    def submit(self, order: ComposeOrder) -> Ticket:
        """Start a worker, or return the ticket of the one that is at work or done."""
        return self._workers.submit(order.work, _order(order), partial(_done, order))

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
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
        order: ComposeOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Composed:
        """Return the music, which lies in the order's work folder already.

        Raises:
            Temporary: it was removed meanwhile.
        """
        del signal, progress
        result = _result(order)
        if result is None:
            raise Temporary(
                Fault(
                    code=Code.FILE_GONE,
                    what="The scratch score was removed before it could be used.",
                    where=f"{order.work / scores.MUSIC}, made by process {ticket.id}",
                    next="nothing: lyrad makes it again",
                )
            )
        return Composed(
            path=order.work / scores.MUSIC,
            seed=order.seed,
            draft=True,
            facts={
                "method": "scratch score",
                "bpm": result.bpm,
                "key": result.key,
                "meter": result.meter,
                "mood": result.mood,
                "bars": result.bars,
                "notes": result.notes,
            },
        )

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        """End the worker; return when it is gone."""
        self._workers.cancel(order.work, ticket, partial(_done, order))


def _order(order: ComposeOrder) -> scores.Order:
    return scores.Order(
        samples=order.span.samples,
        mood=list(order.mood),
        prompt=order.prompt,
        bpm=order.bpm,
        key=order.key,
        meter=order.meter,
        hits=[hit.sample for hit in order.hits],
        seed=order.seed,
    )


def _done(order: ComposeOrder) -> bool:
    return _result(order) is not None


def _result(order: ComposeOrder) -> scores.Result | None:
    """Return what was written for this very order, or None while it is not whole."""
    if papers.read(scores.Order, order.work / scores.ORDER) != _order(order):
        return None
    result = papers.read(scores.Result, order.work / scores.RESULT)
    whole = result is not None and (order.work / scores.MUSIC).is_file()
    return result if whole else None


def _progress(order: ComposeOrder) -> Progress:
    done = papers.read(papers.Done, order.work / scores.PROGRESS)
    total = order.span.samples // SAMPLE_RATE
    return Progress(done=min(done.frames, total) if done else 0, total=total, unit="second")
