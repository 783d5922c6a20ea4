from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.model.plan import Artifact, Done
from lyrad.service.engine.payload import (
    Ending,
    Try,
    artifacts_in,
    artifacts_out,
    ended,
    plan_in,
    plan_out,
    try_in,
    try_out,
)
from tests.support import nouns
from tests.support.engine import BROKEN, DOWN, failed, later

NOW = datetime(2026, 11, 22, 3, 4, 5, 678901, tzinfo=UTC)

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    rate=st.fractions(min_value=1, max_value=240),
    due=st.none() | st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    own=st.dictionaries(st.text(), plain, max_size=4),
    note=st.text(),
)
def test_a_plan_comes_back_from_json_as_it_was(
    rate: Fraction, due: date | None, own: dict[str, object], note: str
) -> None:
    plan = nouns.plan(spec=nouns.shot_spec(rate=rate, due=due, own=own), note=note, ordered_at=NOW)

    assert plan_in(json.loads(json.dumps(plan_out(plan)))) == plan


def test_a_plan_of_another_time_with_a_field_more_is_still_read() -> None:
    written = plan_out(nouns.plan()) | {"of_a_later_lyrad": 1}

    assert plan_in(written) == nouns.plan()


def test_what_is_no_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="job"):
        plan_in({"nonsense": 1})


def test_artifacts_come_back_from_json_as_they_were() -> None:
    made = (Artifact(kind="clip", path="a/b.mkv", facts={"frames": 25, "rate": "24000/1001"}),)

    assert artifacts_in(json.loads(json.dumps(artifacts_out(made)))) == made


@pytest.mark.parametrize(
    ("outcome", "ending", "fault", "delay"),
    [
        (Done(artifacts=()), Ending.DONE, None, 0.0),
        (later(3.0), Ending.LATER, DOWN, 3.0),
        (failed(), Ending.FAILED, BROKEN, 0.0),
    ],
)
def test_an_outcome_is_recorded_as_a_try(
    outcome: Done, ending: Ending, fault: object, delay: float
) -> None:
    one = ended(outcome, step=1, tries=2, started_at=NOW, ended_at=NOW)

    assert (one.ending, one.fault, one.delay) == (ending, fault, delay)
    assert try_in(json.loads(json.dumps(try_out(one)))) == one


def test_a_try_that_never_began_has_no_start() -> None:
    one = Try(ending=Ending.HELD, step=0, tries=1, started_at=None, ended_at=NOW)

    assert try_in(try_out(one)).record().started_at is None
