"""Have a backend do its work: asked, waited for, and believed only where the clip is right.

The ticket is written down before waiting, so that a restart takes up the work in flight instead of
starting it twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from lyrad.actions import _ticket
from lyrad.actions._reject import measured
from lyrad.errors import Cancelled, Code, Fault, Permanent, Stopping, Temporary
from lyrad.model.names import Fields
from lyrad.ports import (
    Bench,
    BetweenBackend,
    BetweenOrder,
    Finished,
    Lost,
    Rendered,
    Ticket,
    Working,
    Workplace,
)

DOWN_DELAY = 5.0
_POLL = 0.25
_MOST_LOST = 3


def backend_named(bench: Bench, name: str) -> BetweenBackend:
    """Return the backend of that name. Raises Permanent: there is none."""
    try:
        return bench.backends[name]
    except KeyError:
        raise Permanent(_unknown(bench, name)) from None


def rendered(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, instead: Fields
) -> tuple[Ticket, Rendered]:
    """Return the ticket and what it brought; work that was in flight is taken up again."""
    bench.signal.check()
    ticket = _ticket.read(bench.work) or _submitted(bench, backend, order, instead)
    for _ in range(_MOST_LOST):
        with _called_off(bench, backend, order, ticket):
            if finished(bench, partial(backend.poll, order, ticket)):
                made = backend.fetch(order, ticket, bench.signal, bench.progress)
                measured(bench, made.path, made_by=backend.name)
                return ticket, made
        ticket = _submitted(bench, backend, order, instead)
    raise Temporary(_forgetful(bench, backend), delay=DOWN_DELAY)


def finished(bench: Workplace, poll: Callable[[], Working | Finished | Lost]) -> bool:
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


def _submitted(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, instead: Fields
) -> Ticket:
    ticket = backend.submit(order)
    if instead:
        ticket = replace(ticket, facts={**ticket.facts, **instead})
    _ticket.write(bench.work, ticket)
    return ticket


@contextmanager
def _called_off(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, ticket: Ticket
) -> Iterator[None]:
    """Tell the backend when the work is cancelled; forget a ticket that can bring nothing.

    Work that outlives lyrad is left alone when lyrad stops: its ticket waits for the next start.
    """
    try:
        yield
    except (Cancelled, Stopping) as end:
        if isinstance(end, Stopping) and backend.outlives:
            raise
        backend.cancel(order, ticket)
        _ticket.forget(bench.work)
        raise
    except Permanent:
        _ticket.forget(bench.work)
        raise


def _unknown(bench: Bench, name: str) -> Fault:
    known = ", ".join(sorted(bench.backends)) or "none"
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is no backend named {name}.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].{_action(bench)}.backend",
        next=f"Name one of these: {known}; or add it to the settings.",
    )


def _forgetful(bench: Bench, backend: BetweenBackend) -> Fault:
    return Fault(
        code=Code.BACKEND_DOWN,
        what=f"{backend.name} lost the work {_MOST_LOST} times in a row.",
        where=str(bench.plan.shot),
        next=f"Look at {backend.name}'s own log; lyrad tries again by itself.",
    )


def _action(bench: Bench) -> str:
    return bench.plan.steps[bench.step].action
