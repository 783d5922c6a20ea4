"""Have a backend render a clip, and believe it only where the clip is what was ordered."""

from __future__ import annotations

from dataclasses import replace

from lyrad.actions._inflight import brought
from lyrad.actions._reject import measured
from lyrad.errors import Code, Fault, Permanent
from lyrad.model.names import Fields
from lyrad.ports import Bench, BetweenBackend, BetweenOrder, Rendered, Ticket


def backend_named(bench: Bench, name: str) -> BetweenBackend:
    """Return the backend of that name. Raises Permanent: there is none."""
    try:
        return bench.backends[name]
    except KeyError:
        raise Permanent(_unknown(bench, name)) from None


def rendered(
    bench: Bench, backend: BetweenBackend, order: BetweenOrder, instead: Fields
) -> tuple[Ticket, Rendered]:
    """Return the ticket and what it brought; `instead` says for what the backend stands in."""

    def submit() -> Ticket:
        ticket = backend.submit(order)
        return replace(ticket, facts={**ticket.facts, **instead})

    def believe(made: Rendered) -> Rendered:
        measured(bench, made.path, made_by=backend.name)
        return made

    return brought(bench, backend, order, submit=submit, believe=believe)


def _unknown(bench: Bench, name: str) -> Fault:
    known = ", ".join(sorted(bench.backends)) or "none"
    action = bench.plan.steps[bench.step].action
    return Fault(
        code=Code.BACKEND_UNKNOWN,
        what=f"There is no backend named {name}.",
        where=f"{bench.plan.rule_source}: do[{bench.step}].{action}.backend",
        next=f"Name one of these: {known}; or add it to the settings.",
    )
