"""The request table, each cell on a real folder; and what a kill in between leaves behind."""

from __future__ import annotations

from lyrad.model.spec import Priority
from tests.support.shoot import DOWN, FAST, PICTURES, SPEC, Shoot, write
from tests.support.standings import asked, done, failed, held, queued, states, waiting, working

# RETAKE.


def test_retake_while_waiting_is_counted(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", waiting)
    assert len(shoot.claims()) == 1
    assert "RETAKE is counted" in shoot.text()
    write(shoot.folder() / "last.png", PICTURES["last", 2])
    shoot.later()
    assert states(shoot) == [(1, "queued"), (2, "queued")]
    assert not shoot.claims()
    assert "counted" not in shoot.text()


def test_retake_while_queued_is_one_more_take(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", queued)
    assert states(shoot) == [(1, "queued"), (2, "queued")]


def test_retake_while_working_is_one_more_take_after_it(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", working)
    assert states(shoot) == [(1, "working"), (2, "queued")]
    first, second = (job.plan.order for job in shoot.jobs())
    assert first < second


def test_retake_while_held_is_counted_and_held_too(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", held)
    assert states(shoot) == [(1, "held"), (2, "held")]
    shoot.ask("GO")
    shoot.later()
    assert states(shoot) == [(1, "queued"), (2, "queued")]


def test_retake_of_what_failed_tries_again(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", failed)
    assert states(shoot) == [(1, "queued")]
    assert shoot.card() == "QUEUED"


def test_retake_of_what_is_done_is_one_more_take(shoot: Shoot) -> None:
    asked(shoot, "RETAKE slower.txt", done)
    assert states(shoot) == [(1, "done"), (2, "queued")]
    assert shoot.jobs()[1].plan.note == "slower"
    shoot.make_all()
    assert len(shoot.takes()) == 2


def test_two_retakes_are_two_more_takes(shoot: Shoot) -> None:
    done(shoot)
    shoot.ask("RETAKE")
    shoot.ask("retake again.txt")
    shoot.later()
    assert shoot.queued() == [2, 3]


# HOLD.


def test_hold_while_waiting_holds_what_will_come(shoot: Shoot) -> None:
    asked(shoot, "HOLD new boards are coming", waiting)
    assert shoot.card() == "HELD new boards are coming"
    write(shoot.folder() / "last.png", PICTURES["last", 2])
    shoot.later()
    assert states(shoot) == [(1, "held")]


def test_hold_before_the_spec_is_there_holds(shoot: Shoot) -> None:
    shoot.folder().mkdir(parents=True)
    shoot.ask("HOLD")
    shoot.later()
    shoot.drop()
    shoot.later()
    assert states(shoot) == [(1, "held")]


def test_hold_while_queued_holds_and_keeps_its_place(shoot: Shoot) -> None:
    queued(shoot)
    order = shoot.job().plan.order
    shoot.ask("HOLD")
    shoot.turn()
    assert states(shoot) == [(1, "held")], "at once, not when the scene is quiet"
    assert shoot.card() == "HELD by you"
    shoot.ask("GO")
    shoot.later()
    assert states(shoot) == [(1, "queued")]
    assert shoot.job().plan.order == order


def test_hold_while_working_holds_before_the_next_step(shoot: Shoot) -> None:
    asked(shoot, "HOLD", working)
    assert states(shoot) == [(1, "working")]
    assert "What is at work ends its step first." in shoot.text()
    shoot.engine.finish_step(shoot.job().plan.job)
    assert states(shoot) == [(1, "held")]


def test_hold_while_held_changes_nothing(shoot: Shoot) -> None:
    asked(shoot, "HOLD", held)
    assert states(shoot) == [(1, "held")]
    assert "HOLD changes nothing here now." in shoot.text()
    assert len(shoot.ledger("held")) == 1


def test_hold_of_what_failed_holds(shoot: Shoot) -> None:
    asked(shoot, "HOLD", failed)
    assert len(shoot.ledger("held")) == 1
    assert "Held: by you." in shoot.text()
    write(shoot.folder() / "shot.yaml", FAST)
    shoot.later()
    assert (1, "held") in states(shoot)


def test_hold_of_what_is_done_changes_nothing(shoot: Shoot) -> None:
    asked(shoot, "HOLD", done)
    assert shoot.card() == "DONE T01"
    assert "HOLD changes nothing here now." in shoot.text()
    assert not shoot.ledger("held")


# GO.


def test_go_while_waiting_changes_nothing(shoot: Shoot) -> None:
    asked(shoot, "GO", waiting)
    assert "GO changes nothing here now." in shoot.text()
    assert not shoot.claims()


def test_go_while_queued_goes_first(shoot: Shoot) -> None:
    queued(shoot)
    shoot.drop("SC010/SH0010", "priority: high\n" + SPEC, seed=2)
    shoot.later()
    shoot.ask("GO")
    shoot.later()
    assert shoot.job().plan.order < shoot.job("SC010/SH0010").plan.order
    assert shoot.job("SC010/SH0010").plan.spec.priority is Priority.HIGH


def test_go_while_a_tool_is_down_asks_it_again_at_once(shoot: Shoot) -> None:
    working(shoot)
    shoot.engine.delay(shoot.job().plan.job, DOWN)
    shoot.ask("GO")
    shoot.later()
    assert states(shoot) == [(1, "queued")]


def test_go_while_working_changes_nothing(shoot: Shoot) -> None:
    asked(shoot, "GO", working)
    assert states(shoot) == [(1, "working")]
    assert "GO changes nothing here now." in shoot.text()


def test_go_while_held_goes_on(shoot: Shoot) -> None:
    asked(shoot, "GO", held)
    assert states(shoot) == [(1, "queued")]
    assert shoot.card() == "QUEUED"


def test_go_while_the_last_step_before_a_hold_is_at_work_goes_on(shoot: Shoot) -> None:
    asked(shoot, "HOLD", working)
    shoot.ask("GO")
    shoot.later()
    shoot.engine.finish_step(shoot.job().plan.job)
    shoot.look_again()
    shoot.look_again()
    assert states(shoot) in ([(1, "working")], [(1, "queued")])


def test_go_of_what_failed_tries_again(shoot: Shoot) -> None:
    asked(shoot, "GO", failed)
    assert states(shoot) == [(1, "queued")]


def test_go_of_what_is_done_changes_nothing(shoot: Shoot) -> None:
    asked(shoot, "GO", done)
    assert "GO changes nothing here now." in shoot.text()
