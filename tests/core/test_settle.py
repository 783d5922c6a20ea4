from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.settle import LONGEST, Change, Quiet, again_at, ready_at, stretched

TIMES = st.floats(min_value=0, max_value=1e6)
SPANS = st.floats(min_value=0, max_value=600)
CHANGES = st.builds(Change, at=TIMES, pause=SPANS)
QUIET = Quiet(usual=3.0, with_takes=60.0)


@given(
    members=st.lists(CHANGES, min_size=1),
    scene=st.none() | TIMES,
    usual=SPANS,
    more=SPANS,
    first_take=st.none() | TIMES,
)
def test_a_set_that_changed_within_its_window_is_never_ready(
    members: list[Change], scene: float | None, usual: float, more: float, first_take: float | None
) -> None:
    quiet = Quiet(usual=usual, with_takes=usual + more)
    ready = ready_at(members, scene=scene, quiet=quiet, first_take=first_take)
    for change in members:
        edited = first_take is not None and change.at > first_take
        assert ready >= change.at + (quiet.with_takes if edited else usual)
        assert ready >= change.at + min(3 * change.pause, LONGEST)
    assert scene is None or ready >= scene


@given(members=st.lists(CHANGES, min_size=1), later=CHANGES)
def test_a_further_change_never_makes_it_ready_earlier(
    members: list[Change], later: Change
) -> None:
    before = ready_at(members, scene=None, quiet=QUIET, first_take=None)
    after = ready_at([*members, later], scene=None, quiet=QUIET, first_take=None)
    assert after >= before


def test_what_changed_before_the_first_take_has_settled_long_ago() -> None:
    old, new = Change(at=10.0), Change(at=21.0)
    assert ready_at([old], scene=None, quiet=QUIET, first_take=20.0) == 13.0
    assert ready_at([new, old], scene=None, quiet=QUIET, first_take=20.0) == 81.0


def test_the_scene_has_its_own_quiet_time() -> None:
    asked = QUIET.asked([30.0])
    assert ready_at([Change(at=10.0)], scene=14.0, quiet=asked, first_take=None) == 40.0
    assert ready_at([Change(at=10.0)], scene=93.0, quiet=asked, first_take=None) == 93.0


def test_a_file_that_grew_in_jerks_is_waited_for_three_times_its_longest_pause() -> None:
    jerky = Change(at=10.0, pause=8.0)
    assert ready_at([jerky], scene=None, quiet=QUIET, first_take=None) == 34.0


def test_a_learnt_pause_is_never_below_the_floor_nor_above_a_minute() -> None:
    assert [stretched(pause, 10.0) for pause in (0.0, 3.0, 8.0, 20.0, 50.0)] == [
        10,
        10,
        24,
        60,
        60,
    ]
    assert stretched(1.0, 90.0) == 90.0, "whoever asks for more gets it"


def test_a_rules_wish_replaces_the_usual_time_and_the_longest_counts() -> None:
    assert QUIET.asked([]) == QUIET
    assert QUIET.asked([None]) == QUIET
    assert QUIET.asked([1.0]) == Quiet(usual=1.0, with_takes=60.0)
    assert QUIET.asked([1.0, None]) == QUIET
    assert QUIET.asked([90.0, 5.0]) == Quiet(usual=90.0, with_takes=90.0)


def test_an_unknown_format_is_waited_for_longer_than_one_that_says_where_it_ends() -> None:
    assert QUIET.unknown == 3 * QUIET.usual
    assert Quiet(usual=40.0, with_takes=60.0).unknown == 60.0


def test_what_nobody_opens_is_quiet_for_longer_than_it_may_look_unchanged() -> None:
    assert QUIET.around == 3.0
    assert Quiet(usual=10.0, with_takes=60.0, attributes=3.0).around == 10.0
    assert Quiet(usual=10.0, with_takes=60.0, attributes=60.0).around == 61.0


def test_what_is_not_whole_is_looked_at_with_doubling_pauses_up_to_a_minute() -> None:
    now, pauses = 3.0, []
    for _ in range(7):
        then = again_at(0.0, now, first=3.0)
        pauses.append(then - now)
        now = then
    assert pauses == [3, 6, 12, 24, 48, 60, 60]
