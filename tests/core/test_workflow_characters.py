"""Whether a workflow can use the LoRAs of a shot's characters, before anything is ordered."""

from __future__ import annotations

import pytest

from lyrad.core.workflow.fitness import misfits
from lyrad.model.character import Base
from lyrad.model.names import CharacterKey
from lyrad.model.spec import CharacterUse, ShotSpec
from tests.support.comfy_order import workflow
from tests.support.nouns import shot_spec


def named(base: Base, *experts: str) -> ShotSpec:
    use = CharacterUse(
        character=CharacterKey("MIRA"),
        version=1,
        word="miravx",
        kind="woman",
        base=base,
        strength=1.0,
        experts=experts,
    )
    return shot_spec(cast=(use,))


@pytest.mark.parametrize("experts", [("high", "low"), ("low",)])
def test_what_was_trained_for_the_workflows_base_fits(experts: tuple[str, ...]) -> None:
    assert misfits(workflow(), named(Base.WAN22, *experts), "here") == ()


def test_what_was_trained_for_another_base_is_refused_with_the_reason() -> None:
    (fault,) = misfits(workflow(), named(Base.SDXL, ""), "rules/x.yaml, step 1")
    assert fault.what == (
        "MIRA v001 was trained for SDXL; wan22-flf2v-4step takes LoRAs of Wan 2.2."
    )
    assert "train MIRA for this one" in fault.next


def test_a_workflow_that_names_no_base_takes_none() -> None:
    (fault,) = misfits(workflow("ltx23-flf2v"), named(Base.WAN22, "low"), "here")
    assert "LoRAs of no base that it names" in fault.what


def test_a_file_for_no_expert_has_no_node_where_there_are_two() -> None:
    (fault,) = misfits(workflow(), named(Base.WAN22, ""), "here")
    assert "has no node for the LoRA MIRA v001" in fault.what
