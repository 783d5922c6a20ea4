"""Decision 3: what is inherited is frozen; many at once wait for a GO."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lyrad.model.job import JobState
from tests.support.shoot import FAST, Shoot, write

# 3. What is inherited is frozen into the plan.


def test_a_scenes_edit_makes_takes_stale_and_nothing_else(shoot: Shoot) -> None:
    shoot.made()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 25\n")
    shoot.later()
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "STALE fps changed"
    assert "fps: 24 -> 25" in shoot.text()
    (shoot.folder("SC010") / "scene.yaml").unlink()
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_productions_edit_makes_takes_stale_when_it_has_settled(shoot: Shoot) -> None:
    shoot.made()
    mark = shoot.root / "production.yaml"
    text = mark.read_text()
    write(mark, f"{text}master: prores_422_hq\n")
    shoot.turn()
    assert shoot.card() == "DONE T01"
    shoot.clock.advance(4)
    shoot.turn()
    assert shoot.card() == "STALE master changed"
    write(mark, text)
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_rules_edit_makes_takes_stale(shoot: Shoot) -> None:
    shoot.made()
    shoot.settings.rules.mkdir()
    write(
        shoot.settings.rules / "mine.yaml",
        "name: render-shot\nwhen: {path: 'scenes/{scene}/{shot}/shot.yaml', with: [first, last]}\n"
        "do:\n  - render.between: {backend: builtin}\n  - publish.take: {poster: false}\n",
    )
    assert shoot.rules.refresh()
    shoot.intake.everything()
    shoot.turn()
    assert shoot.card() == "STALE rule changed"
    assert not shoot.jobs(JobState.QUEUED)


def test_a_retake_of_a_stale_shot_is_the_next_version(shoot: Shoot) -> None:
    shoot.made()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 25\n")
    shoot.ask("RETAKE", "scenes/SC010")
    shoot.later()
    shoot.make_all()
    assert shoot.takes()[1:] == ["SC010_SH0020_T02_v002.mp4"]
    assert shoot.card() == "DONE T02"


def test_a_scene_is_read_only_when_it_has_settled(shoot: Shoot) -> None:
    shoot.made()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 2\n")
    shoot.turn()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 24\n")
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_job_that_was_ordered_keeps_what_it_inherited(shoot: Shoot) -> None:
    shoot.drop()
    shoot.later()
    write(shoot.folder("SC010") / "scene.yaml", "fps: 25\n")
    shoot.later()
    assert shoot.job().plan.spec.inherited["fps"] == "24"


# 3, further: many at once.


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Shoot]:
    found = Shoot(tmp_path, mark="hold_over: 3\n")
    for scene, shot in (("SC010", 1), ("SC010", 2), ("SC020", 1), ("SC020", 2)):
        found.drop(f"{scene}/SH00{shot}0", seed=shot)
    found.later()
    yield found
    found.close()


def test_more_new_jobs_than_hold_over_wait_for_a_go(crowd: Shoot) -> None:
    assert not crowd.jobs()
    assert crowd.card("SC010/SH0010") == "HELD with 4 new jobs"
    assert "4 new jobs came at once" in crowd.summary()
    crowd.ask("GO", ".")
    crowd.turn()
    assert len(crowd.jobs(JobState.QUEUED)) == 4
    assert crowd.card("SC010/SH0010") == "QUEUED"
    assert "changes nothing" not in crowd.text("SC010/SH0010")
    assert not crowd.claims()
    assert len(crowd.ledger("batch")) == 1


def test_as_many_as_hold_over_start_unasked(tmp_path: Path) -> None:
    shoot = Shoot(tmp_path, mark="hold_over: 3\n")
    for number in (1, 2, 3):
        shoot.drop(f"SC010/SH00{number}0", seed=1)
    shoot.later()
    assert len(shoot.jobs(JobState.QUEUED)) == 3
    shoot.close()


def test_a_go_at_the_root_survives_a_kill_before_it_was_written_down(crowd: Shoot) -> None:
    (crowd.root / ".lyrad-request-0c6f-GO").touch()
    crowd.restart()
    crowd.turn()
    assert len(crowd.jobs(JobState.QUEUED)) == 4
    assert not crowd.claims()


def test_a_go_in_a_scene_starts_that_scene_and_the_others_go_on_waiting(crowd: Shoot) -> None:
    crowd.drop("SC030/SH0010", seed=1)
    crowd.drop("SC030/SH0020", seed=2)
    crowd.later()
    crowd.ask("GO", "scenes/SC020")
    crowd.later()
    assert {str(job.plan.shot.scene) for job in crowd.jobs()} == {"SC020"}
    assert crowd.card("SC010/SH0010") == "HELD with 4 new jobs"


def test_an_edit_in_a_waiting_crowd_does_not_start_the_others(crowd: Shoot) -> None:
    write(crowd.folder("SC010/SH0010") / "shot.yaml", FAST)
    crowd.turn()
    assert not crowd.jobs()
    crowd.clock.advance(4)
    crowd.turn()
    assert not crowd.jobs()
    assert crowd.card("SC010/SH0010") == "HELD with 4 new jobs"
