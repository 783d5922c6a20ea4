"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from click import Context
from pydantic import BaseModel

from lyrad.cli import codes, main
from lyrad.config.production_file import ProductionFile
from lyrad.config.settings import load_settings
from lyrad.config.settings_file import SettingsFile
from lyrad.config.specs import ShotDefaults, ShotFile
from lyrad.model.card import CardState, RequestWord
from tests.docs.conftest import Finished
from tests.support.pages import CHECKOUT, commands, of_page, rows, text, ticked

README = text("README.md")
BLOCKS = of_page(CHECKOUT / "README.md")
NOWHERE = {"XDG_CONFIG_HOME": "/nowhere"}
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
    told = [ticked(row[0])[0] for row in rows(README, "RETAKE, HOLD, GO, FINISH")]
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


def test_the_commands_that_speak_json_are_told() -> None:
    (told,) = [line for line in README.splitlines() if line.endswith("take `--json`.")]
    speaking = []
    for name in sorted(set(main.COMMANDS) - {"demo"}):
        command = main.lyrad.get_command(Context(main.lyrad), name)
        assert command
        if any("--json" in option.opts for option in command.params):
            speaking.append(name)
    assert ticked(told)[:-1] == speaking


def test_the_whole_shot_names_every_key() -> None:
    shots = [block.text for block in BLOCKS if block.text.startswith("# scenes/SC010/SH0020/")]
    missing = [name for name in ShotFile.model_fields if f"{name}:" not in shots[-1]]
    assert missing == []


def test_the_production_names_every_key_of_its_own() -> None:
    (film,) = [block.text for block in BLOCKS if block.text.startswith("# production.yaml")]
    own = set(ProductionFile.model_fields) - set(ShotDefaults.model_fields)
    assert [name for name in sorted(own) if f"{name}:" not in film] == []


def test_the_exit_codes_are_those_of_the_command() -> None:
    told = {int(row[0]) for row in rows(README, "On the command line") if row[0].isdigit()}
    assert told == {0, codes.FAILED, codes.USAGE, codes.UNEXPECTED, codes.CONFIG}


def test_the_settings_name_every_key_and_show_the_defaults(tmp_path: Path) -> None:
    (block,) = [block.text for block in BLOCKS if block.text.startswith("# lyrad.yaml")]
    keys = re.findall(r"^[# ]*(\w+):", block, re.MULTILINE)
    assert sorted(keys) == sorted(keys_of(SettingsFile))
    (tmp_path / "lyrad.yaml").write_text(block)
    shown, usual = load_settings(tmp_path / "lyrad.yaml", {}), load_settings(None, NOWHERE)
    for name in (
        "lanes",
        "settle",
        "scan",
        "engine",
        "trust_rules_in_roots",
        "accept_non_commercial",
    ):
        assert getattr(shown, name) == getattr(usual, name)


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return every key that a model takes, and what its example for the lanes names."""
    found = ["cpu"] if "lanes" in model.model_fields else []
    for name, field in model.model_fields.items():
        found.append(name)
        for kind in (field.annotation, *get_args(field.annotation)):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found += keys_of(kind)
    return found
