"""Decide the order of work: one number for each job, lower first.

Urgency, then coverage round (first takes of all shots before second takes of any), then due date.
Age is left to the engine: it starts equal numbers in the order of the seconds they came in.
"""

from __future__ import annotations

from datetime import date

from lyrad.model.spec import Priority

_URGENCY = 400_000_000
_ROUND = 4_000_000
_LAST_ROUND = 98
_LAST_DAY = 3_999_998
_EPOCH = date(2000, 1, 1)

AFTER_ALL = 2**31 - 1
"""The order of what is never in the way of a render: the engine has no later one."""


def order(*, priority: Priority, coverage: int, due: date | None) -> int:
    """Return the engine's priority, between 1 and 2**31 - 1.

    `coverage` is the round, from 1; a shot with no due date comes after those with one.
    """
    covered = min(coverage, _LAST_ROUND)
    day = _LAST_DAY if due is None else min(max((due - _EPOCH).days, 0), _LAST_DAY - 1)
    return 1 + int(priority) * _URGENCY + covered * _ROUND + day
