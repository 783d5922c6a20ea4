from __future__ import annotations

from pathlib import Path

import pytest

from lyrad.actions import ALL
from lyrad.config.rulebook import RuleFolder, field_faults, load_rulebook, rules_of
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.errors import Code
from lyrad.model.rule import RuleStep
from tests.support.config_faults import faults, only_fault
from tests.support.rule_actions import ACTIONS, RenderBetween

TEMPLATES = Templates(folders=(shipped("templates"),))
RULE = """\
name: {name}
when: {{path: "scenes/{{scene}}/{{shot}}/shot.yaml"}}
do:
  - publish.take: {fields}
"""


def rule(name: str = "one", fields: str = "{}") -> str:
    return RULE.format(name=name, fields=fields)


def read(text: str):
    return rules_of(text, "rules/mine.yaml", ACTIONS, TEMPLATES)


def folder(path: Path, shown: str, **files: str) -> RuleFolder:
    path.mkdir()
    for name, text in files.items():
        (path / f"{name}.yaml").write_text(text)
    return RuleFolder(path=path, shown=shown)


def load(*folders: RuleFolder):
    return load_rulebook(folders, ACTIONS, TEMPLATES)


def test_the_shipped_rules_load():
    book = load_rulebook([RuleFolder(path=shipped("rules"), shown="rules")], ALL, TEMPLATES)
    assert [one.name for one in book.rules] == [
        "assemble-scene",
        "describe-character",
        "draft-spec",
        "render-shot",
        "score-cue",
        "train-character",
    ]
    assert book.rules[3].when.roles == ("first", "last")
    assert book.rules[3].steps == (
        RuleStep(
            action="render.between",
            fields={"backend": "builtin", "prompt": "templates/prompts/shot.j2"},
        ),
        RuleStep(action="publish.take", fields={"poster": True, "sheet": True, "proxy": 360}),
    )
    assert book.rules[3].source == "rules/render-shot.yaml"


def test_a_hosts_rule_replaces_the_shipped_one_of_the_same_name(tmp_path):
    book = load(
        folder(tmp_path / "a", "rules", x=rule("one"), y=rule("two")),
        folder(tmp_path / "b", "my rules", z=rule("one", "{proxy: 720}")),
    )
    assert [(one.name, one.source) for one in book.rules] == [
        ("one", "my rules/z.yaml"),
        ("two", "rules/y.yaml"),
    ]


def test_a_name_that_stands_twice_in_one_folder_is_a_fault(tmp_path):
    fault = only_fault(lambda: load(folder(tmp_path / "a", "rules", x=rule(), y=rule())))
    assert fault.code is Code.RULE_TWICE
    assert (fault.where, "rules/x.yaml" in fault.what) == ("rules/y.yaml", True)


def test_a_file_may_hold_several_rules_of_different_names():
    assert [one.name for one in read(f"{rule('one')}---\n{rule('two')}")] == ["one", "two"]
    assert only_fault(lambda: read(f"{rule()}---\n{rule()}")).code is Code.RULE_TWICE


def test_hidden_and_other_files_are_not_rules(tmp_path):
    rules = folder(tmp_path / "a", "rules", _draft="nonsense: [", x=rule())
    (rules.path / "notes.txt").write_text("nonsense: [")
    (rules.path / ".x.yaml").write_text("nonsense: [")
    assert len(load(rules).rules) == 1


def test_a_folder_that_is_not_there_holds_no_rules(tmp_path):
    assert load(RuleFolder(path=tmp_path / "none", shown="rules")).rules == ()


def test_every_fault_of_every_file_comes_at_once(tmp_path):
    bad = "name: Bad Name\nwhen: {path: /abs, wit: [first]}\ndo: [publish.tak]\nfallback: x\n"
    worse = "name: worse\nwhen: {path: 'a'}\ndo: [{publish.take: {proxi: 3}}, render.betwen]\n"
    found = faults(lambda: load(folder(tmp_path / "a", "rules", bad=bad, worse=worse)))
    assert [(fault.code, fault.where) for fault in found] == [
        (Code.BAD_VALUE, "rules/bad.yaml, line 1, column 7"),
        (Code.RULE_PATTERN, "rules/bad.yaml, line 2, column 14"),
        (Code.UNKNOWN_KEY, "rules/bad.yaml, line 2, column 20"),
        (Code.NOT_YET, "rules/bad.yaml, line 4, column 1"),
        (Code.UNKNOWN_KEY, "rules/worse.yaml, line 3, column 22"),
        (Code.RULE_UNKNOWN_ACTION, "rules/worse.yaml, line 3, column 34"),
    ]
    assert "`with`" in found[2].next
    assert "`proxy`" in found[4].next
    assert "`render.between`" in found[5].next


