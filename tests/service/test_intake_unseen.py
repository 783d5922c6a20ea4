"""What cannot be seen, or cannot be told, just now: nothing is given up for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lyrad.errors import Temporary
from lyrad.model.names import RelPath
from lyrad.service.intake.turns import Intake
from tests.support.curtain import Curtain
from tests.support.shoot import DOWN, Shoot


def curtained(shoot: Shoot) -> Curtain:
    curtain = Curtain(shoot.built.desk.watch)
    shoot.intake = Intake(replace(shoot.built.desk, watch=curtain), shoot.engine)
    shoot.intake.begin()
    return curtain


@pytest.mark.parametrize("closed", ["", "scenes", "scenes/SC010", "scenes/SC010/SH0020"])
def test_a_folder_that_cannot_be_listed_is_not_taken_for_deleted(
    shoot: Shoot, closed: str
) -> None:
    shoot.drop()
    shoot.later()
    shoot.restart()
    (shoot.root / "scenes").rename(shoot.state / "hidden")
    curtain = curtained(shoot)
    curtain.closed = frozenset({RelPath(closed)})
    shoot.later(60)
    shoot.later(60)
    assert shoot.queued() == [1]
    curtain.closed = frozenset({RelPath("scenes/SC0")})
    shoot.later(60)
    shoot.later(60)
    assert shoot.jobs() == []


def test_an_engine_that_fails_for_a_moment_swallows_no_card_and_no_look(shoot: Shoot) -> None:
    shoot.drop("SC010/SH0010")
    shoot.drop("SC010/SH0020", last=False, seed=2)
    shoot.turn()
    shoot.clock.advance(4)
    shoot.engine.refuse = Temporary(DOWN)
    with pytest.raises(Temporary):
        shoot.turn()
    assert shoot.card("SC010/SH0020") == "WAITING for last.png"
    shoot.engine.refuse = None
    shoot.intake.turn()
    assert shoot.queued("SC010/SH0010") == [1]
    assert shoot.card("SC010/SH0010") == "QUEUED"
