"""Requests in scenes and the root that have no shots yet, and the words that people add."""

from __future__ import annotations

import shutil

import pytest

from lyrad.model.job import JobState
from tests.support.shoot import BROKEN, Shoot
from tests.support.standings import queued


@pytest.mark.parametrize("folder", ["", "scenes/SC010"])
def test_a_hold_waits_for_the_first_shot(shoot: Shoot, folder: str) -> None:
    shoot.folder("SC010").mkdir(parents=True)
    shoot.turn()
    shoot.ask("HOLD", folder)
    shoot.later()
    place = folder or "the main folder"
    assert f"HOLD in {place} waits for the first shot there." in shoot.summary()
    shoot.restart()
    shoot.later()
    assert f"HOLD in {place} waits for the first shot there." in shoot.summary()
    shoot.drop()
    shoot.later()
    shoot.later()
    assert [job.state for job in shoot.jobs()] == [JobState.HELD]
    assert not shoot.claims()
    assert "waits for the first shot" not in shoot.summary()


def test_a_request_goes_with_the_scene_that_it_was_put_into(shoot: Shoot) -> None:
    shoot.folder("SC010").mkdir(parents=True)
    shoot.ask("HOLD", "scenes/SC010")
    shoot.later()
    shutil.rmtree(shoot.folder("SC010"))
    shoot.later()
    assert "waits for the first shot" not in shoot.summary()


def test_the_words_of_every_request_that_did_something_stand_in_the_ledger(shoot: Shoot) -> None:
    queued(shoot)
    shoot.ask("GO before lunch.txt")
    shoot.later()
    assert '"note":"before lunch"' in shoot.ledger("batch")[0]
    shoot.ask("HOLD wrong lens.txt")
    shoot.later()
    assert '"reason":"wrong lens"' in shoot.ledger("held")[0]
    shoot.ask("GO lens is right.txt")
    shoot.later()
    assert '"note":"lens is right"' in shoot.ledger("released")[0]
    shoot.engine.fail(shoot.job().plan.job, BROKEN)
    shoot.look_again()
    shoot.ask("RETAKE with more light.txt")
    shoot.later()
    assert '"note":"with more light"' in shoot.ledger("retry")[0]
