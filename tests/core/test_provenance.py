"""Whose take it is, when a receipt names another shot."""

from __future__ import annotations

import pytest

from lyrad.core.history import History
from lyrad.core.provenance import foreign, home
from lyrad.core.publication import publication
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import FileRecord, Receipt, Take
from tests.support import nouns
from tests.support.nouns import FOLDER, NOON, SHOT

COPY = ShotKey(scene="SC010", shot="SH0040")
COPIED = RelPath("scenes/SC010/SH0040")
INPUTS = tuple(
    FileRecord(name=f"{FOLDER}/{name}", role=role, size=9, sha256="a", xxh64="b")
    for role, name in (("spec", "shot.yaml"), ("first", "first.png"))
)


def take(folder: RelPath, receipt: Receipt | None) -> Take:
    return Take(number=1, folder=RelPath(f"{folder}/takes/T01"), receipt=receipt)


def judged(
    receipt: Receipt | None, *, there: bool = False, size: int | None = None, shot: ShotKey = COPY
) -> bool:
    here = {FOLDER: (take(FOLDER, receipt),)} if there else {}
    return foreign(
        take(COPIED, receipt),
        shot,
        COPIED,
        History(),
        takes_of=lambda folder: here.get(folder, ()),
        size=lambda _: size,
    )


MADE = nouns.receipt(inputs=INPUTS)


def test_a_take_is_anothers_that_still_has_it() -> None:
    assert judged(MADE, there=True)


@pytest.mark.parametrize("size", [9, 8, None])
def test_a_take_is_anothers_that_still_holds_all_that_it_was_made_of(size: int | None) -> None:
    assert judged(MADE, size=size) is (size == 9)


def test_what_names_no_other_shot_is_the_shots_own() -> None:
    assert not judged(None, there=True, size=9)
    assert not judged(MADE, there=True, size=9, shot=SHOT)
    assert not judged(nouns.receipt(), size=9), "no inputs are no evidence"


def test_a_takes_home_is_told_by_the_ledger_and_else_by_its_receipt() -> None:
    moved = RelPath("film/SC010/SH0020/takes/T01")
    line = publication(MADE, folder=moved, at=NOON, seal="s")
    assert home(MADE, History.of([line])) == "film/SC010/SH0020"
    assert home(MADE, History()) == FOLDER
    assert home(nouns.receipt(), History()) is None
