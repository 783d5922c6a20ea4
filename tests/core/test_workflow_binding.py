"""What binds where in a graph, and the graph that is posted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lyrad.config.shipped import shipped
from lyrad.config.workflows import Workflows
from lyrad.core.workflow.binding import bind
from lyrad.core.workflow.filling import FRAMES_NODE, Filling, Lora, fill
from lyrad.core.workflow.fitness import misfits
from lyrad.core.workflow.frozen import freeze, thaw
from lyrad.model.media import Master, Size
from lyrad.model.workflow import Purpose, Role, Slot
from tests.support.nouns import shot_spec

SHIPPED = Workflows(folders=(shipped("templates"),))
WAN = SHIPPED.get("wan22-flf2v", "test")
SMALL = Size(width=832, height=480)


def titled(title, class_type="CLIPTextEncode", **inputs):
    return {"class_type": class_type, "inputs": inputs, "_meta": {"title": title}}


def filled(**more):
    given = {"prefix": "lyrad/x", "first": "a.png", "last": "b.png", "frames": 49, "size": SMALL}
    return fill(WAN, Filling(**{**given, **more}))


def test_a_title_binds_whatever_its_case_and_spacing():
    graph = {"6": titled("Lyrad: Prompt", text=""), "9": titled("lyrad:lora high", lora_name="")}
    found = bind(graph, {}, Purpose.BETWEEN).slots
    assert found[Role.PROMPT] == (Slot(node="6", input="text"),)
    assert found[Role.LORA_HIGH] == (Slot(node="9", input="lora_name"),)


def test_a_node_that_is_named_goes_before_a_title():
    graph = {"6": titled("lyrad:prompt", text=""), "7": titled("", text="")}
    assert bind(graph, {Role.PROMPT: ["7"]}, Purpose.FINISH).slots[Role.PROMPT][0].node == "7"


def test_every_fault_of_a_binding_is_said_at_once():
    graph = {"6": titled("lyrad:pormpt", text=""), "7": titled("lyrad:seed", text="")}
    faults = " / ".join(bind(graph, {Role.LAST: ["99"]}, Purpose.BETWEEN).faults)
    for words in ("lyrad:pormpt", "no input noise_seed", "node 99", "`prompt`", "`output`"):
        assert words in faults


def test_everything_of_a_shot_is_written_into_a_copy():
    before = freeze(WAN)
    graph = filled(prompt="A push-in.", negative="text", seed=7)
    assert graph["prompt"]["inputs"]["text"] == "A push-in."
    assert graph["negative"]["inputs"]["text"] == "text"
    assert graph["high_sampler"]["inputs"]["noise_seed"] == 7
    assert graph["between"]["inputs"]["length"] == 49
    assert (graph["between"]["inputs"]["width"], graph["between"]["inputs"]["height"]) == (
        832,
        480,
    )
    assert graph["save"]["inputs"]["filename_prefix"] == "lyrad/x"
    assert freeze(WAN) == before


def test_without_a_lora_its_node_is_left_out_and_its_neighbours_are_joined():
    graph = filled()
    assert "high_lora" not in graph
    assert graph["high_shift"]["inputs"]["model"] == ["high_model", 0]


def test_a_lora_is_written_with_its_strength():
    mira = Lora(name="lyrad/MIRA_high.safetensors", strength=0.8)
    graph = filled(loras={Role.LORA_HIGH: (mira,)})
    assert graph["high_lora"]["inputs"]["lora_name"] == "lyrad/MIRA_high.safetensors"
    assert graph["high_lora"]["inputs"]["strength_model"] == 0.8
    assert "low_lora" not in graph


def test_more_loras_stand_behind_one_another_in_the_order_of_the_spec():
    cast = tuple(Lora(name=f"{code}.safetensors") for code in ("MIRA", "JON", "ADA"))
    graph = filled(loras={Role.LORA_HIGH: cast})
    chain = ["high_lora", "high_lora_2", "high_lora_3"]
    assert [graph[node]["inputs"]["lora_name"] for node in chain] == [one.name for one in cast]
    assert [graph[node]["inputs"]["model"] for node in chain] == [
        ["high_model", 0],
        ["high_lora", 0],
        ["high_lora_2", 0],
    ]
    assert graph["high_shift"]["inputs"]["model"] == ["high_lora_3", 0]


def test_a_frame_that_a_shot_does_not_have_goes_with_all_that_waits_for_it():
    graph = filled(last=None)
    assert "last" not in graph
    assert "end_image" not in graph["between"]["inputs"]
    assert "start_image" in graph["between"]["inputs"]


def test_frames_can_be_saved_without_loss_beside_the_video():
    graph = filled(lossless=True)
    assert graph[FRAMES_NODE]["class_type"] == "SaveImage"
    assert graph[FRAMES_NODE]["inputs"]["images"] == graph["video"]["inputs"]["images"]
    assert FRAMES_NODE not in filled()


def saved_by(**inputs):
    return replace(WAN, graph={**WAN.graph, "save": titled("lyrad:output", **inputs)})


def test_an_output_that_takes_the_pictures_itself_has_them_saved_too():
    workflow = saved_by(filename_prefix="", images=["decode", 0])
    assert misfits(workflow, shot_spec(master=Master.PNG), "here") == ()
    graph = fill(workflow, Filling(prefix="lyrad/x", lossless=True))
    assert graph[FRAMES_NODE]["inputs"]["images"] == ["decode", 0]


def test_without_pictures_only_a_lossy_master_can_be_made():
    workflow = saved_by(filename_prefix="")
    (fault,) = misfits(workflow, shot_spec(master=Master.PRORES_422_HQ), "here")
    assert "prores_422_hq" in fault.what
    assert misfits(workflow, shot_spec(), "here") == ()


@pytest.mark.parametrize("name", SHIPPED.names())
def test_a_workflow_survives_the_journey_into_a_plan_and_back(name):
    workflow = SHIPPED.get(name, "test")
    assert thaw(freeze(workflow)) == workflow


def test_a_workflow_is_used_for_what_it_is_for():
    restore = SHIPPED.get("restore-2x", "test")
    spec = shot_spec(frames=900)
    assert misfits(restore, spec, "here", purpose=Purpose.FINISH) == ()
    (fault,) = misfits(restore, spec, "here")
    assert fault.what == "The workflow restore-2x makes a better clip of one that is there."
    (fault,) = misfits(WAN, spec, "here", purpose=Purpose.FINISH)
    assert "renders between given frames, and does nothing else" in fault.what
    lossless = shot_spec(master=Master.PRORES_422_HQ)
    assert misfits(restore, lossless, "here", purpose=Purpose.FINISH) == ()
