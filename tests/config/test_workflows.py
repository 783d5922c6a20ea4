"""Workflows as people export and describe them: read, refused, found."""

from __future__ import annotations

import json
import shutil

import pytest

from lyrad.config.shipped import shipped
from lyrad.config.workflows import Workflows, read_workflow
from lyrad.core.workflow.models import models_of
from lyrad.errors import Code, ConfigError
from lyrad.model.workflow import Purpose

SHIPPED = shipped("templates") / "comfyui"
YAML = "frames: {step: 4, plus: 1, longest: 81, rate: 16}\nsize: {largest: 1280x720}\n"


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "templates" / "comfyui"
    folder.mkdir(parents=True)
    for ending in (".json", ".yaml"):
        shutil.copy(SHIPPED / f"wan22-flf2v{ending}", folder / f"mine{ending}")
    return folder / "mine.json"


def faults_of(path):
    with pytest.raises(ConfigError) as refused:
        read_workflow(path)
    return refused.value.faults


def test_an_own_workflow_goes_before_a_shipped_one_of_the_same_name(mine):
    own = mine.rename(mine.with_name("wan22-flf2v.json"))
    mine.with_suffix(".yaml").rename(own.with_suffix(".yaml"))
    own.with_suffix(".yaml").write_text(
        f"title: Mine\n{YAML}bind: {{frames: between, size: between}}\n"
    )
    found = Workflows(folders=(own.parents[1], SHIPPED.parent))
    assert found.get("wan22-flf2v", "x").title == "Mine"
    assert "ltx23-flf2v" in found.names()


def test_a_name_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(ConfigError) as refused:
        Workflows(folders=(SHIPPED.parent,)).get("wan22-flf2", "rules/mine.yaml")
    assert refused.value.fault.code is Code.WORKFLOW_UNKNOWN
    assert "Did you mean `wan22-flf2v`?" in refused.value.fault.next
    assert refused.value.fault.where == "rules/mine.yaml"


def test_a_workflow_for_the_screen_is_told_how_to_export_the_right_one(mine):
    mine.write_text(json.dumps({"nodes": [], "links": [], "version": 0.4}))
    (fault,) = faults_of(mine)
    assert "server cannot run it" in fault.what
    assert "Export (API)" in fault.next


@pytest.mark.parametrize("text", ["", "[]", "{not json", '{"6": {"inputs": {}}}', '{"6": 5}'])
def test_what_is_no_workflow_is_refused_in_words(mine, text):
    mine.write_text(text)
    assert {fault.code for fault in faults_of(mine)} == {Code.WORKFLOW_WRONG}


def test_a_graph_in_which_nothing_is_bound_names_all_that_is_missing(mine):
    graph = json.loads(mine.read_text())
    for node in graph.values():
        node.pop("_meta", None)
    mine.write_text(json.dumps(graph))
    mine.with_suffix(".yaml").write_text(YAML)
    words = " ".join(fault.what for fault in faults_of(mine))
    for role in ("prompt", "frames", "size", "output", "given frame"):
        assert role in words


def test_a_description_says_every_fault_with_its_line(mine):
    mine.with_suffix(".yaml").write_text(
        "for: betwen\nframes: {longest: many, rate: 16}\nsize: {largest: 1280x720}\nmodles: []\n"
    )
    faults = faults_of(mine)
    told = " ".join(str(fault) for fault in faults)
    for line in ("line 1", "line 2", "line 4"):
        assert line in told


def test_another_graph_or_description_is_another_workflow(mine):
    before = read_workflow(mine).digest
    mine.write_text(mine.read_text().replace('"steps": 20', '"steps": 30'))
    edited = read_workflow(mine).digest
    assert before != edited
    text = mine.with_suffix(".yaml")
    text.write_text(text.read_text().replace("longest: 81", "longest: 77"))
    assert read_workflow(mine).digest not in {before, edited}


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_workflow_is_whole_and_names_its_models(path):
    found = read_workflow(path)
    assert found.models
    assert set(found.models) == set(
        models_of(
            found.graph, filled=[slot.node for slots in found.slots.values() for slot in slots]
        )
    )
    assert found.memory is not None


def test_one_shipped_workflow_is_for_a_small_card():
    found = [read_workflow(path) for path in SHIPPED.glob("*.json")]
    needs = [one.memory for one in found if one.purpose is Purpose.BETWEEN]
    assert min(need.vram for need in needs if need) <= 12


def test_a_workflow_for_music_says_how_long_it_can_be(mine):
    mine.with_suffix(".yaml").write_text("for: music\nbind: {seconds: between.length}\n")
    (fault,) = faults_of(mine)
    assert "`seconds`" in fault.what
    mine.with_suffix(".yaml").write_text("for: music\nseconds: {longest: long}\n")
    (fault,) = faults_of(mine)
    assert "a number of seconds" in fault.what + fault.next
