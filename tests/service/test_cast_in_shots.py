"""Shots that name a character: they wait for its LoRA, use it, and say which one it was."""

from __future__ import annotations

import pytest

from lyrad.model.plan import ShotPlan
from tests.support import cast
from tests.support.shoot import SPEC, Shoot, write

NAMES_MIRA = f"{SPEC}characters: [MIRA]\n"


@pytest.fixture(autouse=True)
def presets(shoot: Shoot) -> None:
    folder = shoot.settings.templates / "training"
    folder.mkdir(parents=True)
    (folder / "wan22.toml.j2").write_text("seed = 1\n")


def trained(shoot: Shoot, *asks: str) -> None:
    """Train MIRA once, and once more for each further request."""
    cast.dropped(shoot)
    cast.describe(shoot)
    for name in ("GO", *asks):
        cast.ask(shoot, name)
        cast.train(shoot)


def ordered(shoot: Shoot) -> ShotPlan:
    (plan,) = (job.plan for job in shoot.engine.jobs() if isinstance(job.plan, ShotPlan))
    return plan


def test_a_shot_waits_for_its_character_and_goes_on_by_itself(shoot: Shoot) -> None:
    shoot.drop(spec=NAMES_MIRA)
    shoot.later()
    assert shoot.card() == "WAITING for MIRA"
    assert "there is no LoRA in characters/MIRA/loras" in shoot.text()
    trained(shoot)
    shoot.later()
    assert shoot.card() == "QUEUED"
    plan = ordered(shoot)
    (use,) = plan.spec.cast
    assert (use.character, use.version, use.word, use.kind) == ("MIRA", 1, "miravx", "woman")
    roles = [member.role for member in plan.members]
    assert roles == ["spec", "first", "last", "lora MIRA high", "lora MIRA low"]


def test_the_words_that_call_a_character_go_into_the_prompt(shoot: Shoot) -> None:
    trained(shoot)
    shoot.drop(spec=NAMES_MIRA)
    shoot.later()
    prompt = ordered(shoot).steps[0].fields["prompt"]
    assert str(prompt).startswith("miravx woman. A slow push-in on the lighthouse.")


def test_a_newer_lora_makes_takes_stale_and_renders_nothing(shoot: Shoot) -> None:
    trained(shoot)
    shoot.made(spec=NAMES_MIRA)
    assert shoot.card().startswith("DONE T01")
    cast.ask(shoot, "RETAKE")
    cast.train(shoot)
    shoot.later()
    assert shoot.card() == "STALE MIRA changed"
    assert "v001 at 1" in shoot.text()
    assert "v002 at 1" in shoot.text()
    assert shoot.queued() == []
    shoot.ask("RETAKE")
    shoot.later()
    assert [use.version for use in shoot.jobs(code="SC010/SH0020")[-1].plan.spec.cast] == [2]


def test_one_version_can_be_asked_for_and_is_waited_for(shoot: Shoot) -> None:
    trained(shoot)
    shoot.drop(spec=f"{SPEC}characters: [MIRA@v002]\n")
    shoot.later()
    assert shoot.card() == "WAITING for MIRA@v002"
    cast.ask(shoot, "RETAKE")
    cast.train(shoot)
    shoot.later()
    assert [use.version for use in ordered(shoot).spec.cast] == [2]
    cast.ask(shoot, "RETAKE")
    cast.train(shoot)
    shoot.later()
    assert shoot.card() == "QUEUED"


def test_another_strength_is_inherited_and_is_no_other_character(shoot: Shoot) -> None:
    trained(shoot)
    before = shoot.root / "characters" / "MIRA" / "character.yaml"
    shoot.made(spec=NAMES_MIRA)
    write(before, cast.YAML + "strength: 0.8\n")
    shoot.later(cast.SETTLED)
    shoot.look_again()
    assert cast.card(shoot) == "DONE v001"
    assert shoot.card() == "STALE MIRA changed"


def test_a_lora_that_a_person_puts_there_is_used(shoot: Shoot) -> None:
    folder = shoot.root / "characters" / "JON" / "loras" / "v003"
    folder.mkdir(parents=True)
    write(folder / "jon_from_elsewhere.safetensors", b"\x02\0\0\0\0\0\0\0{}")
    write(folder.parents[1] / "character.yaml", "word: jonq\nkind: man\nbase: sdxl\n")
    shoot.drop(spec=f"{SPEC}characters: JON\n")
    shoot.later(61)
    shoot.later(61)
    (use,) = ordered(shoot).spec.cast
    assert (use.version, use.word, use.base.value, use.experts) == (3, "jonq", "sdxl", ("",))


def test_a_character_that_nobody_made_is_waited_for_by_name(shoot: Shoot) -> None:
    shoot.drop(spec=f"{SPEC}characters: [ADA, JON]\n")
    shoot.later()
    assert shoot.card() == "WAITING for ADA"
