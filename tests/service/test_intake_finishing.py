"""FINISH: a better clip of a take, once, whatever is killed; and what the cards say of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.model.job import JobState
from lyrad.model.plan import ShotPlan
from lyrad.model.take import Check
from tests.support.shoot import FAST, Shoot

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "rules" / "_finish-shot.yaml"


@pytest.fixture
def shoot(tmp_path: Path) -> Iterator[Shoot]:
    rules = tmp_path / "rules"
    rules.mkdir()
    shutil.copy(SOURCE, rules / "finish-shot.yaml")
    found = Shoot(tmp_path)
    yield found
    found.close()


def rendered(shoot: Shoot) -> None:
    """Bring a shot to its first take, which is no draft."""
    shoot.drop()
    shoot.later()
    shoot.make_all(draft=False)


def finishing(shoot: Shoot) -> ShotPlan:
    (job,) = [job for job in shoot.jobs() if job.plan.rule == "finish-shot"]
    assert isinstance(job.plan, ShotPlan)
    return job.plan


def test_a_rule_that_finishes_does_nothing_unless_somebody_asks(shoot: Shoot) -> None:
    rendered(shoot)
    assert [job.plan.rule for job in shoot.jobs()] == ["render-shot"]
    assert shoot.card() == "DONE T01"


def test_finish_orders_a_take_of_the_newest_take_and_the_card_says_of_which(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.ask("FINISH T01 with grain.txt")
    shoot.later()
    plan = finishing(shoot)
    source = shoot.jobs()[0].plan
    clip = plan.member("video")
    assert clip
    assert clip.path == "scenes/SC010/SH0020/takes/T01/SC010_SH0020_T01_v001.mp4"
    assert (
        shoot.built.desk.store.path(clip.sha256).read_bytes() == f"clip of {source.job}".encode()
    )
    assert plan.derived_from
    assert (plan.derived_from.take, plan.derived_from.job) == (1, source.job)
    assert (plan.version_key, plan.note) == (source.version_key, "with grain")
    assert shoot.card() == "QUEUED"
    assert "A better clip of T01 waits for its turn." in shoot.text()
    assert not shoot.claims()
    shoot.make_all(draft=False)
    assert shoot.takes() == ["SC010_SH0020_T01_v001.mp4", "SC010_SH0020_T02_v001.mp4"]
    assert shoot.card() == "DONE T02, finished from T01"
    assert "T02 was finished from T01, which stays as it is." in shoot.text()


def test_finishing_is_ordered_once_whatever_is_killed_or_lost(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.intake.inbox.claim(shoot.jobs()[0].plan.folder)
    shoot.restart()  # claimed, and not answered
    shoot.later()
    shoot.restart()  # in the ledger and in the engine
    shoot.later()
    assert len(shoot.ledger("finish")) == 1
    shoot.lose_the_engine()
    shoot.later()
    assert finishing(shoot)
    shoot.make_all(draft=False)
    shoot.lose_the_engine()
    shoot.later()
    assert shoot.jobs() == []
    assert len(shoot.takes()) == 2


def test_a_take_is_finished_once_and_a_retake_finishes_nothing(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    shoot.make_all(draft=False)
    shoot.ask("FINISH T01")
    shoot.later()
    assert "T01 was finished before." in shoot.text()
    shoot.ask("RETAKE")
    shoot.later()
    queued = [job.plan.rule for job in shoot.jobs(JobState.QUEUED)]
    assert queued == ["render-shot"]
    shoot.make_all(draft=False)
    shoot.ask("FINISH")
    shoot.later()
    (job,) = shoot.jobs(JobState.QUEUED)
    assert isinstance(job.plan, ShotPlan)
    assert job.plan.derived_from
    assert job.plan.derived_from.take == 3, "the newest that is no finished one"


@pytest.mark.parametrize(
    ("asked", "told", "said"),
    [
        ("FINISH T07", {}, "There is no T07 here."),
        ("FINISH", {"draft": True}, "There is no good take of this spec to finish."),
        ("FINISH T1", {"draft": True}, "T01 is a draft; finishing is for renders."),
        (
            "FINISH",
            {"checks": (Check(name="cut", passed=False, figure="at frame 3"),)},
            "There is no good take of this spec to finish.",
        ),
    ],
)
def test_what_cannot_be_finished_is_said_on_the_card(
    shoot: Shoot, asked: str, told: dict[str, object], said: str
) -> None:
    shoot.drop()
    shoot.later()
    shoot.make_all(**{"draft": False, **told})
    shoot.ask(asked)
    shoot.later()
    assert said in shoot.text()
    assert len(shoot.jobs()) == 1
    assert not shoot.claims()


def test_a_take_that_looks_wrong_is_finished_where_it_is_named(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    shoot.make_all(draft=False, checks=(Check(name="cut", passed=False, figure="at frame 3"),))
    shoot.ask("FINISH T01")
    shoot.later()
    assert finishing(shoot)


def test_a_finished_take_is_not_finished_again(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    shoot.make_all(draft=False)
    shoot.ask("FINISH T02")
    shoot.later()
    assert "T02 is finished already, from T01." in shoot.text()


def test_an_edit_takes_back_what_was_not_begun_and_old_takes_cannot_be_finished(
    shoot: Shoot,
) -> None:
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    assert finishing(shoot)
    shoot.edit(FAST)
    assert [job.plan.rule for job in shoot.jobs(JobState.QUEUED)] == ["render-shot"]
    shoot.make_all(draft=False)
    shoot.ask("FINISH T01")
    shoot.later()
    assert "T01 was made of another spec than stands here now." in shoot.text()


def test_a_hold_holds_it_and_a_go_lets_it_go_on(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    shoot.ask("HOLD")
    shoot.later()
    assert [job.plan.rule for job in shoot.jobs(JobState.HELD)] == ["finish-shot"]
    shoot.ask("GO")
    shoot.later()
    assert [job.plan.rule for job in shoot.jobs(JobState.QUEUED)] == ["finish-shot"]


def test_a_renamed_shot_finishes_nothing_twice(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    shoot.make_all(draft=False)
    shoot.folder().rename(shoot.folder("SC010/SH0025"))
    shoot.lose_the_engine()
    shoot.later(61)
    shoot.later(61)
    assert shoot.jobs() == []
    assert shoot.card("SC010/SH0025") == "DONE T02, finished from T01"


def test_a_finish_in_the_scene_speaks_of_each_shot_there(shoot: Shoot) -> None:
    rendered(shoot)
    shoot.drop("SC010/SH0030", seed=2)
    shoot.later()
    shoot.make_all(draft=False)
    shoot.ask("FINISH", "scenes/SC010")
    shoot.later()
    assert [job.plan.rule for job in shoot.jobs(JobState.QUEUED)] == ["finish-shot"] * 2
    assert not shoot.claims()


def test_without_a_rule_the_card_says_where_one_is(shoot: Shoot, tmp_path: Path) -> None:
    (tmp_path / "rules" / "finish-shot.yaml").unlink()
    shoot.rules.refresh()
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    assert "No rule finishes takes here" in shoot.text()
    assert not shoot.claims()


@pytest.mark.parametrize("spec", [None, "durration: 4s\n"])
def test_where_there_is_no_shot_that_could_be_made_the_request_says_so(
    shoot: Shoot, spec: str | None
) -> None:
    shoot.drop(spec=spec)
    shoot.later()
    shoot.ask("FINISH")
    shoot.later()
    assert "FINISH changes nothing here now." in shoot.text()
    assert not shoot.claims()


def test_a_better_clip_is_as_large_as_the_rule_asks_for(shoot: Shoot) -> None:
    rule = shoot.settings.rules / "finish-shot.yaml"
    rule.write_text(rule.read_text().replace("restore-2x}", "restore-2x, scale: 2}"))
    shoot.restart()
    rendered(shoot)
    shoot.ask("FINISH")
    shoot.later()
    assert str(finishing(shoot).spec.size) == "256x144"
