from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.history import History
from lyrad.core.number import next_take, version_for
from lyrad.model.names import JobId, RelPath, ShotKey
from lyrad.model.take import Take
from tests.support.lines import published, take_given, version_given
from tests.support.nouns import FOLDER, SHOT, receipt

OLD = ShotKey(scene="SC010", shot="SH0019")


def take(number: int, **facts) -> Take:
    written = receipt(take=number, **facts) if facts else None
    return Take(number=number, folder=RelPath(f"{FOLDER}/takes/T{number:02d}"), receipt=written)


def test_the_first_take_is_one():
    assert next_take(History(), (), (), SHOT) == 1


def test_the_next_take_follows_the_highest_of_ledger_folder_and_selects():
    history = History.of([take_given(take=4)])
    assert next_take(history, (take(2),), {3}, SHOT) == 5
    assert next_take(history, (take(6),), {3}, SHOT) == 7
    assert next_take(history, (take(6),), {9}, SHOT) == 10


def test_a_renamed_shot_goes_on_counting():
    history = History.of([take_given(take=4, shot=OLD), version_given(version=3, shot=OLD)])
    stands = (take(1, shot=OLD, version_key="other"),)
    assert next_take(history, stands, (), SHOT) == 5
    assert version_for(history, stands, SHOT, "e" * 20) == 3
    assert version_for(history, stands, SHOT, "new") == 4


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=25))
def test_numbers_never_repeat_whatever_is_deleted(acts):
    history, standing, given_numbers = History(), [], []
    for order, (delete, where) in enumerate(acts):
        if delete and standing:
            standing.pop(where % len(standing))
            continue
        number = next_take(history, tuple(standing), (), SHOT)
        given_numbers.append(number)
        history = history.with_line(take_given(take=number, job=JobId(f"{order}")))
        if where % 3:
            standing.append(take(number))
    assert len(set(given_numbers)) == len(given_numbers)
    assert given_numbers == sorted(given_numbers)


def test_the_same_inputs_keep_their_version():
    history = History.of([version_given(version=2)])
    assert version_for(history, (), SHOT, "e" * 20) == 2


def test_new_inputs_are_the_next_version_even_when_the_ledger_is_lost():
    stands = (take(1, version=4, version_key="old"),)
    assert version_for(History(), stands, SHOT, "new") == 5
    assert version_for(History(), stands, SHOT, "old") == 4
    assert version_for(History.of([published(version=6)]), stands, SHOT, "new") == 7
