"""A character from references to a LoRA, through the one admission path."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.model.job import JobState, Progress
from lyrad.service.intake.cast.cast import TOLD_AGAIN
from tests.support import cast
from tests.support.cast import SETTLED, YAML, dropped, plans
from tests.support.shoot import BROKEN, DOWN, Shoot, write

DESCRIBE, TRAIN = "describe-character", "train-character"


@pytest.fixture(autouse=True)
def presets(shoot: Shoot) -> None:
    """Training's settings of the host's own: what they say is the trainer's to know."""
    folder = shoot.settings.templates / "training"
    folder.mkdir(parents=True)
    for name in ("wan22", "sdxl"):
        (folder / f"{name}.toml.j2").write_text("seed = 1\n")


def test_references_are_described_once_they_have_come_to_rest(shoot: Shoot) -> None:
    cast.drop(shoot)
    shoot.later(4)
    assert plans(shoot) == []
    shoot.later(SETTLED)
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]
    (job,) = cast.jobs(shoot)
    assert [member.role for member in job.plan.members] == [f"ref {n:02}.png" for n in range(3)]
    assert job.plan.of == "characters/MIRA"


def test_training_waits_for_a_go_and_then_begins_once(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    assert cast.card(shoot) == "HELD for GO to train"
    assert "with the word miravx" in cast.text(shoot)
    assert "3 of 3 pictures can be used." in cast.text(shoot)
    cast.ask(shoot, "GO")
    assert plans(shoot) == [(DESCRIBE, 1, "done"), (TRAIN, 1, "queued")]
    cast.train(shoot)
    assert cast.card(shoot) == "DONE v001"
    assert "MIRA_v001_low.safetensors" in cast.text(shoot)
    shoot.lose_the_engine()
    shoot.later(SETTLED)
    assert plans(shoot) == []


def test_captions_of_lyrads_own_make_it_no_other_set(shoot: Shoot) -> None:
    folder = dropped(shoot)
    cast.describe(shoot, ("ref 00.png", "miravx woman, close-up"))
    assert (folder / "ref 00.txt").read_text() == "miravx woman, close-up\n"
    assert cast.card(shoot) == "HELD for GO to train"
    assert plans(shoot) == [(DESCRIBE, 1, "done")]
    cast.ask(shoot, "GO")
    (job,) = cast.jobs(shoot, JobState.QUEUED)
    assert "ref 00.txt" in {member.role for member in job.plan.members}


def test_a_caption_that_a_person_corrects_makes_it_another_set(shoot: Shoot) -> None:
    folder = dropped(shoot)
    cast.describe(shoot, ("ref 00.png", "miravx woman, close-up"))
    write(folder / "ref 00.txt", "miravx woman, smiling\n")
    shoot.later(SETTLED)
    assert plans(shoot) == [(DESCRIBE, 1, "done"), (DESCRIBE, 1, "queued")]


def test_references_that_change_after_training_are_held_until_a_go(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    cast.ask(shoot, "GO")
    cast.train(shoot)
    dropped(shoot, 4)
    cast.describe(shoot)
    assert cast.card(shoot) == "HELD refs changed"
    assert "v001 was trained, which shots go on using" in cast.text(shoot)
    cast.ask(shoot, "GO")
    cast.train(shoot)
    assert cast.card(shoot) == "DONE v002"


def test_a_retake_trains_once_more_on_the_same_set(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    cast.ask(shoot, "GO")
    first = cast.train(shoot)
    cast.ask(shoot, "RETAKE")
    second = cast.train(shoot)
    assert (first.attempt, second.attempt) == (1, 2)
    assert second.seed == first.seed + 1
    assert cast.card(shoot) == "DONE v002"


def test_a_go_that_changes_nothing_is_said_and_goes_away(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    cast.ask(shoot, "GO")
    cast.train(shoot)
    cast.ask(shoot, "GO")
    assert "GO changes nothing here now." in cast.text(shoot)
    assert shoot.claims() == []


def test_a_go_in_the_main_folder_trains_nobody(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    shoot.ask("GO", ".")
    cast.see(shoot)
    assert plans(shoot) == [(DESCRIBE, 1, "done")]
    assert shoot.claims() == []


def test_a_hold_holds_what_is_queued_until_a_go(shoot: Shoot) -> None:
    dropped(shoot)
    cast.ask(shoot, "HOLD")
    assert plans(shoot) == [(DESCRIBE, 1, "held")]
    assert cast.card(shoot) == "HELD by you"
    cast.ask(shoot, "GO")
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]


def test_what_failed_is_tried_again_by_a_go(shoot: Shoot) -> None:
    dropped(shoot)
    (job,) = cast.jobs(shoot)
    shoot.engine.begin(job.plan.job)
    shoot.engine.fail(job.plan.job, BROKEN)
    cast.see(shoot)
    assert cast.card(shoot).startswith("FAILED")
    cast.ask(shoot, "GO")
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]


def test_a_trainer_that_is_down_is_waited_for_and_said(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    cast.ask(shoot, "GO")
    (job,) = cast.jobs(shoot, JobState.QUEUED)
    shoot.engine.begin(job.plan.job)
    shoot.engine.delay(job.plan.job, DOWN)
    cast.see(shoot)
    assert cast.card(shoot).startswith("WAITING ")


def test_too_few_pictures_wait_for_more_and_train_nobody(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot, usable=False)
    assert cast.card(shoot) == "WAITING for more pictures"
    cast.ask(shoot, "GO")
    assert plans(shoot) == [(DESCRIBE, 1, "done")]


def test_a_set_that_is_replaced_while_it_waits_is_not_described(shoot: Shoot) -> None:
    dropped(shoot)
    before = cast.jobs(shoot)[0].plan.job
    dropped(shoot, 4)
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]
    assert cast.jobs(shoot)[0].plan.job != before


def test_without_a_character_yaml_a_draft_is_written_and_what_holds_is_said(
    shoot: Shoot,
) -> None:
    folder = dropped(shoot, spec=None)
    cast.describe(shoot)
    assert "word mira, kind person, model Wan 2.2" in cast.text(shoot)
    assert "word: mira" in (folder.parent / "character.draft.yaml").read_text()


def test_a_wrong_character_yaml_is_told_with_every_fault(shoot: Shoot) -> None:
    dropped(shoot, spec="word: two words\nbase: sd9\n")
    assert cast.card(shoot) == "FAILED character.yaml has 2 faults"
    assert plans(shoot) == []
    write(cast.refs(shoot).parent / "character.yaml", YAML)
    shoot.later(SETTLED)
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]


def test_another_base_is_another_set(shoot: Shoot) -> None:
    dropped(shoot)
    before = cast.jobs(shoot)[0].plan.fingerprint
    write(cast.refs(shoot).parent / "character.yaml", YAML.replace("wan22", "sdxl"))
    shoot.later(SETTLED)
    assert [job.plan.fingerprint for job in cast.jobs(shoot)] != [before]


def test_a_picture_that_stays_broken_does_not_hold_the_others(shoot: Shoot) -> None:
    folder = cast.drop(shoot)
    write(folder / "cut.png", (folder / "ref 00.png").read_bytes()[:200])
    shoot.later(SETTLED)
    assert plans(shoot) == []
    shoot.clock.advance(60)
    shoot.later(1)
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]
    assert "cut.png" in {member.role for member in cast.jobs(shoot)[0].plan.members}


def test_a_file_too_large_to_be_copied_is_named_and_not_opened(shoot: Shoot) -> None:
    folder = cast.drop(shoot)
    with (folder / "giant.tiff").open("wb") as file:
        file.truncate(400 * 1024**2)
    shoot.later(SETTLED)
    (job,) = cast.jobs(shoot)
    (giant,) = (member for member in job.plan.members if member.role == "giant.tiff")
    assert (giant.size, giant.sha256) == (400 * 1024**2, "")


def test_a_character_whose_folder_goes_away_takes_its_jobs_along(shoot: Shoot) -> None:
    folder = dropped(shoot)
    folder.parent.rename(shoot.state / "away")
    shoot.later(SETTLED)
    shoot.later(SETTLED)
    assert plans(shoot) == []


def test_nothing_of_a_persons_is_changed(shoot: Shoot) -> None:
    folder = dropped(shoot)
    write(folder / "ref 01.txt", "my own words\n")
    (folder.parent / "_lyrad dataset.html").write_text("mine")
    shoot.later(SETTLED)
    cast.describe(shoot, ("ref 00.png", "a"), ("ref 01.png", "b"))
    assert (folder / "ref 01.txt").read_text() == "my own words\n"
    assert (folder.parent / "_lyrad dataset.html").read_text() == "mine"


def test_a_rule_that_says_so_trains_at_once_and_again_when_the_references_change(
    shoot: Shoot,
) -> None:
    shoot.settings.rules.mkdir(parents=True)
    (shoot.settings.rules / "train.yaml").write_text(
        "name: train-character\n"
        "when: {path: 'characters/{character}/refs/'}\n"
        "do:\n"
        "  - check.dataset\n"
        "  - train.lora: {train: now, retrain: auto}\n"
        "  - publish.lora\n"
    )
    shoot.restart()
    dropped(shoot)
    cast.describe(shoot)
    assert (TRAIN, 1, "queued") in plans(shoot)
    cast.train(shoot)
    dropped(shoot, 4)
    cast.describe(shoot)
    cast.train(shoot)
    assert cast.card(shoot) == "DONE v002"


def test_a_go_that_comes_with_the_pictures_waits_until_they_are_described(shoot: Shoot) -> None:
    cast.drop(shoot)
    cast.ask(shoot, "GO")
    assert len(shoot.claims()) == 1
    assert plans(shoot) == [(DESCRIBE, 1, "queued")]
    cast.describe(shoot)
    assert plans(shoot) == [(DESCRIBE, 1, "done"), (TRAIN, 1, "queued")]
    assert shoot.claims() == []


def test_where_scenes_lie_below_the_root_a_character_is_no_shot(tmp_path: Path) -> None:
    layout = "tree:\n  scene: '{scene}'\n  shot: '{scene}/{shot}'\n"
    other = Shoot(tmp_path / "other", mark=layout)
    folder = cast.drop(other)
    write(folder.parent / "first.png", (folder / "ref 00.png").read_bytes())
    other.later(SETTLED)
    assert other.intake.agenda.shots == {}
    assert cast.card(other) == "QUEUED"
    other.close()


def test_the_card_says_how_long_the_last_training_like_it_took(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    assert "a graphics card for hours" in cast.text(shoot)
    cast.ask(shoot, "GO")
    cast.train(shoot, minutes=131.2)
    dropped(shoot, 4)
    cast.describe(shoot)
    assert "for about 2 hours 11 minutes, as the last one like it did" in cast.text(shoot)
    cast.ask(shoot, "GO")
    assert "Trainings like this need about 2 hours 11 minutes each." in cast.text(shoot)


def test_a_training_for_another_model_tells_nothing_of_this_one(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    cast.ask(shoot, "GO")
    cast.train(shoot, minutes=131.2)
    write(cast.refs(shoot).parent / "character.yaml", YAML.replace("wan22", "sdxl"))
    shoot.later(SETTLED)
    cast.describe(shoot)
    assert "a graphics card for hours" in cast.text(shoot)


def test_the_card_of_a_training_says_how_far_it_is(shoot: Shoot) -> None:
    dropped(shoot)
    cast.describe(shoot)
    cast.ask(shoot, "GO")
    (job,) = cast.jobs(shoot, JobState.QUEUED)
    cast.at_last(shoot, job)
    shoot.engine.tell(
        job.plan.job, Progress(done=840, total=1600, unit="step", note="training, 12 min left")
    )
    cast.see(shoot)
    assert cast.card(shoot) == "WORKING"
    assert "step 840 of 1600, training, 12 min left." in cast.text(shoot)
    shoot.engine.tell(job.plan.job, Progress(done=841, total=1600, unit="step"))
    shoot.later(TOLD_AGAIN + 1)
    assert "step 841 of 1600." in cast.text(shoot)
