from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.settle import Quiet, ready_at

TIMES = st.floats(min_value=0, max_value=1e6)
SPANS = st.floats(min_value=0, max_value=600)
QUIET = Quiet(usual=3.0, with_takes=60.0)


@given(
    members=st.lists(TIMES, min_size=1),
    scene=st.none() | TIMES,
    usual=SPANS,
    more=SPANS,
    first_take=st.none() | TIMES,
)
def test_a_set_that_changed_within_its_window_is_never_ready(
    members: list[float], scene: float | None, usual: float, more: float, first_take: float | None
) -> None:
    quiet = Quiet(usual=usual, with_takes=usual + more)
    ready = ready_at(members, scene=scene, quiet=quiet, first_take=first_take)
    for changed in members:
        edited = first_take is not None and changed > first_take
        assert ready >= changed + (quiet.with_takes if edited else usual)
    assert scene is None or ready >= scene + usual


@given(members=st.lists(TIMES, min_size=1), later=SPANS)
def test_a_further_change_never_makes_it_ready_earlier(members: list[float], later: float) -> None:
    before = ready_at(members, scene=None, quiet=QUIET, first_take=None)
    after = ready_at([*members, max(members) + later], scene=None, quiet=QUIET, first_take=None)
    assert after >= before


def test_what_changed_before_the_first_take_has_settled_long_ago() -> None:
    assert ready_at([10.0], scene=None, quiet=QUIET, first_take=20.0) == 13.0
    assert ready_at([21.0, 10.0], scene=None, quiet=QUIET, first_take=20.0) == 81.0


def test_the_scene_has_its_own_quiet_time() -> None:
    asked = QUIET.asked([30.0])
    assert ready_at([10.0], scene=11.0, quiet=asked, first_take=None, around=3.0) == 40.0
    assert ready_at([10.0], scene=90.0, quiet=asked, first_take=None, around=3.0) == 93.0


def test_a_rules_wish_replaces_the_usual_time_and_the_longest_counts() -> None:
    assert QUIET.asked([]) == QUIET
    assert QUIET.asked([None]) == QUIET
    assert QUIET.asked([1.0]) == Quiet(usual=1.0, with_takes=60.0)
    assert QUIET.asked([1.0, None]) == QUIET
    assert QUIET.asked([90.0, 5.0]) == Quiet(usual=90.0, with_takes=90.0)
