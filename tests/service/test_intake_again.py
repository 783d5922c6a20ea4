"""A take that turns out suspicious is made once more, if its rule asks for it: exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lyrad.model.take import Check, StepReceipt
from tests.support.shoot import SPEC, Shoot

FROZEN = Check(name="frozen", passed=False, figure="31 frames of 97")
UNMARKED = Check(name="mark", passed=False, figure="it cannot be signed")


def receipt(*checks: Check, asked: bool = True, draft: bool = False) -> dict[str, Any]:
    """Return what the receipt of a take says whose rule asked for another one, or did not."""
    step = StepReceipt(
        action="publish.take",
        backend=None,
        ticket=None,
        tries=1,
        seconds=1.0,
        facts={"retake_suspicious": asked},
    )
    return {"steps": (step,), "checks": checks, "draft": draft}


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path)
    found.drop()
    found.later()
    yield found
    found.close()


def test_a_suspicious_take_is_made_once_more_from_another_seed(shoot: Shoot) -> None:
    first = shoot.job().plan.seed
    shoot.make_all(**receipt(FROZEN))
    (again,) = (job for job in shoot.jobs() if job.plan.attempt == 2)
    assert again.plan.seed != first
    assert again.plan.note == "T01 looked wrong: frozen 31 frames of 97"


def test_two_that_look_wrong_are_left_to_a_person(shoot: Shoot) -> None:
    shoot.make_all(**receipt(FROZEN))
    shoot.make_all(**receipt(FROZEN))
    assert len(shoot.takes()) == 2
    assert shoot.queued() == []
    shoot.ask("RETAKE")
    shoot.look_again()
    assert shoot.queued() == [3]


@pytest.mark.parametrize(
    "told",
    [
        receipt(),
        receipt(Check(name="frozen", passed=True, figure="0 frames of 97")),
        receipt(FROZEN, asked=False),
        receipt(FROZEN, draft=True),
        receipt(UNMARKED),
    ],
    ids=["no checks", "passed", "not asked for", "a draft", "not of the picture"],
)
def test_nothing_else_is_made_again(shoot: Shoot, told: dict[str, Any]) -> None:
    shoot.make_all(**told)
    assert shoot.queued() == []
    assert shoot.ledger("retake") == []


def test_a_kill_at_any_moment_orders_it_once(shoot: Shoot) -> None:
    shoot.make_all(**receipt(FROZEN))
    for _ in range(2):
        shoot.restart()
        shoot.later()
    shoot.lose_the_engine()
    shoot.later()
    assert shoot.queued() == [2]
    assert len(shoot.ledger("retake")) == 1


def test_another_drop_of_the_shot_may_be_made_again_too(shoot: Shoot) -> None:
    shoot.make_all(**receipt(FROZEN))
    shoot.make_all(**receipt())
    shoot.edit(SPEC.replace("slow", "quick"))
    shoot.make_all(**receipt(FROZEN))
    assert shoot.queued() == [2]
    assert len(shoot.ledger("retake")) == 2


def test_what_was_made_with_something_else_inherited_is_left_alone(shoot: Shoot) -> None:
    shoot.make_all(**receipt(FROZEN), version_key="another")
    assert shoot.queued() == []


def test_a_retake_after_a_draft_that_stood_in_is_a_first_take_again(shoot: Shoot) -> None:
    before = shoot.job().plan.order
    told = receipt(draft=True)
    (step,) = told["steps"]
    stood_in = replace(step, facts={"instead_of": "comfyui", "because": "It is down."})
    shoot.make_all(**{**told, "steps": (stood_in,)})
    assert shoot.card() == "DONE T01 draft"
    assert "1 draft" in shoot.summary()
    shoot.ask("RETAKE")
    shoot.look_again()
    (again,) = (job for job in shoot.jobs() if job.plan.attempt == 2)
    assert again.plan.order == before
