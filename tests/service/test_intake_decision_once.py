"""Decision 2: nothing is rendered twice, whatever is lost, moved or copied."""

from __future__ import annotations

import shutil

import pytest

from lyrad.disk.takes import Takes
from lyrad.model.job import JobState
from lyrad.model.names import RelPath, ShotKey
from tests.support.shoot import FAST, SPEC, Shoot, copy

SH0040 = ShotKey(scene="SC010", shot="SH0040")

# 2. Job id; nothing is rendered twice.


def test_nothing_is_rendered_twice_with_a_lost_engine_database(shoot: Shoot) -> None:
    shoot.made()
    shoot.lose_the_engine()
    shoot.later()
    assert not shoot.jobs()
    assert shoot.card() == "DONE T01"


def test_nothing_is_rendered_twice_in_a_renamed_shot(shoot: Shoot) -> None:
    folder = shoot.made()
    folder.rename(folder.with_name("SH0021"))
    shoot.later(61)
    assert not shoot.queued("SC010/SH0021")
    assert shoot.card("SC010/SH0021") == "DONE T01"
    shoot.lose_the_engine()
    shoot.later()
    assert not shoot.jobs()


def test_nothing_is_rendered_twice_in_a_moved_scene(shoot: Shoot) -> None:
    shoot.made("SC010/SH0020")
    shoot.made("SC010/SH0030", seed=2)
    shoot.folder("SC010").rename(shoot.folder("SC011"))
    shoot.later(61)
    assert not shoot.jobs(JobState.QUEUED)
    assert [shoot.card(f"SC011/SH00{n}0") for n in (2, 3)] == ["DONE T01", "DONE T01"]
    (summary,) = shoot.folder("SC011").glob("_lyrad *")
    assert summary.name == "_lyrad SC011 2 done.txt"


def test_a_renamed_shots_deleted_take_is_not_made_again(shoot: Shoot) -> None:
    folder = shoot.made()
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    shutil.rmtree(folder / "takes" / "T01")
    folder.rename(folder.with_name("SH0021"))
    shoot.later(61)
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.takes("SC010/SH0021") == ["SC010_SH0020_T02_v001.mp4"]


def test_a_renumbered_shot_is_no_copy_of_the_new_one_in_its_place(shoot: Shoot) -> None:
    folder = shoot.made()
    folder.rename(folder.with_name("SH0021"))
    shoot.later(61)
    shoot.made("SC010/SH0020", FAST, seed=2)
    shoot.later()
    shoot.look_again()
    assert shoot.card("SC010/SH0021") == "DONE T01"
    assert shoot.card("SC010/SH0020") == "DONE T02", "numbers only grow"


def test_a_copied_shot_makes_nothing_until_it_is_edited(shoot: Shoot) -> None:
    folder = shoot.made()
    copy(folder, folder.with_name("SH0040"))
    shoot.later()
    assert not shoot.queued("SC010/SH0040")
    assert shoot.card("SC010/SH0040") == "WAITING for an edit, copy of SC010 SH0020"
    assert "From SC010/SH0020, of which this is a copy, and not counted here: T01." in shoot.text(
        "SC010/SH0040"
    )
    shoot.edit(FAST, "SC010/SH0040")
    shoot.make_all()
    assert shoot.takes("SC010/SH0040")[1:] == ["SC010_SH0040_T02_v001.mp4"]
    assert shoot.card("SC010/SH0040") == "DONE T02"
    assert "From SC010/SH0020, of which this is a copy, and not counted here: T01." in shoot.text(
        "SC010/SH0040"
    )


@pytest.mark.parametrize("gone_to", ["selects", "bin"])
def test_a_copy_stays_one_though_the_originals_take_was_dragged_away(
    shoot: Shoot, gone_to: str
) -> None:
    folder = shoot.made()
    copied = copy(folder, folder.with_name("SH0040"))
    (shoot.root / gone_to).mkdir()
    (folder / "takes" / "T01").rename(shoot.root / gone_to / "T01")
    shoot.later(61)
    assert shoot.card("SC010/SH0040") == "WAITING for an edit, copy of SC010 SH0020"
    assert shoot.card() == "DONE T01, deleted"
    assert (copied / "takes" / "T01").is_dir()
    assert (
        Takes(shoot.root).counted(
            RelPath("scenes/SC010/SH0040"), SH0040, shoot.built.desk.ledger.history
        )
        == ()
    )


def test_a_retake_of_an_unedited_copy_makes_one_take_of_its_own(shoot: Shoot) -> None:
    folder = shoot.made()
    copy(folder, folder.with_name("SH0040"))
    shoot.later()
    shoot.ask("RETAKE", "scenes/SC010/SH0040")
    shoot.later()
    assert shoot.queued("SC010/SH0040") == [2]
    assert shoot.card("SC010/SH0040") == "QUEUED"
    shoot.make_all()
    assert shoot.card("SC010/SH0040") == "DONE T02"


def test_comments_takes_due_and_priority_are_no_new_drop(shoot: Shoot) -> None:
    shoot.made()
    shoot.edit(f"# a note\npriority: high\ndue: 2026-12-01\n{SPEC}")
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "DONE T01"


def test_going_back_to_a_former_spec_orders_nothing(shoot: Shoot) -> None:
    shoot.made()
    shoot.edit(FAST)
    shoot.make_all()
    assert shoot.takes()[1:] == ["SC010_SH0020_T02_v002.mp4"]
    shoot.edit(SPEC)
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "DONE same as T01"
    assert "RETAKE" in shoot.text()


def test_a_deleted_take_is_not_made_again_and_its_number_is_not_used_again(shoot: Shoot) -> None:
    folder = shoot.made()
    shutil.rmtree(folder / "takes" / "T01")
    shoot.later()
    assert not shoot.jobs(JobState.QUEUED)
    assert shoot.card() == "DONE T01, deleted"
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T02_v001.mp4"]
