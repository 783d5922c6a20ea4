from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.disk.watch.inotify_places import Places


@pytest.fixture
def places():
    made = Places()
    for number, path in enumerate(("", "A", "A/x", "A/x/y", "AB", "B")):
        made.put(number, path)
    return made


def test_a_number_stands_for_the_path_where_its_folder_was_seen_last(places):
    assert places.put(1, "C") is None
    assert places.path(1) == "C"
    assert places.path(2) == "A/x"  # nobody has looked there again yet
    assert set(places.drop_tree("A")) == {2, 3}
    assert len(places) == 4


def test_another_folder_at_a_known_path_sets_the_former_free(places):
    assert places.put(9, "A/x") == 2
    assert places.path(2) is None
    assert places.path(9) == "A/x"


def test_the_late_end_of_a_former_folder_does_not_end_the_one_in_its_place(places):
    places.put(9, "A/x")
    places.drop(2)
    assert places.path(9) == "A/x"


def test_below_a_folder_is_what_its_path_leads_to_and_no_namesake(places):
    assert set(places.drop_tree("A")) == {1, 2, 3}
    assert places.path(4) == "AB"
    assert places.drop_tree("A") == ()


def test_what_is_below_a_folder_that_could_not_be_attended_is_found(places):
    places.put(7, "closed/open/deep")
    assert places.drop_tree("closed") == (7,)
    assert set(places.drop_tree("")) == {0, 1, 2, 3, 4, 5}
    assert len(places) == 0


NAMES = st.lists(st.sampled_from("ab"), max_size=3).map("/".join)
STEPS = st.lists(st.tuples(st.sampled_from(["put", "drop", "leave"]), st.integers(0, 5), NAMES))


@given(STEPS)
def test_whatever_happens_numbers_and_paths_stay_one_to_one(steps):
    places, known = Places(), {}
    for what, number, path in steps:
        if what == "put":
            gone = next((n for n, p in known.items() if p == path and n != number), None)
            assert places.put(number, path) == gone
            known.pop(gone, None)
            known[number] = path
        elif what == "drop":
            places.drop(number)
            known.pop(number, None)
        else:
            below = {n for n, p in known.items() if not path or f"{p}/".startswith(f"{path}/")}
            assert set(places.drop_tree(path)) == below
            known = {n: p for n, p in known.items() if n not in below}
        assert {n: places.path(n) for n in range(6)} == {n: known.get(n) for n in range(6)}
        assert len(places) == len(known)
