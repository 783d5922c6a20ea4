"""Which round of coverage an attempt belongs to: drafts that stand in for a tool cover nothing."""

from __future__ import annotations

from typing import Any

from lyrad.core.coverage import coverage_round, stands_in
from lyrad.model.names import Fingerprint, RelPath
from lyrad.model.take import StepReceipt, Take
from tests.support import nouns

PRINT = Fingerprint("f" * 20)


def take(attempt: int, *, instead_of: str = "", **changes: Any) -> Take:
    step = StepReceipt(
        action="render.between",
        backend="builtin",
        ticket=None,
        tries=1,
        seconds=1.0,
        facts={"instead_of": instead_of} if instead_of else {},
    )
    receipt = nouns.receipt(attempt=attempt, steps=(step,), **changes)
    return Take(number=attempt, folder=RelPath(""), receipt=receipt)


def covered(attempt: int, *takes: Take) -> int:
    return coverage_round(attempt, takes=takes, rule="render-shot", fingerprint=PRINT)


def test_without_drafts_the_round_is_the_attempt() -> None:
    assert [covered(attempt) for attempt in (1, 2, 3)] == [1, 2, 3]


def test_a_draft_in_place_of_a_tool_covers_nothing() -> None:
    assert covered(2, take(1, instead_of="comfyui")) == 1
    assert covered(3, take(1, instead_of="comfyui"), take(2, draft=False)) == 2


def test_a_draft_that_was_asked_for_covers_its_shot() -> None:
    assert covered(2, take(1)) == 2


def test_drafts_of_another_drop_or_rule_and_later_ones_do_not_count() -> None:
    other = take(1, instead_of="comfyui", fingerprint=Fingerprint("a" * 20))
    assert covered(2, other) == 2
    assert covered(2, take(1, instead_of="comfyui", rule="another")) == 2
    assert covered(1, take(2, instead_of="comfyui")) == 1


def test_a_take_by_a_tool_stands_in_for_nothing() -> None:
    found = take(1, instead_of="comfyui", draft=False).receipt
    assert found is not None
    assert not stands_in(found)
