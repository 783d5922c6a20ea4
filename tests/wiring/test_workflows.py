"""Workflows before anything runs: told by `lyrad workflows`, `check`, `plan` and the card."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from lyrad.cli.main import lyrad
from lyrad.config.shipped import shipped
from lyrad.errors import Code, ConfigError
from lyrad.wiring.beginning import begin
from lyrad.wiring.checking import check
from lyrad.wiring.planning import planned
from lyrad.wiring.workflows import found_workflows
from tests.support.pictures import png
from tests.support.shoot import Shoot

RULE = """\
name: render-shot
when: {path: "scenes/{scene}/{shot}/shot.yaml", with: [first, last]}
do:
  - render.between: {backend: comfyui, workflow: wan22-flf2v, prompt: "{{ spec.description }}"}
  - publish.take
"""
LONG = "description: A slow push-in.\nframes: 241\nsize: 128x72\n"
SCREEN = json.dumps({"nodes": [], "links": [], "version": 0.4})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A host's config folder with a rule that renders with ComfyUI."""
    monkeypatch.delenv("LYRAD_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    found = tmp_path / "config" / "lyrad"
    (found / "rules").mkdir(parents=True)
    (found / "rules" / "mine.yaml").write_text(RULE)
    (found / "templates" / "comfyui").mkdir(parents=True)
    return found


@pytest.fixture
def film(tmp_path: Path, home: Path) -> Path:
    """A production with a shot that is too long for the rule's workflow."""
    del home
    root = tmp_path / "FILM"
    begin(root, None)
    folder = root / "scenes/SC060/SH0010"
    folder.mkdir(parents=True)
    (folder / "shot.yaml").write_text(LONG)
    for number, role in enumerate(("first", "last")):
        (folder / f"{role}.png").write_bytes(png(64, 36, seed=number))
    return root


def lay(home: Path, name: str, *, graph: str | None = None) -> None:
    """Put a workflow of one's own into the host's folder: a copy of a shipped one, or a graph."""
    for ending in (".json", ".yaml"):
        source = shipped("templates") / "comfyui" / f"wan22-flf2v{ending}"
        shutil.copy(source, home / "templates/comfyui" / f"{name}{ending}")
    if graph is not None:
        (home / f"templates/comfyui/{name}.json").write_text(graph)


def said(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(lyrad, ["workflows", *words])
    return done.exit_code, done.output


def test_a_workflow_is_told_with_what_it_binds_needs_and_makes(home: Path) -> None:
    code, told = said("wan22-flf2v", "--fps", "25")
    assert code == 0
    for line in (
        "shipped with lyrad; named by the rule render-shot",
        "prompt -> node prompt (CLIPTextEncode.text)",
        "size -> node between (WanFirstLastFrameToVideo.width and height)",
        "needs models/vae/wan_2.1_vae.safetensors",
        "takes 4n+1 frames, 81 at most, 16 a second",
        "makes shots of 126 frames at most, 5.0 s at 25 frames per second",
        "memory: 24 GB on the card, 64 GB in the computer (not measured)",
    ):
        assert line in told


def test_ones_own_workflow_is_told_as_ones_own(home: Path) -> None:
    lay(home, "mine")
    (found,) = found_workflows(("mine",), None)
    assert found.workflow is not None
    assert (found.shipped, found.rules) == (False, ())


def test_a_workflow_that_cannot_be_used_is_told_among_the_others(home: Path) -> None:
    lay(home, "mine", graph=SCREEN)
    code, told = said()
    assert code == 78
    assert "mine: cannot be used" in told
    assert "Export (API)" in told
    assert "wan22-flf2v-4step: Wan 2.2 14B" in told


def test_the_same_is_told_to_programs(home: Path) -> None:
    lay(home, "mine", graph=SCREEN)
    code, told = said("--json")
    faults = {one["name"]: [fault["code"] for fault in one["faults"]] for one in json.loads(told)}
    assert code == 78
    assert faults["mine"] == [Code.WORKFLOW_WRONG]
    assert faults["ltx23-flf2v"] == []


def test_check_names_a_wrong_workflow_that_no_rule_names(home: Path, film: Path) -> None:
    lay(home, "mine", graph=SCREEN)
    lay(home, "other", graph="{not json")
    (home / "templates/comfyui/other.yaml").write_text("frames: {longest: many}\n")
    with pytest.raises(ConfigError) as caught:
        check([film], None)
    where = " ".join(fault.where for fault in caught.value.faults)
    for file in ("comfyui/mine.json", "comfyui/other.json", "comfyui/other.yaml"):
        assert file in where
    assert any("Export (API)" in fault.next for fault in caught.value.faults)


def test_check_and_plan_refuse_a_shot_that_is_too_long_and_say_how_to_split_it(film: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        check([film], None)
    (fault,) = caught.value.faults
    assert fault.code is Code.WORKFLOW_UNFIT
    assert fault.where.startswith("scenes/SC060/SH0010: ")
    assert "Split it into 2 shots of 121 + 121 frames" in fault.next

    (answer,) = planned(film / "scenes/SC060/SH0010", None)
    assert "Split it into 2 shots of 121 + 121 frames" in answer.faults[0]


def test_the_card_of_such_a_shot_says_failed_until_it_is_mended(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text(RULE)
    shoot = Shoot(tmp_path, mark="seam: off\n")
    shoot.drop(spec=LONG)
    shoot.later()
    assert shoot.card() == "FAILED does not fit the workflow"
    assert "Split it into 2 shots of 121 + 121 frames" in shoot.text()
    assert shoot.jobs() == []
    shoot.edit(LONG.replace("241", "121"))
    assert shoot.card() == "QUEUED"
    shoot.close()


def test_a_shot_without_a_frame_that_the_workflow_needs_is_refused_on_its_card(
    tmp_path: Path,
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text(RULE.replace("wan22-flf2v", "ltx23-flf2v"))
    shoot = Shoot(tmp_path, mark="seam: off\n")
    shoot.drop(spec="description: A push-in.\nframes: 97\nlast: none\n", last=False)
    shoot.later()
    assert shoot.card() == "FAILED does not fit the workflow"
    assert "needs a last frame, and the shot has none" in shoot.text()
    shoot.close()
