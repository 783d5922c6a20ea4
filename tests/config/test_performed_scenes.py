"""Rules over whole scenes are told apart from all others by their path and their verbs."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.config.rule_desk import RuleDesk
from lyrad.core import match
from lyrad.errors import Code, ConfigError
from lyrad.model.names import RelPath
from lyrad.wiring.words import Shelf
from tests.config.test_performed_cues import desk
from tests.support.shoot import MARK

SCENES = "scenes/{scene}/"


def rule(folder: Path, path: str, step: str, more: str = "") -> RuleDesk:
    text = f"name: mine\nwhen: {{path: '{path}'{more}}}\ndo:\n  - {step}\n"
    (folder / "mine.yaml").write_text(text)
    return desk(folder)


@pytest.mark.parametrize("path", [SCENES, "scenes/SC010/", "scenes/{sequence}_{scene}/"])
def test_a_rule_over_a_scene_is_taken(tmp_path: Path, path: str) -> None:
    found = rule(tmp_path, path, "assemble.scene: {height: 540}", ", quiet: 5m")
    assert [one.name for one in found.book.rules] == ["mine"]
    assert found.book.rules[0].when.quiet == 300


@pytest.mark.parametrize(
    ("path", "step", "more", "what", "cure"),
    [
        (SCENES, "publish.take", "", "cannot `publish.take` a whole scene", "a shot's spec"),
        (SCENES, "train.lora", "", "cannot `train.lora` a whole scene", "references"),
        (SCENES, "assemble.scene", ", at_least: 3", "counts files", "a whole scene"),
        (SCENES, "assemble.scene", ", kinds: [png]", "counts files", "a whole scene"),
        (
            "characters/{who}/refs/",
            "assemble.scene",
            "",
            "cannot `assemble.scene`",
            "a whole scene",
        ),
        ("scenes/{scene}/{shot}/", "assemble.scene", "", "never fits", "a whole scene"),
        ("scenes/{scene}/{shot}/shot.yaml", "assemble.scene", "", "a shot", "a whole scene"),
    ],
)
def test_a_rule_whose_verb_and_path_do_not_fit_is_refused_with_what_was_meant(
    tmp_path: Path, path: str, step: str, more: str, what: str, cure: str
) -> None:
    with pytest.raises(ConfigError) as error:
        rule(tmp_path, path, step, more)
    (fault,) = error.value.faults
    assert fault.code is Code.RULE_PATTERN
    assert what in fault.what
    assert cure in fault.next


@pytest.mark.parametrize("field", ["height: 91", "height: 5000", "burn: true", "burn_in: maybe"])
def test_a_field_that_is_wrong_is_refused_when_the_rule_is_read(
    tmp_path: Path, field: str
) -> None:
    with pytest.raises(ConfigError):
        rule(tmp_path, SCENES, f"assemble.scene: {{{field}}}")


def test_the_steps_of_a_rule_over_a_scene_may_name_the_film_and_what_was_captured(
    tmp_path: Path,
) -> None:
    height = "{{ 540 if scene == 'SC010' else 720 }}"
    found = rule(tmp_path, SCENES, f'assemble.scene: {{height: "{height}"}}')
    mark = tmp_path / "production.yaml"
    mark.write_text(MARK)
    (speaks,) = match.folder_matches(found.book, RelPath("scenes/SC010"), ("SC010",))
    (step,) = found.scene_steps(speaks, Shelf().production(mark, "production.yaml"))
    assert (step.fields, step.lane) == ({"height": "540"}, "cpu")
