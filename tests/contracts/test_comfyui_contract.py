"""What a ComfyUI says to a graph: the contract's first part, read against a server.

Here and in its neighbours the fixture `server` is a real one where LYRAD_COMFYUI names it, else
the stand-in; none of these graphs needs weights. What only a stand-in can show asks for `standin`.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.support import graphs, pictures
from tests.support.comfy_client import Client, files_of


@pytest.fixture
def prefix() -> str:
    return f"contract/{uuid4().hex}"


@pytest.fixture
def image(server: Client) -> str:
    answer = server.upload("still.png", pictures.png(), subfolder="contract").json()
    return f"{answer['subfolder']}/{answer['name']}"


def refused(server: Client, graph: Any, **more: Any) -> dict[str, Any]:
    answer = server.prompt(graph, **more)
    assert answer.status_code == 400, answer.text
    told: dict[str, Any] = answer.json()
    assert set(told) == {"error", "node_errors"}
    return told


def first_error(told: dict[str, Any], node: str) -> dict[str, Any]:
    assert told["error"]["type"] == "prompt_outputs_failed_validation"
    found: dict[str, Any] = told["node_errors"][node]["errors"][0]
    return found


def test_a_good_graph_is_queued_under_the_given_id(server: Client, prefix: str) -> None:
    prompt_id = str(uuid4())
    answer = server.prompt(graphs.plain(prefix), prompt_id=prompt_id)
    assert answer.status_code == 200
    assert answer.json()["prompt_id"] == prompt_id
    assert answer.json()["node_errors"] == {}
    assert server.ended(prompt_id)["status"]["status_str"] == "success"


def test_without_an_id_the_server_makes_one_up(server: Client, prefix: str) -> None:
    made = server.prompt(graphs.plain(prefix)).json()["prompt_id"]
    assert server.ended(made)["prompt"][1] == made


@pytest.mark.parametrize("wrong", ["shot-1", "8D7B9F3E-52B3-4F31-9B5A-0F6D5F1B7A11", 7])
def test_an_id_that_is_no_plain_uuid_is_refused(server: Client, prefix: str, wrong: Any) -> None:
    told = refused(server, graphs.plain(prefix), prompt_id=wrong)
    assert told["error"]["type"] == "invalid_prompt_id"


def test_a_body_without_a_prompt_is_refused(server: Client) -> None:
    for body in ({}, [], {"nodes": [], "links": []}):
        answer = server.post("/prompt", body)
        assert (answer.status_code, answer.json()["error"]["type"]) == (400, "no_prompt")


def test_a_graph_without_outputs_is_refused(server: Client, prefix: str) -> None:
    alone = {"1": graphs.plain(prefix)["1"]}
    for graph in ({}, alone):
        assert refused(server, graph)["error"]["type"] == "prompt_no_outputs"
    told = refused(server, graphs.plain(prefix), partial_execution_targets=["1"])
    assert told["error"]["type"] == "prompt_no_outputs"


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": None},
        {"prompt": []},
        {"prompt": {"nodes": [{"id": 1}], "links": []}},
        {"prompt": graphs.plain("contract/never"), "number": "soon"},
        {"prompt": graphs.plain("contract/never"), "extra_data": "words"},
    ],
    ids=["null", "list", "the editor's own format", "number in words", "extra data in words"],
)
def test_what_is_no_graph_at_all_is_a_500_in_plain_text(server: Client, body: Any) -> None:
    answer = server.post("/prompt", body)
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("500 Internal Server Error")


def test_a_body_that_is_not_json_is_a_500(server: Client) -> None:
    assert server.http.post("/prompt", content=b"first light").status_code == 500


def test_a_class_that_nobody_installed_is_named(server: Client, prefix: str) -> None:
    graph = graphs.plain(prefix)
    graph["7"] = {"class_type": "NoSuchNode", "inputs": {}}
    told = refused(server, graph)
    assert told["error"]["type"] == "missing_node_type"
    assert told["error"]["details"] == "Node ID '#7'"
    assert told["error"]["extra_info"]["class_type"] == "NoSuchNode"
    assert told["node_errors"] == {}


def test_a_missing_input_is_named(server: Client, prefix: str) -> None:
    graph = graphs.plain(prefix)
    del graph["2"]["inputs"]["filename_prefix"]
    told = refused(server, graph)
    error = first_error(told, "2")
    assert (error["type"], error["details"]) == ("required_input_missing", "filename_prefix")
    assert error["extra_info"]["input_name"] == "filename_prefix"
    assert told["error"]["details"] == "Required input is missing: filename_prefix"
    assert told["node_errors"]["2"]["dependent_outputs"] == ["2"]
    assert told["node_errors"]["2"]["class_type"] == "SaveImage"


def test_an_image_that_is_not_there_is_named_by_its_node(server: Client, prefix: str) -> None:
    told = refused(server, graphs.still("nope.png", prefix))
    error = first_error(told, "1")
    assert error["type"] == "custom_validation_failed"
    assert error["details"] == "image - Invalid image file: nope.png"
    assert told["error"]["details"] == ""
    assert told["node_errors"]["1"]["dependent_outputs"] == ["3"]


def test_a_model_that_is_not_there_is_named_with_those_that_are(
    server: Client, prefix: str
) -> None:
    graph = graphs.plain(prefix)
    graph["3"] = {"class_type": "VAELoader", "inputs": {"vae_name": "nobody.safetensors"}}
    decode = {"samples": ["5", 0], "vae": ["3", 0]}
    latent = {"width": 64, "height": 64, "batch_size": 1}
    graph["4"] = {"class_type": "VAEDecode", "inputs": decode}
    graph["5"] = {"class_type": "EmptyLatentImage", "inputs": latent}
    graph["2"]["inputs"]["images"] = ["4", 0]
    error = first_error(refused(server, graph), "3")
    assert error["type"] == "value_not_in_list"
    assert error["details"].startswith("vae_name: 'nobody.safetensors' not in ")
    assert error["extra_info"]["received_value"] == "nobody.safetensors"


def test_a_long_list_of_choices_is_not_sent_back(server: Client, prefix: str) -> None:
    graph = graphs.plain(prefix)
    wrong = {**_sampler(), "sampler_name": "guesswork"}
    graph["3"] = {"class_type": "KSampler", "inputs": wrong}
    graph["4"] = {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["5", 0]}}
    graph["5"] = {"class_type": "VAELoader", "inputs": {"vae_name": "pixel_space"}}
    graph["2"]["inputs"]["images"] = ["4", 0]
    errors = refused(server, graph)["node_errors"]["3"]["errors"]
    error = next(each for each in errors if each["type"] == "value_not_in_list")
    assert "(list of length" in error["details"]
    assert error["extra_info"]["input_config"] is None


def _sampler() -> dict[str, Any]:
    numbers = {"seed": 1, "steps": 4, "cfg": 1.0, "denoise": 1.0}
    return {**numbers, "sampler_name": "euler", "scheduler": "simple"}


@pytest.mark.parametrize(
    ("node", "name", "value", "kind"),
    [
        ("1", "width", 0, "value_smaller_than_min"),
        ("1", "width", 1_000_000, "value_bigger_than_max"),
        ("1", "width", "wide", "invalid_input_type"),
        ("2", "images", ["1", 0, 0], "bad_linked_input"),
        ("2", "filename_prefix", ["1", 0], "return_type_mismatch"),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    server: Client, prefix: str, node: str, name: str, value: Any, kind: str
) -> None:
    graph = graphs.plain(prefix)
    graph[node]["inputs"][name] = value
    error = first_error(refused(server, graph), node)
    assert error["type"] == kind
    assert error["extra_info"]["input_name"] == name


def test_a_link_to_nowhere_is_told_as_an_exception(server: Client, prefix: str) -> None:
    graph = graphs.plain(prefix)
    graph["2"]["inputs"]["images"] = ["99", 0]
    error = first_error(refused(server, graph), "2")
    assert (error["type"], error["details"]) == ("exception_during_validation", "'99'")
    assert error["extra_info"]["exception_type"] == "KeyError"


def test_a_ring_of_links_is_told(server: Client, prefix: str) -> None:
    scaled = graphs.still("x", prefix)["2"]
    graph = {"2": scaled, "3": graphs.still("x", prefix)["3"]}
    graph["2"]["inputs"]["image"] = ["2", 0]
    assert first_error(refused(server, graph), "2")["type"] == "dependency_cycle"


def test_a_bad_output_is_dropped_in_silence_where_another_is_good(
    server: Client, prefix: str
) -> None:
    graph = graphs.plain(prefix)
    graph["3"] = {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}
    answer = server.prompt(graph).json()
    assert answer["node_errors"]["3"]["errors"][0]["type"] == "required_input_missing"
    entry = server.ended(answer["prompt_id"])
    assert entry["status"]["status_str"] == "success"
    assert list(entry["outputs"]) == ["2"]


def test_unknown_inputs_and_nodes_that_nothing_needs_are_ignored(
    server: Client, prefix: str
) -> None:
    graph = graphs.plain(prefix)
    graph["2"]["inputs"]["mood"] = "dusk"
    graph["3"] = {"class_type": "LoadImage", "inputs": {"image": "nope.png"}}
    assert list(server.ran(graph)["outputs"]) == ["2"]


def test_values_are_changed_to_their_types_in_what_is_told_back(
    server: Client, image: str, prefix: str
) -> None:
    entry = server.ran(graphs.two_frames(image, image, prefix, fps=16))
    told = entry["prompt"][2]["4"]["inputs"]["fps"]
    assert isinstance(told, float)
    assert told == 16.0


def test_a_format_that_nobody_knows_fails_only_while_it_runs(
    server: Client, image: str, prefix: str
) -> None:
    graph = graphs.two_frames(image, image, prefix)
    graph["5"]["inputs"]["format"] = "avi"
    entry = server.ran(graph)
    assert entry["status"]["status_str"] == "error"
    assert files_of(entry) == []
