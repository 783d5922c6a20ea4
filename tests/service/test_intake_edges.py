"""What people do that nobody planned: names, strays, broken files, one bad shot among many."""

from __future__ import annotations

import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.disk.whole import wholeness
from lyrad.errors import Code, Fault
from lyrad.model.drop import Wholeness
from lyrad.model.job import JobState
from lyrad.service.intake.turns import Intake
from tests.support.shoot import FAST, PICTURES, SPEC, Shoot, copy, write

WRONG = Fault(code=Code.BAD_VALUE, what="There is no lane gpu.", where="rule", next="Add it.")


# Names.


@pytest.mark.parametrize(("one", "other"), [("Küche", "Kueche"), ("sh0020", "SH0020")])
def test_two_codes_that_become_one_name_are_refused_on_both_cards(
    shoot: Shoot, one: str, other: str
) -> None:
    shoot.drop(f"SC010/{one}")
    shoot.drop(f"SC010/{other}", seed=2)
    shoot.later()
    assert not shoot.jobs()
    for code in (one, other):
        assert shoot.card(f"SC010/{code}") == "FAILED shares its name with another shot"
        assert f"SC010/{one}" in shoot.text(f"SC010/{code}")
        assert f"SC010/{other}" in shoot.text(f"SC010/{code}")
    shoot.folder(f"SC010/{one}").rename(shoot.folder("SC010/SH0099"))
    shoot.later()
    assert len(shoot.jobs(JobState.QUEUED)) == 2
    assert shoot.card(f"SC010/{other}") == "QUEUED"


def test_a_folder_without_a_spec_takes_no_name_away(shoot: Shoot) -> None:
    shoot.folder("SC010/sh0020").mkdir(parents=True)
    shoot.drop()
    shoot.later()
    assert len(shoot.jobs()) == 1


@pytest.mark.parametrize("code", ["SC010/SH0020 copy", "Neuer Ordner/SH0020"])
def test_a_stopgap_name_waits_and_is_called_by_name(shoot: Shoot, code: str) -> None:
    shoot.drop(code)
    shoot.later()
    assert shoot.card(code) == "WAITING for a name"
    stopgap = next(part for part in code.split("/") if " " in part)
    assert f"called {stopgap}," in shoot.text(code)
    assert not shoot.jobs()


def test_an_empty_new_folder_gets_no_card_while_its_name_is_typed(shoot: Shoot) -> None:
    shoot.folder("SC010/untitled folder").mkdir(parents=True)
    shoot.later()
    assert shoot.card("SC010/untitled folder") == ""


def test_a_copy_gets_its_name_and_then_waits_for_an_edit(shoot: Shoot) -> None:
    folder = shoot.made()
    copied = copy(folder, folder.with_name("SH0020 copy"))
    shoot.later()
    assert shoot.card("SC010/SH0020 copy") == "WAITING for a name"
    copied.rename(folder.with_name("SH0030"))
    shoot.later()
    assert shoot.card("SC010/SH0030") == "WAITING for an edit, copy of SC010 SH0020"


@pytest.mark.parametrize("typed", ["SC010_Küche_first.png", "Küche_first.png", "Kueche_first.png"])
def test_frames_may_be_called_after_the_shot_however_umlauts_are_written(
    shoot: Shoot, typed: str
) -> None:
    name = unicodedata.normalize("NFD", typed) if "ü" in typed else f"SC010_{typed}"
    folder = shoot.drop("SC010/Küche")
    (folder / "first.png").rename(folder / name)
    shoot.later()
    assert len(shoot.jobs()) == 1


# Strays.


def test_what_nothing_uses_is_named_after_two_minutes_with_the_nearest_fit(shoot: Shoot) -> None:
    folder = shoot.drop(last=False)
    write(folder / "lsat.png", PICTURES["last", 1])
    shoot.later()
    assert "NOT USED" not in shoot.card()
    assert "lsat.png" not in shoot.text()
    shoot.later(130)
    assert shoot.card() == "WAITING for last.png"
    assert "lsat.png: did you mean last.png?" in shoot.text()


def test_a_note_beside_a_finished_shot_does_not_hide_that_it_is_done(shoot: Shoot) -> None:
    folder = shoot.made()
    (folder / "notes.txt").write_text("ask Mira")
    shoot.later(130)
    assert shoot.card() == "DONE T01"
    assert "notes.txt: it may stay here; no rule speaks of it" in shoot.text()


def test_a_picture_that_only_the_spec_names_is_no_stray_while_another_is_missing(
    shoot: Shoot,
) -> None:
    folder = shoot.drop(spec=f"{SPEC}first: plate.png\n", last=False)
    (folder / "first.png").rename(folder / "plate.png")
    shoot.later(130)
    assert shoot.card() == "WAITING for last.png"
    assert "plate.png" not in shoot.text()


def test_lyrads_own_receipts_trigger_nothing(shoot: Shoot) -> None:
    folder = shoot.made()
    take = folder / "takes" / "T01" / "_info" / "receipt.json"
    other = shoot.folder("SC010/SH0030")
    other.mkdir()
    shutil.copy(take, other / "shot.yaml")
    shoot.later()
    assert shoot.card("SC010/SH0030") == ""


# Files that are not right.


def test_the_same_broken_spec_in_two_shots_is_told_with_its_own_place(shoot: Shoot) -> None:
    for code in ("SC010/SH0010", "SC010/SH0020"):
        shoot.drop(code, "szie: 3\n")
    shoot.later()
    for code in ("SC010/SH0010", "SC010/SH0020"):
        assert f"scenes/{code}/shot.yaml" in shoot.text(code)


def test_a_picture_that_is_none_is_refused_by_its_content(shoot: Shoot) -> None:
    folder = shoot.drop()
    write(folder / "first.png", "this is a text")
    shoot.later(10)
    assert shoot.card() == "FAILED first.png cannot be used"
    write(folder / "first.png", PICTURES["first", 1])
    shoot.later()
    assert shoot.queued() == [1]


def test_half_a_picture_waits_for_its_rest(shoot: Shoot) -> None:
    folder = shoot.drop()
    write(folder / "first.png", PICTURES["first", 1][:500])
    shoot.later()
    assert shoot.card() == "WAITING for the rest of first.png"
    assert shoot.intake.arriving()
    write(folder / "first.png", PICTURES["first", 1])
    shoot.later()
    assert shoot.queued() == [1]


def test_a_file_whose_end_looks_empty_is_waited_for_longer_and_taken_with_a_note(
    shoot: Shoot,
) -> None:
    def doubtful(path: Path) -> Wholeness:
        if path.name == "last.png":
            return Wholeness(whole=True, checked=False, reason="its end is still empty")
        return wholeness(path)

    shoot.intake = Intake(replace(shoot.built.desk, whole=doubtful), shoot.engine)
    shoot.intake.begin()
    shoot.drop()
    shoot.later()
    assert not shoot.jobs()
    shoot.later(60)
    assert shoot.queued() == [1]
    shoot.make_all()
    assert "last.png may not be all there: its end is still empty." in shoot.text()


def test_two_specs_wait_and_both_are_named(shoot: Shoot) -> None:
    folder = shoot.drop()
    write(folder / "shot.yml", FAST)
    shoot.later()
    assert shoot.card() == "WAITING for one spec not 2"
    assert "shot.yaml, shot.yml" in shoot.text()


def test_a_frame_that_the_spec_names_and_that_is_not_there_is_waited_for(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}last: plates/b.png\n")
    shoot.later()
    assert shoot.card() == "WAITING for plates-b.png"
    assert "plates/b.png" in shoot.text()
