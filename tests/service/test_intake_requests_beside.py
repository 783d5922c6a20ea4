"""Requests beside the table: what was cancelled, refused, mended; scenes, the root, kills."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lyrad.errors import Temporary
from lyrad.model.card import Request, RequestWord
from lyrad.model.job import JobState
from lyrad.model.names import RelPath
from tests.support.shoot import BROKEN, DOWN, FAST, PICTURES, SPEC, Shoot, write
from tests.support.standings import asked, done, failed, queued, states, waiting

# Beside the table.


def test_retake_of_what_was_cancelled_takes_it_up_again(shoot: Shoot) -> None:
    queued(shoot)
    shoot.engine.cancel(shoot.job().plan.job)
    shoot.look_again()
    assert shoot.card() == "HELD cancelled"
    shoot.ask("RETAKE")
    shoot.later()
    assert states(shoot) == [(1, "queued")]
    assert shoot.card() == "QUEUED"


def test_retake_of_a_refused_drop_looks_again_and_makes_no_second_take(shoot: Shoot) -> None:
    shoot.drop(spec="descripton: x\n")
    shoot.later()
    assert shoot.card() == "FAILED shot.yaml has a fault"
    shoot.ask("RETAKE")
    shoot.later()
    assert "RETAKE was seen" in shoot.text()
    assert not shoot.claims()
    write(shoot.folder() / "shot.yaml", SPEC)
    shoot.later()
    assert states(shoot) == [(1, "queued")]


def test_retake_of_what_failed_begins_anew_when_what_it_inherited_was_mended(
    shoot: Shoot,
) -> None:
    failed(shoot)
    write(shoot.folder("SC010") / "scene.yaml", "master: prores_422_hq\n")
    shoot.later()
    assert shoot.card() == "FAILED FFmpeg broke off"
    shoot.ask("RETAKE")
    shoot.later()
    assert states(shoot) == [(1, "failed"), (2, "queued")]
    assert shoot.jobs()[1].plan.spec.inherited["master"] == "prores_422_hq"
    assert shoot.card() == "QUEUED"
    shoot.make_all()
    assert shoot.card() == "DONE T01"


def test_requests_are_answered_at_once_though_the_scene_is_being_copied(shoot: Shoot) -> None:
    done(shoot)
    write(shoot.folder("SC010") / "board.pdf", "half")
    shoot.ask("RETAKE")
    shoot.turn()
    assert shoot.queued() == [2]


def test_a_hold_from_the_command_line_goes_the_same_way(shoot: Shoot) -> None:
    queued(shoot)
    gone: list[str] = []
    request = Request(id="c1", word=RequestWord.HOLD, folder=RelPath("scenes/SC010"), note="")
    shoot.intake.inbox.give(request, lambda: gone.append("c1"))
    shoot.intake.inbox.give(request, lambda: gone.append("c1"))
    shoot.turn()
    assert states(shoot) == [(1, "held")]
    assert gone == ["c1"]


# Scenes and the root.


def three(shoot: Shoot) -> None:
    for number, seed in ((1, 1), (2, 2)):
        shoot.made(f"SC010/SH00{number}0", seed=seed)
    shoot.drop("SC010/SH0030", last=False)
    shoot.later()


def test_a_retake_in_a_scene_speaks_of_every_shot_that_is_there(shoot: Shoot) -> None:
    three(shoot)
    shoot.made("SC020/SH0010", FAST)
    shoot.ask("RETAKE", "scenes/SC010")
    shoot.later()
    assert [str(job.plan.shot) for job in shoot.jobs(JobState.QUEUED)] == [
        "SC010/SH0010",
        "SC010/SH0020",
    ]
    assert not shoot.claims(), "a shot that never becomes ready keeps nobody waiting"


def test_a_hold_at_the_root_holds_everything_and_a_go_lets_it_go_on(shoot: Shoot) -> None:
    for number in (1, 2):
        shoot.drop(f"SC0{number}0/SH0010", seed=number)
    shoot.later()
    shoot.ask("HOLD", ".")
    shoot.later()
    assert len(shoot.jobs(JobState.HELD)) == 2
    shoot.ask("GO", ".")
    shoot.later()
    assert len(shoot.jobs(JobState.QUEUED)) == 2


def test_a_request_in_a_scene_waits_for_a_shot_that_is_still_being_copied(shoot: Shoot) -> None:
    shoot.made("SC010/SH0010")
    shoot.drop("SC010/SH0020", seed=2)
    shoot.ask("RETAKE", "scenes/SC010")
    shoot.turn()
    assert shoot.queued("SC010/SH0010") == [2]
    assert len(shoot.claims()) == 1
    shoot.later()
    shoot.later()
    assert shoot.queued("SC010/SH0020") == [1, 2]
    assert shoot.queued("SC010/SH0010") == [2]
    assert not shoot.claims()


# Killed in between: ordered once.


def killed_after_the_claim(shoot: Shoot) -> None:
    shoot.built.desk.requests.claim(RelPath("scenes/SC010/SH0020"))


def killed_after_the_ledger(shoot: Shoot) -> None:
    """The engine refuses, so that the turn ends after the line was written."""
    shoot.engine.refuse = Temporary(DOWN)
    with pytest.raises(Temporary):
        shoot.turn()
    shoot.engine.refuse = None
    assert len(shoot.ledger("retake")) == 1
    assert len(shoot.jobs()) == 1


def killed_after_the_order(shoot: Shoot) -> None:
    """The claim comes back, as if it had never been removed."""
    shoot.turn()
    (line,) = shoot.ledger("retake")
    request = line.split('"request":"')[1].split('"')[0]
    (shoot.folder() / f".lyrad-request-{request}-RETAKE").touch()


@pytest.mark.parametrize(
    "killed", [killed_after_the_claim, killed_after_the_ledger, killed_after_the_order]
)
def test_a_retake_is_ordered_once_whenever_lyrad_is_killed(
    shoot: Shoot, killed: Callable[[Shoot], None]
) -> None:
    done(shoot)
    shoot.ask("RETAKE")
    killed(shoot)
    shoot.restart()
    shoot.later()
    assert shoot.queued() == [2]
    assert len(shoot.ledger("retake")) == 1
    assert not shoot.claims()
    shoot.restart()
    shoot.later()
    assert shoot.queued() == [2]


def test_a_counted_retake_survives_a_kill(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", waiting)
    shoot.restart()
    shoot.later()
    write(shoot.folder() / "last.png", PICTURES["last", 2])
    shoot.later()
    shoot.restart()
    shoot.later()
    assert shoot.queued() == [1, 2]
    assert not shoot.claims()


def test_an_order_that_the_engine_could_not_take_is_not_forgotten(shoot: Shoot) -> None:
    shoot.drop()
    shoot.turn()
    shoot.clock.advance(4)
    shoot.engine.refuse = Temporary(DOWN)
    with pytest.raises(Temporary):
        shoot.turn()
    shoot.engine.refuse = None
    shoot.turn()
    assert shoot.queued() == [1]


def test_a_retry_that_is_told_twice_does_not_start_what_failed_again(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", failed)
    job = shoot.job().plan.job
    shoot.engine.begin(job)
    shoot.engine.fail(job, BROKEN)
    for _ in range(3):
        shoot.look_again()
    assert states(shoot) == [(1, "failed")]


def test_a_retake_of_two_rules_is_completed_after_a_kill_between_them(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "also.yaml").write_text(
        "name: also\nwhen: {path: 'scenes/{scene}/{shot}/shot.yaml'}\ndo:\n"
        "  - render.between\n  - publish.take\n"
    )
    shoot = Shoot(tmp_path)
    shoot.made()
    shoot.ask("RETAKE")
    shoot.later()
    ledger = shoot.root / ".lyrad" / "ledger.jsonl"
    lines = ledger.read_text().splitlines(keepends=True)
    request = lines[-1].split('"request":"')[1].split('"')[0]
    shoot.restart()
    ledger.write_text("".join(lines[:-1]))
    (shoot.folder() / f".lyrad-request-{request}-RETAKE").touch()
    shoot.lose_the_engine()
    shoot.later()
    assert sorted(job.plan.rule for job in shoot.jobs()) == ["also", "render-shot"]
    shoot.close()


def test_a_shot_that_was_deleted_takes_its_requests_along(shoot: Shoot) -> None:
    asked(shoot, "RETAKE", waiting)
    shutil.rmtree(shoot.folder())
    shoot.later()
    assert not shoot.jobs()
