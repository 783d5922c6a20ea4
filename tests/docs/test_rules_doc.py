from __future__ import annotations

import re
from pathlib import Path

import pytest

from lyrad.actions import ALL
from lyrad.config.contexts import ALONE, PRODUCTION_WORDS, SPEC_WORDS, STYLE_WORDS
from lyrad.config.rule_file import KINDS, ROLES, RuleFile, WhenFile
from lyrad.config.rulebook import rules_of
from lyrad.config.sandbox import FILTERS
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates

PAGE = (Path(__file__).parents[2] / "docs/rules.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
TEMPLATES = Templates(folders=(shipped("templates"),))


def load(text: str):
    return rules_of(text, "docs/rules.md", ALL, TEMPLATES)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[0])
def test_every_rule_on_the_page_loads(block):
    assert len(load(block)) == 1


def test_the_rule_that_the_page_calls_shipped_is_the_shipped_one():
    text = (shipped("rules") / "render-shot.yaml").read_text("utf-8")
    assert load(BLOCKS[0]) == tuple(
        type(rule)(
            name=rule.name,
            when=rule.when,
            steps=rule.steps,
            source="docs/rules.md",
            final=rule.final,
        )
        for rule in load(text)
    )


def test_every_key_word_and_filter_is_on_the_page():
    keys = [field.alias or name for model in (RuleFile, WhenFile)
            for name, field in model.model_fields.items()]  # fmt: skip
    words = (*keys, *SPEC_WORDS, *STYLE_WORDS, *ALONE, *PRODUCTION_WORDS, *KINDS, *ROLES, *FILTERS)
    assert [word for word in words if word != "d" and f"`{word}`" not in PAGE] == []
