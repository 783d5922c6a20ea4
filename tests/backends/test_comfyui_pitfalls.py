"""What goes wrong with ComfyUI in practice, one trap after the other, and each is stepped over."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import cv2
import pytest

from lyrad.backends.comfyui import paper, results
from lyrad.backends.comfyui.answers import SavedFile, read_entry
from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.workflow import ModelFile
from lyrad.ports import Finished, Lost, Working
from tests.support.comfy_order import (
    SkippingClock,
    ended,
    fetched,
    history,
    order,
    placed,
    queue,
    rendered,
    until,
    workflow,
)
from tests.support.comfyui import ComfyUI

Tools = Callable[..., ComfyBackend]


def test_p1_the_id_is_ours_and_on_disk_before_anything_is_posted(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path)
    ticket = tools(server).submit(asked)
    assert server.posted() == []
    found = paper.read(asked.work)
    assert found
    assert (found.prompt, str(UUID(found.prompt))) == (ticket.id, ticket.id)
    placed(tools(server), asked, server)
    assert server.posted()[0]["prompt_id"] == ticket.id


def test_p1_a_post_without_an_answer_is_looked_for_and_not_sent_again(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(drop=["/prompt"], times={"drop": 1})
    tool, asked = tools(server), order(tmp_path)
    ticket = tool.submit(asked)
    with pytest.raises(Temporary) as waiting:
        tool.poll(asked, ticket)
    assert waiting.value.fault.code is Code.BACKEND_DOWN
    assert tools(server).submit(asked) == ticket, "another life of lyrad finds it too"
    assert isinstance(ended(tool, asked, ticket), Finished)
    assert len(server.posted()) == 1


def test_p1_a_post_that_never_arrived_is_sent_again_under_another_id(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    clock, asked = SkippingClock(), order(tmp_path)
    tool = tools(server, clock=clock)
    ticket = tool.submit(asked)
    found = paper.read(asked.work)
    assert found
    paper.write(replace(found, server=server.url), asked.work)  # killed before the post
    assert isinstance(tool.poll(asked, ticket), Working), "it may still turn up"
    clock.skip(6)
    assert isinstance(tool.poll(asked, ticket), Lost)
    assert rendered(tool, asked).path.is_file()
    (posted,) = server.posted()
    assert posted["prompt_id"] != ticket.id


def test_p2_no_number_is_ever_sent(server: ComfyUI, tools: Tools, tmp_path: Path) -> None:
    placed(tools(server), order(tmp_path), server)
    assert set(server.posted()[0]) == {"prompt", "prompt_id", "client_id", "extra_data"}


def test_p3_each_attempt_has_a_prefix_of_its_own_so_no_old_answer_comes_back(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path, lossless=True)
    for again in (asked, replace(asked, work=tmp_path / "again")):
        again.work.mkdir(exist_ok=True)
        placed(tools(server), again, server)
        until(lambda: not queue(server)["queue_running"] + queue(server)["queue_pending"])
    posted = [each["prompt"]["save"]["inputs"]["filename_prefix"] for each in server.posted()]
    ids = [each["prompt_id"] for each in server.posted()]
    assert posted == [f"lyrad/{asked.job}/{one}" for one in ids]
    for one in ids:
        assert list((server.output / "lyrad" / asked.job).glob(f"{one}_0*.mp4"))


@pytest.mark.parametrize("lossless", [False, True])
def test_p3_what_a_server_has_forgotten_is_found_by_its_name_and_not_made_again(
    server: ComfyUI, tools: Tools, tmp_path: Path, *, lossless: bool
) -> None:
    tool, asked = tools(server), order(tmp_path, lossless=lossless)
    ticket = placed(tool, asked, server)
    until(lambda: history(server))
    server.forget(history=True)
    assert isinstance(ended(tool, asked, ticket), Finished)
    assert fetched(tool, asked, ticket).path.is_file()
    assert len(server.posted()) == 1


def test_p4_an_acceptance_with_faults_in_it_is_cancelled_and_refused(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    """Two outputs, one of them wrong: the server would run the other and call it a success."""
    server.quirks(hold=True)
    server.strangers(1)
    whole = workflow()
    graph = json.loads(json.dumps(dict(whole.graph)))
    graph["extra"] = {"class_type": "SaveImage", "inputs": {"images": ["decode", 0]}}
    tool, asked = tools(server), order(tmp_path, workflow=replace(whole, graph=graph))
    ticket = tool.submit(asked)
    with pytest.raises(Permanent) as refused:
        tool.poll(asked, ticket)
    assert "Required input is missing: filename_prefix" in refused.value.fault.what
    assert queue(server)["queue_pending"] == []
    assert paper.read(asked.work) is None


def test_p5_interrupted_and_failed_are_told_apart_by_the_last_message() -> None:
    def entry(last: str) -> dict[str, object]:
        messages = [["execution_start", {"timestamp": 5}], [last, {"timestamp": 9}]]
        return {"status": {"status_str": "error", "messages": messages}, "outputs": {}}

    assert read_entry(entry("execution_interrupted")).interrupted
    failed = read_entry(entry("execution_error"))
    assert (failed.interrupted, failed.good) == (False, False)
    assert (failed.began, failed.ended) == (5, 9)


def test_p6_videos_are_found_under_images_and_previews_are_left() -> None:
    def saved(node: str, name: str, kind: str = "output") -> SavedFile:
        return SavedFile(node=node, name=name, subfolder="", kind=kind)

    clip, preview = saved("save", "a_00001_.mp4"), saved("show", "b.mp4", "temp")
    other = saved("elsewhere", "c.mp4")
    whole = workflow()
    assert results.chosen([preview, other, clip], whole) == (clip,)
    assert results.chosen([preview], whole) == ()
    frames = tuple(saved("lyrad_frames", f"f_{n}.png") for n in range(3))
    assert results.chosen([clip, *frames], whole) == frames


def test_p7_prompts_of_one_connection_share_a_name_and_a_new_one_gets_another(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool, asked = tools(server), order(tmp_path)
    placed(tool, asked, server)
    other = replace(asked, work=tmp_path / "other")
    other.work.mkdir()
    placed(tool, other, server, 2)
    placed(tools(server), replace(asked, work=_folder(tmp_path / "third")), server, 3)
    names = [posted["client_id"] for posted in server.posted()]
    assert names[0] == names[1] != names[2]


def test_p8_notes_are_an_object_so_that_the_list_of_jobs_stays_whole(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path)
    placed(tools(server), asked, server)
    notes = server.posted()[0]["extra_data"]["extra_pnginfo"]
    assert notes["lyrad"]["job"] == asked.job
    assert notes["lyrad"]["workflow"] == "wan22-flf2v-4step"


@pytest.mark.parametrize("spoilt", ["gone", "empty", "half"])
def test_p9_what_is_not_there_or_not_whole_is_rendered_again(
    server: ComfyUI, tools: Tools, tmp_path: Path, spoilt: str
) -> None:
    server.quirks(files=spoilt, times={"files": 1})
    tool, asked = tools(server), order(tmp_path)
    while (clip := tried(tool, asked)) is None:
        pass
    assert clip.is_file()
    assert len(server.posted()) == 2


@pytest.mark.parametrize("lie", ["truncated", "short"])
def test_p9_a_download_that_breaks_off_is_only_downloaded_again(
    server: ComfyUI, tools: Tools, tmp_path: Path, lie: str
) -> None:
    server.quirks(download=lie, times={"download": 1})
    tool, asked = tools(server), order(tmp_path)
    while tried(tool, asked) is None:
        pass
    assert len(server.posted()) == 1
    assert len(server.journal("/view")) == 2


def test_p9_what_is_never_whole_fails_in_the_end_and_says_why(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(files="empty")
    tool, asked = tools(server), order(tmp_path)
    assert tried(tool, asked) is None
    assert tried(tool, asked) is None
    with pytest.raises(Permanent) as failed:
        tried(tool, asked)
    assert failed.value.fault.code is Code.CLIP_WRONG
    assert "is empty" in failed.value.fault.what
    assert len(server.posted()) == 3


def test_p10_the_model_is_asked_only_for_lengths_and_sizes_that_it_takes(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path, size=(250, 106), frames=12)
    placed(tools(server), asked, server)
    inputs = server.posted()[0]["prompt"]["between"]["inputs"]
    assert (inputs["width"] % 16, inputs["height"] % 16, inputs["length"] % 4) == (0, 0, 1)
    for upload in server.uploads():
        picture = cv2.imread(str(server.upload(upload)))
        assert picture.shape[:2] == (inputs["height"], inputs["width"])
        assert (picture[0] == picture[2]).all(), "the edge is drawn out, nothing is stretched"


def test_p10_a_model_that_is_not_there_is_named_with_its_folder(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    for model in (
        ModelFile(folder="vae", name="wan_2.1_vae.safetensors"),
        ModelFile(folder="text_encoders", name="umt5_xxl_fp8_e4m3fn_scaled.safetensors"),
    ):
        (mortal.models / model.folder / model.name).unlink()
    tool, asked = tools(mortal), order(tmp_path)
    ticket = tool.submit(asked)
    with pytest.raises(Permanent) as refused:
        tool.poll(asked, ticket)
    told = {fault.what: fault for fault in refused.value.faults}
    assert {fault.code for fault in told.values()} == {Code.MODEL_MISSING}
    assert "models/vae/" in told["This ComfyUI lacks the model file wan_2.1_vae.safetensors."].next
    assert len(told) == 2


def test_a_model_that_makes_another_clip_than_was_asked_for_is_refused(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    for output, words in (("wrong_count", "frames"), ("wrong_size", "pictures of")):
        server.quirks(output=output)
        tool, asked = tools(server), order(_folder(tmp_path / output))
        with pytest.raises(Permanent) as refused:
            rendered(tool, asked)
        assert refused.value.fault.code is Code.CLIP_WRONG
        assert words in refused.value.fault.what


def tried(tool: ComfyBackend, asked):
    """Try once as the engine does: a temporary failure is tried again later."""
    try:
        ticket = tool.submit(asked)
        while isinstance(ended(tool, asked, ticket), Lost):
            ticket = tool.submit(asked)
        return fetched(tool, asked, ticket).path
    except Temporary:
        return None


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path
