"""Shots that name styles: they wait for them, use them, and are stale when one changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.errors import Code
from lyrad.model.job import JobState
from lyrad.model.standing import Refused
from tests.support.shoot import SPEC, Shoot, write

NOIR = "look: A film noir.\nlight: Hard light.\nnegative: neon\n"
NAMES_NOIR = f"{SPEC}style: noir\n"


def put(shoot: Shoot, name: str, text: str) -> Path:
    folder = shoot.root / "style"
    folder.mkdir(exist_ok=True)
    write(folder / f"{name}.yaml", text)
    return folder / f"{name}.yaml"


def test_a_shot_waits_for_its_style_and_goes_on_by_itself(shoot: Shoot) -> None:
    put(shoot, "noise", "look: Noise.\n")
    shoot.drop(spec=NAMES_NOIR)
    shoot.later()
    assert shoot.card() == "WAITING for style noir"
    assert "Did you mean `noise`? There are `noise`." in shoot.text()
    put(shoot, "noir", NOIR)
    shoot.later()
    assert shoot.card() == "QUEUED"


def test_a_plan_holds_the_style_as_it_was(shoot: Shoot) -> None:
    put(shoot, "noir", NOIR)
    shoot.drop(spec=NAMES_NOIR)
    shoot.later()
    put(shoot, "noir", NOIR.replace("Hard", "Soft"))
    shoot.later()
    style = shoot.job().plan.spec.style
    assert [use.name for use in style.uses] == ["noir"]
    assert style.words == {"look": "A film noir.", "light": "Hard light.", "negative": "neon"}
    assert shoot.job().plan.spec.inherited["style light"] == "Hard light."


def test_a_change_in_a_style_makes_takes_stale_and_renders_nothing(shoot: Shoot) -> None:
    put(shoot, "noir", NOIR)
    shoot.made(spec=NAMES_NOIR)
    assert shoot.card() == "DONE T01"
    put(shoot, "noir", NOIR.replace("Hard", "Soft"))
    shoot.later()
    assert shoot.card() == "STALE style light changed"
    assert "style light: Hard light. -> Soft light." in shoot.text()
    assert not shoot.jobs(JobState.QUEUED)
    shoot.ask("RETAKE")
    shoot.later()
    shoot.make_all()
    assert shoot.takes() == ["SC010_SH0020_T01_v001.mp4", "SC010_SH0020_T02_v002.mp4"]
    assert shoot.card() == "DONE T02"


def test_a_change_in_what_a_style_inherits_counts_and_one_in_a_comment_does_not(
    shoot: Shoot,
) -> None:
    put(shoot, "base", "grain: Fine grain.\n")
    put(shoot, "noir", f"inherits: base\n{NOIR}")
    shoot.made(spec=NAMES_NOIR)
    put(shoot, "noir", f"# a note\ninherits: [base]\n{NOIR}")
    shoot.later()
    assert shoot.card() == "DONE T01"
    put(shoot, "base", "grain: Coarse grain.\n")
    shoot.later()
    assert shoot.card() == "STALE style grain changed"


def test_a_style_that_no_shot_names_changes_nothing(shoot: Shoot) -> None:
    put(shoot, "rain", "look: Rain.\n")
    shoot.made()
    put(shoot, "rain", "lok: Fog.\n")
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_scenes_style_is_inherited_and_a_shot_may_have_none(shoot: Shoot) -> None:
    put(shoot, "noir", NOIR)
    shoot.folder("SC010").mkdir(parents=True)
    write(shoot.folder("SC010") / "scene.yaml", "style: noir\n")
    shoot.drop("SC010/SH0010")
    shoot.drop("SC010/SH0020", spec=f"{SPEC}style: none\n", seed=2)
    shoot.later()
    assert shoot.job("SC010/SH0010").plan.spec.inherited["style"] == ["noir"]
    assert shoot.job("SC010/SH0010").plan.spec.style.words["look"] == "A film noir."
    assert shoot.job("SC010/SH0020").plan.spec.style.words == {}


def test_faults_of_styles_are_told_on_the_shots_that_name_them_all_at_once(shoot: Shoot) -> None:
    put(shoot, "noir", "inherits: [bass, rain]\nlook: x\n")
    put(shoot, "rain", "lok: Rain.\nlight: [a]\n")
    put(shoot, "base", "")
    shoot.drop(spec=NAMES_NOIR)
    shoot.drop("SC010/SH0030", seed=2)
    shoot.later()
    assert shoot.card() == "FAILED style has 3 faults"
    standing = shoot.intake.looks["scenes/SC010/SH0020"].standing
    assert isinstance(standing, Refused)
    assert [fault.code for fault in standing.faults] == [
        Code.STYLE_UNKNOWN,
        Code.UNKNOWN_KEY,
        Code.BAD_VALUE,
    ]
    assert "Did you mean `base`?" in shoot.text()
    assert shoot.card("SC010/SH0030") == "QUEUED"
    put(shoot, "noir", NOIR)
    shoot.later()
    assert shoot.card() == "QUEUED"


def test_styles_that_want_different_things_are_told_on_the_card(shoot: Shoot) -> None:
    put(shoot, "noir", NOIR)
    put(shoot, "rain", "light: Soft light.\n")
    shoot.made(spec=f"{SPEC}style: [noir, rain]\n")
    assert shoot.job().plan.spec.style.words["light"] == "Soft light."
    assert "The styles noir and rain both have a light: rain's is used" in shoot.text()
    assert shoot.job().plan.remarks[0].startswith("The styles noir and rain")


def test_a_shots_own_camera_goes_before_its_styles(shoot: Shoot) -> None:
    put(shoot, "noir", f"{NOIR}camera: Locked off.\n")
    shoot.made(spec=f"{NAMES_NOIR}camera: handheld\n")
    assert "style camera" not in shoot.job().plan.spec.inherited
    put(shoot, "noir", f"{NOIR}camera: A crane.\n")
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_a_style_is_read_only_when_it_has_settled(shoot: Shoot) -> None:
    put(shoot, "noir", NOIR)
    shoot.made(spec=NAMES_NOIR)
    put(shoot, "noir", "lok")
    shoot.turn()
    assert shoot.card() == "DONE T01"
    put(shoot, "noir", NOIR)
    shoot.later()
    assert shoot.card() == "DONE T01"


def test_two_files_of_one_name_wait_both_named(shoot: Shoot) -> None:
    put(shoot, "noir", NOIR)
    write(shoot.root / "style" / "noir.yml", NOIR)
    shoot.drop(spec=NAMES_NOIR)
    shoot.later()
    assert shoot.card() == "WAITING for one style noir not 2"
    assert "style/noir.yaml, style/noir.yml" in shoot.text()


def test_a_style_that_went_is_waited_for_and_makes_nothing(shoot: Shoot) -> None:
    path = put(shoot, "noir", NOIR)
    shoot.made(spec=NAMES_NOIR)
    path.unlink()
    shoot.later()
    assert shoot.card() == "WAITING for style noir"
    put(shoot, "noir", NOIR)
    shoot.later()
    assert shoot.card() == "DONE T01"


@pytest.mark.parametrize("line", ["style: ''\n", "style: {a: b}\n"])
def test_a_spec_that_names_no_style_rightly_is_refused(shoot: Shoot, line: str) -> None:
    shoot.drop(spec=f"{SPEC}{line}")
    shoot.later()
    assert shoot.card() == "FAILED shot.yaml has a fault"
