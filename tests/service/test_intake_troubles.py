"""One bad shot among many, and what stands above the shots."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from lyrad.errors import Code, Fault, Permanent, Temporary
from lyrad.model.names import RelPath
from lyrad.model.take import Take
from lyrad.service.intake.turns import Intake
from tests.support.shoot import DOWN, Shoot, write

WRONG = Fault(code=Code.BAD_VALUE, what="There is no lane gpu.", where="rule", next="Add it.")


# One bad shot among many.


class Moody:
    """The takes of a production, of which one folder cannot be read."""

    def __init__(self, real: object, error: Exception) -> None:
        self.real, self.error = real, error

    def of(self, folder: RelPath) -> tuple[Take, ...]:
        if self.error and folder.endswith("SH0010"):
            raise self.error
        return self.real.of(folder)  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(
    ("error", "card"),
    [
        (Temporary(DOWN), "WAITING to be looked at again"),
        (PermissionError(13, "Permission denied", "takes"), "WAITING to be looked at again"),
        (RuntimeError("a bug"), "FAILED cannot be looked at"),
    ],
)
def test_one_shots_trouble_stops_nobody_else(shoot: Shoot, error: Exception, card: str) -> None:
    moody = Moody(shoot.built.desk.takes, error)
    shoot.intake = Intake(replace(shoot.built.desk, takes=moody), shoot.engine)
    shoot.intake.begin()
    shoot.drop("SC010/SH0010")
    shoot.drop("SC010/SH0020", seed=2)
    shoot.later()
    assert shoot.queued("SC010/SH0020") == [1]
    assert shoot.card("SC010/SH0010") == card
    due = shoot.intake.idle_until()
    assert due is not None
    assert due <= shoot.clock.monotonic() + 5
    moody.error = None  # type: ignore[assignment]
    shoot.clock.advance(5)
    shoot.turn()
    assert shoot.queued("SC010/SH0010") == [1]


def test_a_rule_that_the_engine_refuses_stops_nobody_else(shoot: Shoot) -> None:
    class Strict(type(shoot.engine)):  # type: ignore[misc]
        def submit(self, plan, *, held=False):  # type: ignore[no-untyped-def]
            if plan.shot.shot == "SH0010":
                raise Permanent(WRONG)
            super().submit(plan, held=held)

    shoot.engine = Strict()
    shoot.restart()
    shoot.drop("SC010/SH0010")
    shoot.drop("SC010/SH0020", seed=2)
    shoot.later()
    assert shoot.queued("SC010/SH0020") == [1]
    assert shoot.card("SC010/SH0010") == "FAILED a rule has faults"
    assert "There is no lane gpu." in shoot.text("SC010/SH0010")
    shoot.turn()
    assert shoot.card("SC010/SH0010") == "FAILED a rule has faults"


def test_a_look_before_the_tree_is_known_takes_no_request_away(shoot: Shoot) -> None:
    shoot.made()
    shoot.ask("RETAKE", "scenes/SC010")
    shoot.restart()
    shoot.root.rename(shoot.state / "away")
    shoot.turn()
    (shoot.state / "away").rename(shoot.root)
    shoot.later()
    assert shoot.queued() == [2]


# What stands above the shots.


def test_a_production_with_another_tree_is_taken_over_at_the_next_start(shoot: Shoot) -> None:
    mark = shoot.root / "production.yaml"
    write(mark, mark.read_text() + "tree: {scene: 'x/{scene}', shot: 'x/{scene}/{shot}'}\n")
    shoot.later()
    shoot.turn()
    assert "lyrad takes it over when it is started anew" in shoot.summary()


def test_a_broken_production_file_leaves_the_last_good_one_in_force(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    mark = shoot.root / "production.yaml"
    write(mark, mark.read_text() + "hold_ovr: 3\n")
    shoot.later()
    assert "the last good text holds" in shoot.summary()
    assert "hold_ovr" in shoot.summary()


def test_a_scene_that_lost_its_shots_loses_its_summary(shoot: Shoot) -> None:
    folder = shoot.made()
    assert shoot.summary("scenes/SC010").startswith("SC010 1 done\n")
    shoot.folder("SC020").mkdir()
    folder.rename(shoot.folder("SC020/SH0020"))
    shoot.later(61)
    assert not list(shoot.folder("SC010").glob("_lyrad *"))
    assert shoot.summary("scenes/SC020").startswith("SC020 1 done\n")


def test_a_deleted_card_is_written_again_as_it_was(shoot: Shoot) -> None:
    shoot.made()
    before = shoot.text()
    (path,) = shoot.folder().glob("_lyrad *")
    path.unlink()
    shoot.look_again()
    assert (shoot.card(), shoot.text()) == ("DONE T01", before)


def test_a_lease_that_was_anothers_for_a_while_is_followed_by_a_fresh_look(shoot: Shoot) -> None:
    shoot.made()
    ledger = shoot.root / ".lyrad" / "ledger.jsonl"
    line = (
        '{"event":"held","at":"2026-11-22T12:00:00Z",'
        '"shot":{"scene":"SC010","shot":"SH0020"},"reason":"by the other","request":"r"}\n'
    )
    with ledger.open("a") as file:
        file.write(line)
    shoot.intake.begin()
    shoot.turn()
    assert shoot.card() == "HELD by the other"


def test_a_pending_cancellation_is_asked_again_only_after_a_while(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    job = shoot.job().plan.job
    shoot.engine.begin(job)
    stubborn = shoot.engine.known[job]
    shutil.rmtree(shoot.folder())
    shoot.later()
    for _ in range(5):
        shoot.engine.known[job] = stubborn
        shoot.turn()
    assert shoot.engine.asked.count(("cancel", job)) == 1
    due = shoot.intake.idle_until()
    assert due is not None
    assert due > shoot.clock.monotonic()
