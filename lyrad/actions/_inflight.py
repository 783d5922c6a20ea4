"""Have a tool do its work: asked, waited for, and believed only where the result is right.

The ticket is written down before waiting, so that a restart takes up the work in flight instead of
starting it twice. What the work is (a clip, a LoRA, music) and what makes it right are the verbs'.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol, TypeVar

from lyrad.actions import _ticket
from lyrad.errors import Cancelled, Code, Fault, Permanent, Stopping, Temporary
from lyrad.model.job import Progress
from lyrad.ports import Finished, Lost, Signal, Ticket, Working, Workplace

DOWN_DELAY = 5.0
_POLL = 0.25
_MOST_LOST = 3

O = TypeVar("O")  # noqa: E741 - an order
O_contra = TypeVar("O_contra", contravariant=True)
M = TypeVar("M")
M_co = TypeVar("M_co", covariant=True)
B = TypeVar("B")


class Tool(Protocol[O_contra, M_co]):
    """A tool that gives a ticket for an order and later brings what it made."""

    @property
    def name(self) -> str: ...

    @property
    def outlives(self) -> bool: ...

    def poll(self, order: O_contra, ticket: Ticket) -> Working | Finished | Lost: ...

    def fetch(
        self,
        order: O_contra,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> M_co: ...

    def cancel(self, order: O_contra, ticket: Ticket) -> None: ...


def brought(
    bench: Workplace,
    tool: Tool[O, M],
    order: O,
    *,
    submit: Callable[[], Ticket],
    believe: Callable[[M], B],
) -> tuple[Ticket, B]:
    """Return the ticket and what it brought; work that was in flight is taken up again.

    Args:
        bench: where the ticket is kept.
        tool: at work on the order.
        order: the same at every try.
        submit: hands the order over; called again where the tool lost it.
        believe: returns the result as it is used. Raises Permanent where it is not right.

    Raises:
        Temporary: the tool lost the work again and again.
    """
    bench.signal.check()
    ticket = _ticket.read(bench.work) or _submitted(bench, submit)
    for _ in range(_MOST_LOST):
        with _called_off(bench, tool, order, ticket):
            if _finished(bench, partial(tool.poll, order, ticket)):
                made = tool.fetch(order, ticket, bench.signal, bench.progress)
                return ticket, believe(made)
        _ticket.forget(bench.work)
        ticket = _submitted(bench, submit)
    raise Temporary(_forgetful(bench, tool.name), delay=DOWN_DELAY)


def _submitted(bench: Workplace, submit: Callable[[], Ticket]) -> Ticket:
    ticket = submit()
    _ticket.write(bench.work, ticket)
    return ticket


def _finished(bench: Workplace, poll: Callable[[], Working | Finished | Lost]) -> bool:
    """Wait for the end; return False where the tool knows nothing of the ticket."""
    while True:
        match poll():
            case Working(progress=progress):
                if progress:
                    bench.progress(progress)
                bench.signal.wait(_POLL)
            case Finished():
                return True
            case Lost():
                return False


@contextmanager
def _called_off(bench: Workplace, tool: Tool[O, M], order: O, ticket: Ticket) -> Iterator[None]:
    """Tell the tool when the work is cancelled; forget a ticket that can bring nothing.

    Work that outlives lyrad is left alone when lyrad stops: its ticket waits for the next start.
    """
    try:
        yield
    except (Cancelled, Stopping) as end:
        if isinstance(end, Stopping) and tool.outlives:
            raise
        tool.cancel(order, ticket)
        _ticket.forget(bench.work)
        raise
    except Permanent:
        _ticket.forget(bench.work)
        raise


def _forgetful(bench: Workplace, name: str) -> Fault:
    return Fault(
        code=Code.BACKEND_DOWN,
        what=f"{name} lost the work {_MOST_LOST} times in a row.",
        where=bench.plan.of,
        next=f"Look at {name}'s own log; lyrad tries again by itself.",
    )
