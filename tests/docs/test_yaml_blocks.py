"""Every YAML block on every page is a file that loads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lyrad.actions import ALL
from lyrad.config.checked import checked
from lyrad.config.reading import (
    read_character,
    read_cue,
    read_production,
    read_scene,
    read_shot,
    read_style,
)
from lyrad.config.rulebook import rules_of
from lyrad.config.settings import load_settings
from lyrad.config.shipped import shipped
from lyrad.config.templates import Templates
from lyrad.config.workflow_file import WorkflowFile
from lyrad.config.yaml_tree import one_document
from lyrad.model.names import CharacterKey
from tests.support.pages import Block, blocks


def a_rule(path: Path) -> object:
    templates = Templates(folders=(shipped("templates"),))
    return rules_of(path.read_text("utf-8"), path.name, ALL, templates)


def a_description(path: Path) -> object:
    document = one_document(path.read_text("utf-8"), path.name)
    return checked(document, WorkflowFile)


READERS: dict[str, Callable[[Path], object]] = {
    "lyrad.yaml": lambda path: load_settings(path, {}),
    "production.yaml": lambda path: read_production(path, path.name),
    "scene.yaml": lambda path: read_scene(path, path.name, code="SC010"),
    "workflow": a_description,
    "shot.yaml": lambda path: read_shot(path, path.name),
    "cue.yaml": lambda path: read_cue(path, path.name),
    "shot.draft.yaml": lambda path: read_shot(path, path.name),
    "noir.yaml": lambda path: read_style(path, path.name, "noir"),
    "character.yaml": lambda path: read_character(path, path.name, CharacterKey("MIRA")),
}


def kind(block: Block) -> str:
    """Return which file a block is, by its first line: `# scenes/SC010/scene.yaml`."""
    first = block.text.split("\n", 1)[0]
    if first.startswith("# templates/comfyui/"):
        return "workflow"
    return "rule" if first.startswith("name: ") else first.removeprefix("# ").rpartition("/")[2]


@pytest.mark.parametrize("block", blocks("yaml"), ids=str)
def test_every_block_says_which_file_it_is_and_loads(block: Block, tmp_path: Path) -> None:
    path = tmp_path / "block.yaml"
    path.write_text(block.text, "utf-8")
    assert {**READERS, "rule": a_rule}[kind(block)](path)
