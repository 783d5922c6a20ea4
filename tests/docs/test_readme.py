"""What the README shows is what happens."""

from __future__ import annotations

import re

from lyrad.cli import main
from lyrad.config.settings_file import SettingsFile
from lyrad.core.card import CardState
from lyrad.model.card import RequestWord
from tests.docs.conftest import Finished
from tests.support.pages import CHECKOUT, commands, of_page, rows, text, ticked

README = text("README.md")
BLOCKS = of_page(CHECKOUT / "README.md")
PICTURES = [block.text for block in BLOCKS if block.language == "text"]


def test_the_trees_before_and_after_are_what_lyrad_makes(finished: Finished) -> None:
    assert PICTURES[:2] == [finished.before, finished.after]


def test_the_card_is_the_one_that_lyrad_writes(finished: Finished) -> None:
    title, words = finished.film.card("SC010/SH0020").split("\n", 1)
    assert title == "DONE T01"
    assert words.startswith(PICTURES[2])


def test_every_state_of_a_card_is_explained() -> None:
    told = " ".join(row[0] for row in rows(README, "What the cards say"))
    assert [state.value for state in CardState if f"_lyrad {state.value}" not in told] == []


def test_every_request_is_explained() -> None:
    told = [ticked(row[0])[0] for row in rows(README, "RETAKE, HOLD, GO")]
    assert told == [word.value for word in RequestWord]


def test_every_command_is_told_and_shown() -> None:
    tables = rows(README, "On the command line")
    told = [
        word.removeprefix("lyrad ")
        for row in tables
        for word in ticked(row[0])
        if word.startswith("lyrad ")
    ]
    assert sorted(told) == sorted(main.COMMANDS)
    typed = {line.split()[1] for block in BLOCKS if block.language == "sh"
             for line in commands(block) if line.startswith("lyrad ")}  # fmt: skip
    assert set(main.COMMANDS) - typed == {"demo"}  # which `make demo` runs


def test_the_exit_codes_are_those_of_the_command() -> None:
    codes = {int(row[0]) for row in rows(README, "On the command line") if row[0].isdigit()}
    assert codes == {0, main.FAILED, main.USAGE, main.UNEXPECTED, main.CONFIG}


def test_the_settings_name_every_key_and_its_default() -> None:
    (block,) = [block.text for block in BLOCKS if block.text.startswith("# lyrad.yaml")]
    lines = dict(re.findall(r"^[# ]*(\w+): *([^#\n]*?) *(?:#.*)?$", block, re.MULTILINE))
    for name, field in SettingsFile.model_fields.items():
        assert name in lines
        for inner in getattr(field.annotation, "model_fields", {}):
            assert inner in lines, f"{name}.{inner}"
    for span, seconds in (("local", 60.0), ("share", 5.0), ("with_takes", 60.0), ("unused", 120.0)):
        assert span in lines
        assert seconds > 0