@pytest.mark.parametrize(
    "pattern",
    ["/a", "../a", "a//b", "", "a\\b", "{Scene}/a", "{a", "{a}{b}", "*/a", "a/{spec}/b"],
)
def test_a_pattern_that_cannot_match_is_refused(pattern):
    fault = only_fault(lambda: read(f"name: x\nwhen: {{path: '{pattern}'}}\ndo: [publish.take]\n"))
    assert fault.code is Code.RULE_PATTERN
    assert "{shot}" in fault.next


@pytest.mark.parametrize("pattern", ["{scene}_{shot}/shot.yaml", "inbox/", "a/{x}/b/{x}.png"])
def test_other_patterns_are_read(pattern):
    text = f"name: x\nwhen: {{path: '{pattern}'}}\ndo: [publish.take]\n"
    assert read(text)[0].when.path == pattern


def test_everything_that_a_when_may_say_is_read():
    text = (
        "name: x\nwhen:\n  path: refs/{who}/\n  with: first\n  kinds: [png, JPEG]\n"
        "  at_least: 10\n  quiet: 30s\ndo:\n  - publish.take\nfinal: true\n"
    )
    one = read(text)[0]
    assert one.final
    assert one.when.folder
    assert (one.when.roles, one.when.kinds) == (("first",), ("png", "jpeg"))
    assert (one.when.at_least, one.when.quiet) == (10, 30.0)


@pytest.mark.parametrize(
    "steps", ["[]", "[{a: {}, publish.take: {}}]", "publish.take", "[[publish.take]]", "[3]", ""]
)
def test_steps_are_a_list_of_one_action_each(steps):
    assert faults(lambda: read(f"name: x\nwhen: {{path: a}}\ndo: {steps}\n"))


def test_a_step_without_fields_can_be_written_in_three_ways():
    for step in ("publish.take", "publish.take:", "publish.take: {}"):
        text = f"name: x\nwhen: {{path: a}}\ndo:\n  - {step}\n"
        assert read(text)[0].steps == (RuleStep(action="publish.take", fields={}),)


def test_a_missing_field_of_an_action_is_a_fault_at_its_step():
    text = "name: x\nwhen: {path: a}\ndo:\n  - render.between:\n      prompt: x\n"
    fault = only_fault(lambda: read(text))
    assert fault.code is Code.MISSING_KEY
    assert "do[1].render.between.backend" in fault.what
    assert "line 5" in fault.where


def test_a_field_that_a_template_fills_in_is_checked_when_it_is_filled_in():
    text = rule("x", '{proxy: "{{ spec.height }}"}')
    fields = read(text)[0].steps[0].fields
    assert fields == {"proxy": "{{ spec.height }}"}
    assert only_fault(lambda: read(rule("x", "{proxy: tall}"))).code is Code.BAD_VALUE


def test_a_real_actions_limits_are_told_where_they_are_broken():
    text = rule("x", "{poster: often, proxy: 4}")
    found = faults(lambda: rules_of(text, "rules/mine.yaml", ALL, TEMPLATES))
    assert [fault.where.split(", ")[-1] for fault in found] == ["column 28", "column 42"]
    assert "greater than or equal to 90" in found[1].what


def test_filled_in_fields_are_checked_against_their_action():
    where = "rules/x.yaml, do[1]"
    assert field_faults({"backend": "builtin", "steps": "3"}, RenderBetween, where) == ()
    found = field_faults({"backend": "builtin", "steps": "many"}, RenderBetween, where)
    assert [(fault.code, fault.where) for fault in found] == [(Code.BAD_VALUE, where)]


def test_plain_values_of_a_step_are_what_they_spell_and_no_more():
    text = rule("x", "{poster: true, proxy: 360}")
    assert read(text)[0].steps[0].fields == {"poster": True, "proxy": 360}
    text = "name: x\nwhen: {path: a}\ndo: [{render.between: {backend: 010, prompt: 12:30}}]\n"
    assert read(text)[0].steps[0].fields == {"backend": "010", "prompt": "12:30"}


@pytest.mark.parametrize(
    ("template", "hint"),
    [
        ("{{ sceen }}", "`scene`"),
        ("{{ spec.descripton }}", "`spec.description`"),
        ("{{ production.name }}", "`production.title`"),
        ("{{ scene", "docs/rules.md"),
        ("templates/prompts/none.j2", "beside lyrad.yaml"),
    ],
)
def test_a_template_with_a_wrong_word_is_refused_when_the_rules_are_loaded(template, hint):
    text = (
        "name: x\nwhen: {path: 'scenes/{scene}/a'}\ndo:\n  - render.between:\n"
        f"      backend: builtin\n      prompt: '{template}'\n"
    )
    fault = only_fault(lambda: read(text))
    assert fault.code is Code.TEMPLATE
    assert fault.where.startswith("rules/mine.yaml, line 6")
    assert hint in fault.next


def test_unquoted_braces_are_told_to_be_quoted():
    assert "{{ ... }}" in only_fault(lambda: read(rule("x", "{proxy: {{ a }}}"))).next
