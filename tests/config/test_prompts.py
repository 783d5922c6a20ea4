"""What models are told: the shipped prompts of one shot, word for word, for both families."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lyrad.config.shipped import shipped
from lyrad.model.character import Base
from lyrad.model.names import CharacterKey, ProductionId
from lyrad.model.plan import Step
from lyrad.model.production import Production, Tree
from lyrad.model.rule import Match
from lyrad.model.settings import Settings
from lyrad.model.spec import CharacterUse
from lyrad.model.style import ShotStyle, StyleUse
from lyrad.wiring.words import rule_desk
from tests.support.nouns import PRODUCTION, shot_spec

FILM = Production(
    id=ProductionId(PRODUCTION), title="The Lighthouse", timezone="UTC", defaults={},
    tree=Tree(), hold_over=100, start_timecode="01:00:00:00",
)  # fmt: skip
RULE = """\
name: render-shot
when: {{path: "scenes/{{scene}}/{{shot}}/shot.yaml", with: [first, last]}}
do:
{before}  - render.between:
      backend: comfyui
      workflow: mine
      prompt: templates/prompts/shot.j2
      negative: templates/prompts/negative.j2
  - publish.take
"""
NOIR = ShotStyle(
    uses=(StyleUse(name="noir", digest="d" * 20),),
    words={
        "look": "A 1940s film noir.",
        "light": "One hard lamp from the side",
        "camera": "Locked off.",
        "negative": "neon, text",
    },
    tags={"look": "film noir, monochrome", "camera": "static shot"},
)
MIRA = CharacterUse(
    character=CharacterKey("MIRA"),
    version=1,
    word="miravx",
    kind="woman",
    base=Base.WAN22,
    strength=1.0,
    experts=("high", "low"),
)

Told = Callable[..., tuple[Step, ...]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Give the steps of a shot's rule, with a workflow whose YAML says this."""

    def _told(workflow: str, before: str = "", **spec: Any) -> tuple[Step, ...]:
        mine, like = tmp_path / "templates" / "comfyui", shipped("templates") / "comfyui"
        mine.mkdir(parents=True)
        shutil.copy(like / "wan22-flf2v.json", mine / "mine.json")
        text = (like / "wan22-flf2v.yaml").read_text("utf-8").replace("base: wan22", workflow)
        (mine / "mine.yaml").write_text(text)
        (tmp_path / "rules").mkdir()
        (tmp_path / "rules" / "mine.yaml").write_text(RULE.format(before=before))
        desk = rule_desk(
            Settings(
                state=tmp_path / "state",
                rules=tmp_path / "rules",
                templates=tmp_path / "templates",
            )
        )
        rule = next(one for one in desk.book.rules if one.name == "render-shot")
        match = Match(rule=rule, captures=(("scene", "SC010"), ("shot", "SH0020")))
        return desk.steps(match, shot_spec(**spec), FILM)

    return _told


SHOT = {"description": "She opens the door.", "negative": "text, watermark", "style": NOIR}


def test_a_model_of_sentences_is_told_in_sentences(told: Told) -> None:
    fields = told("base: wan22", cast=(MIRA,), **SHOT)[0].fields
    assert fields["prompt"] == (
        "miravx woman. She opens the door. Locked off."
        " A 1940s film noir. One hard lamp from the side"
    )
    assert fields["negative"] == "text, watermark, neon"


@pytest.mark.parametrize("workflow", ["base: sdxl", "base: sd15", "family: tags"])
def test_a_model_of_tags_is_told_in_tags(told: Told, workflow: str) -> None:
    fields = told(workflow, **SHOT)[0].fields
    assert fields["prompt"] == (
        "She opens the door, static shot, film noir, monochrome, One hard lamp from the side"
    )
    assert fields["negative"] == "text, watermark, neon"


def test_a_workflow_may_say_that_its_model_reads_sentences_all_the_same(told: Told) -> None:
    fields = told("base: sdxl\nfamily: sentences", **SHOT)[0].fields
    assert str(fields["prompt"]).endswith("A 1940s film noir. One hard lamp from the side")


def test_the_shots_own_camera_stands_in_place_of_the_styles(told: Told) -> None:
    fields = told("base: wan22", camera="handheld, 35 mm", **SHOT)[0].fields
    assert "She opens the door. handheld, 35 mm. A 1940s" in str(fields["prompt"])
    assert "Locked" not in str(fields["prompt"])


def test_a_shot_without_styles_is_told_in_its_own_words_alone(told: Told) -> None:
    fields = told("base: wan22", description="A push-in, slow")[0].fields
    assert (fields["prompt"], fields["negative"]) == ("A push-in, slow", "")


EXPAND = "  - expand.prompt: {backend: ollama}\n"


def test_a_language_model_is_told_how_the_one_that_renders_is_told(told: Told) -> None:
    expand, render, _ = told("base: sdxl", EXPAND, **SHOT)
    assert (expand.action, expand.lane, render.action) == (
        "expand.prompt",
        "card",
        "render.between",
    )
    assert expand.frozen["family"] == "tags"
    asked = str(expand.frozen["ask"])
    assert "Answer with tags" in asked
    assert "do not mention it: text, watermark, neon." in asked


def test_a_language_model_is_told_the_trigger_words_and_how_long_the_clip_is(told: Told) -> None:
    asked = str(told("base: wan22", EXPAND, cast=(MIRA,), **SHOT)[0].frozen["ask"])
    assert "Answer with one paragraph" in asked
    assert "by them: miravx woman." in asked
    assert "The clip lasts 1.0 seconds" in asked


def test_a_rule_may_ask_in_other_words(told: Told) -> None:
    ask = '  - expand.prompt: {backend: ollama, ask: "In verse: {{ style.look }}"}\n'
    expand = told("base: wan22", ask, **SHOT)[0]
    assert expand.fields["ask"] == "In verse: A 1940s film noir."
