"""Choose the tool that a step uses: the one that the rule names, or what stands in for it.

A stand-in that was chosen once stays chosen while its work is in flight: its ticket says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from lyrad.actions import _ticket
from lyrad.actions._inflight import DOWN_DELAY
from lyrad.errors import Fault, Temporary
from lyrad.model.names import Fields
from lyrad.ports import Workplace

_INSTEAD, _BECAUSE = "instead_of", "because"

T = TypeVar("T")


def tool_or_instead(
    bench: Workplace,
    *,
    backend: str,
    fallback: str,
    named: Callable[[str], T],
    probe: Callable[[T], Fault | None],
) -> tuple[T, Fields]:
    """Return the tool to use, and, where it stands in for another, for which and why.

    Raises:
        Temporary: it is down, and nothing may stand in for it.
        Permanent: there is none of that name.
    """
    ticket = _ticket.read(bench.work)
    if ticket and fallback and _INSTEAD in ticket.facts:
        return named(fallback), _stand_in(ticket.facts)
    tool = named(backend)
    fault = probe(tool)
    if fault is None:
        return tool, {}
    if ticket or not fallback:
        raise Temporary(fault, delay=DOWN_DELAY)
    return named(fallback), {_INSTEAD: backend, _BECAUSE: fault.what}


def _stand_in(facts: Fields) -> Fields:
    return {name: facts[name] for name in (_INSTEAD, _BECAUSE) if name in facts}
