"""What `lyrad doctor` says of ComfyUI servers and of the workflows that rules name there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.config.settings import load_settings
from lyrad.model.settings import ComfySettings, Settings
from lyrad.wiring.examining_tools import examine_tools
from lyrad.wiring.finding import Finding
from tests.support.comfy_film import EXAMPLE
from tests.support.comfyui import ComfyUI


@pytest.fixture
def settings(mortal: ComfyUI, tmp_path: Path) -> Settings:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "render-shot.yaml").write_text(EXAMPLE.read_text("utf-8"))
    comfyui = ComfySettings(servers=(mortal.url,))
    return replace(load_settings(None, _nowhere(tmp_path)), rules=rules, comfyui=comfyui)


def examined(settings: Settings) -> dict[str, Finding]:
    return {one.what: one for one in examine_tools(settings)}


def test_a_server_says_its_version_its_queue_and_its_card(
    mortal: ComfyUI, settings: Settings
) -> None:
    mortal.quirks(hold=True)
    mortal.strangers(2)
    found = examined(settings)[f"ComfyUI {mortal.url}"]
    assert found.good
    assert found.said.startswith("0.33.0, ")
    assert found.said.endswith(", 24 of 26 GB of its card free")


def test_what_a_workflow_lacks_is_told_with_the_cure(mortal: ComfyUI, settings: Settings) -> None:
    name = "  wan22-flf2v-4step"
    assert examined(settings)[name].said == "its nodes and models are there"
    (mortal.models / "vae" / "wan_2.1_vae.safetensors").unlink()
    found = examined(settings)[name]
    assert not found.good
    assert "lacks the model file wan_2.1_vae.safetensors" in found.said
    assert "models/vae/" in found.next


def test_a_server_that_does_not_answer_is_told_and_nothing_without_servers(
    mortal: ComfyUI, settings: Settings
) -> None:
    mortal.kill()
    found = examined(settings)[f"ComfyUI {mortal.url}"]
    assert (found.good, found.said) == (False, "ComfyUI does not answer.")
    assert examined(replace(settings, comfyui=None)) == {}


def _nowhere(folder: Path) -> dict[str, str]:
    return {"XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder), "HOME": str(folder)}
