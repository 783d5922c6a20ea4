from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.order import order
from lyrad.model.spec import Priority

PRIORITIES = st.sampled_from(Priority)
ROUNDS = st.integers(1, 98)
DAYS = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(9999, 12, 31))


@given(PRIORITIES, PRIORITIES, ROUNDS, ROUNDS, DAYS, DAYS)
def test_urgency_goes_before_round_and_round_before_due(
    urgent: Priority, other: Priority, one: int, two: int, due: date | None, day: date | None
) -> None:
    first = order(priority=urgent, coverage=one, due=due)
    second = order(priority=other, coverage=two, due=day)
    asked = ((urgent, one, due or date.max), (other, two, day or date.max))
    if asked[0][:2] != asked[1][:2]:
        assert (first < second) == (asked[0][:2] < asked[1][:2])
    elif due != day:
        assert (first < second) == (asked[0] < asked[1]) or date.max in {due, day}
    else:
        assert first == second


@given(PRIORITIES, st.integers(1, 10_000), st.none() | st.dates())
def test_the_number_is_one_that_the_engine_takes(
    priority: Priority, attempt: int, due: date | None
) -> None:
    assert 1 <= order(priority=priority, coverage=attempt, due=due) < 2**31


def test_a_shot_with_no_due_date_comes_after_those_with_one() -> None:
    some = order(priority=Priority.NORMAL, coverage=1, due=date(2099, 1, 1))
    assert some < order(priority=Priority.NORMAL, coverage=1, due=None)
