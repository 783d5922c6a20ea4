"""Rules that are well written and that nothing performs yet are refused, and why is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.actions import ALL, FOR_CHARACTERS
from lyrad.config.rule_desk import RuleDesk
from lyrad.config.rulebook import RuleFolder
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.config.workflows import Workflows
from lyrad.errors import Code, ConfigError

RULE = "name: mine\nwhen: {{path: '{path}'{more}}}\ndo:\n  - render.between\n  - publish.take\n"


def desk(folder: Path) -> RuleDesk:
    return RuleDesk(
        [RuleFolder(path=folder, shown="rules")],
        actions=ALL,
        lane=lambda action, fields: "cpu",
        templates=Templates(folders=(shipped("templates"),)),
        workflows=Workflows(folders=(shipped("templates"),)),
        for_characters=FOR_CHARACTERS,
    )


@pytest.mark.parametrize(
    ("path", "more", "code", "word"),
    [
        ("characters/{who}/refs/", "", Code.RULE_PATTERN, "a folder of references"),
        ("scenes/{scene}/{shot}/", "", Code.RULE_PATTERN, "scenes/{scene}/{shot}/"),
        ("inbox/{name}.csv", "", Code.RULE_PATTERN, "inbox/{name}.csv"),
        ("scenes/{scene}/{shot}/spec.yaml", "", Code.RULE_PATTERN, "never fits"),
        ("scenes/{scene}/{shot}/shot.yaml", ", kinds: [png]", Code.BAD_VALUE, "png"),
        ("scenes/{scene}/{shot}/shot.yaml", ", at_least: 3", Code.RULE_PATTERN, "counts files"),
    ],
)
def test_a_rule_that_could_never_apply_is_refused(
    tmp_path: Path, path: str, more: str, code: Code, word: str
) -> None:
    (tmp_path / "mine.yaml").write_text(RULE.format(path=path, more=more))
    with pytest.raises(ConfigError) as error:
        desk(tmp_path)
    (fault,) = error.value.faults
    assert fault.code is code
    assert "The rule mine" in fault.what
    assert word in fault.what
    assert fault.where == "rules/mine.yaml: when"


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("scenes/{scene}/{shot}/shot.yaml", ""),
        ("scenes/TITLES_{scene}/{shot}/shot.yaml", ", kinds: [yaml]"),
        ("scenes/SC010/{shot}/shot.yaml", ", quiet: 2m"),
        ("scenes/SC010/SH0020/shot.yaml", ""),
    ],
)
def test_a_rule_that_can_speak_of_a_shot_is_taken(tmp_path: Path, path: str, more: str) -> None:
    (tmp_path / "mine.yaml").write_text(RULE.format(path=path, more=more))
    assert [rule.name for rule in desk(tmp_path).book.rules] == ["mine"]


def test_an_edit_that_could_never_apply_leaves_the_last_good_rules_in_force(
    tmp_path: Path,
) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(RULE.format(path="scenes/{scene}/{shot}/shot.yaml", more=""))
    rules = desk(tmp_path)
    mine.write_text(RULE.format(path="characters/{who}/", more=""))
    assert rules.refresh()
    assert [fault.code for fault in rules.faults] == [Code.RULE_PATTERN]
    assert rules.book.rules[0].when.path == "scenes/{scene}/{shot}/shot.yaml"
    mine.write_text(RULE.format(path="scenes/{scene}/{shot}/shot.yaml", more=""))
    assert rules.refresh()
    assert not rules.faults


@pytest.mark.parametrize("path", ["characters/{character}/refs/", "characters/MIRA/refs/"])
def test_a_rule_that_can_speak_of_references_is_taken(tmp_path: Path, path: str) -> None:
    rule = f"name: mine\nwhen: {{path: '{path}', at_least: 3}}\ndo:\n  - check.dataset\n"
    (tmp_path / "mine.yaml").write_text(rule)
    assert [rule.name for rule in desk(tmp_path).book.rules] == ["mine"]


def test_a_rule_over_a_spec_cannot_train(tmp_path: Path) -> None:
    path = "scenes/{scene}/{shot}/shot.yaml"
    (tmp_path / "mine.yaml").write_text(
        f"name: mine\nwhen: {{path: '{path}'}}\ndo:\n  - train.lora\n"
    )
    with pytest.raises(ConfigError) as error:
        desk(tmp_path)
    assert "cannot `train.lora` a shot" in error.value.fault.what


def test_a_rule_that_renders_and_finishes_is_refused_since_it_would_wait_to_be_asked(
    tmp_path: Path,
) -> None:
    steps = "  - render.between\n  - finish.clip: {workflow: restore-2x}\n  - publish.take\n"
    path = "scenes/{scene}/{shot}/shot.yaml"
    rule = tmp_path / "mine.yaml"
    rule.write_text(f"name: mine\nwhen: {{path: '{path}'}}\ndo:\n{steps}")
    with pytest.raises(ConfigError) as error:
        desk(tmp_path)
    (fault,) = error.value.faults
    assert (fault.code, fault.where) == (Code.NOT_YET, "rules/mine.yaml: do")
    rule.write_text(rule.read_text().replace("  - render.between\n", ""))
    assert desk(tmp_path).book.rules[0].finishes


@pytest.mark.parametrize(
    "steps",
    [
        "  - expand.prompt\n  - render.between\n",
        "  - render.between: {prompt: x}\n  - expand.prompt\n",
    ],
)
def test_a_rule_that_expands_the_prompt_of_no_later_step_is_refused(
    tmp_path: Path, steps: str
) -> None:
    path = "scenes/{scene}/{shot}/shot.yaml"
    text = f"name: mine\nwhen: {{path: '{path}'}}\ndo:\n{steps}  - publish.take\n"
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(ConfigError) as error:
        desk(tmp_path)
    assert error.value.fault.code is Code.MISSING_KEY
    assert "give that a `prompt:`" in error.value.fault.next
