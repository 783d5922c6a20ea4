from __future__ import annotations

from dataclasses import replace

from lyrad.core.adoption import adopted
from lyrad.core.history import History
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Published, Take
from tests.support.nouns import NOON, PRODUCTION, SHOT, receipt

NEW = ShotKey(scene="SC010", shot="SH0025")
TAKE = Take(
    number=3, folder=RelPath("scenes/SC010/SH0025/takes/T03"), receipt=receipt(take=3, version=2)
)


def lines(take: Take, history: History | None = None) -> tuple[Published, ...]:
    found = adopted((take,), NEW, history or History(), production=PRODUCTION, now=NOON)
    return tuple(found)


def test_a_renamed_shots_takes_keep_their_numbers_under_the_new_name() -> None:
    (line,) = lines(TAKE)
    history = History.of((line,))
    assert (history.highest_take(NEW), history.highest_version(NEW)) == (3, 2)
    assert line.job != TAKE.receipt.job if TAKE.receipt else False


def test_a_take_is_adopted_once() -> None:
    history = History.of(lines(TAKE))
    assert lines(TAKE, history) == ()


def test_takes_of_the_shots_own_name_and_takes_without_receipt_need_no_adoption() -> None:
    assert tuple(adopted((TAKE,), SHOT, History(), production=PRODUCTION, now=NOON)) == ()
    assert lines(replace(TAKE, receipt=None)) == ()
