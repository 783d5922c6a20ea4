"""What ComfyUI says when it fails, as a filmmaker reads it: what happened, where, what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lyrad.backends.comfyui import paper
from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.errors import Code, Permanent, Temporary
from lyrad.model.media import Size, Smaller
from lyrad.model.workflow import Memory
from lyrad.ports import BetweenOrder, Finished, Lost
from tests.support.comfy_order import (
    SkippingClock,
    ended,
    order,
    placed,
    queue,
    rendered,
    until,
    workflow,
)
from tests.support.comfyui import ComfyUI, comfyui
from tests.support.signal import FakeSignal

Tools = Callable[..., ComfyBackend]


def refused(tool: ComfyBackend, asked: BetweenOrder) -> Permanent:
    ticket = tool.submit(asked)
    with pytest.raises(Permanent) as failed:
        ended(tool, asked, ticket)
    assert paper.read(asked.work) is None, "what failed is begun afresh when it is asked for again"
    return failed.value


def test_a_node_that_is_not_there_is_named_with_the_way_to_find_it(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    whole = workflow()
    graph = json.loads(json.dumps(dict(whole.graph)))
    graph["decode"]["class_type"] = "VAEDecodeFancy"
    fault = refused(tools(server), order(tmp_path, workflow=replace(whole, graph=graph))).fault
    assert fault.code is Code.NODE_MISSING
    assert fault.what == "This ComfyUI has no node VAEDecodeFancy."
    assert "Install Missing Custom Nodes" in fault.next


def test_an_old_server_that_lacks_a_node_is_understood_too(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(version="0.3.64")
    whole = workflow()
    graph = json.loads(json.dumps(dict(whole.graph)))
    graph["decode"]["class_type"] = "VAEDecodeFancy"
    fault = refused(tools(server), order(tmp_path, workflow=replace(whole, graph=graph))).fault
    assert "VAEDecodeFancy" in fault.what


def test_an_old_server_without_jobs_renders_too(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(version="0.3.64")
    assert rendered(tools(server), order(tmp_path)).path.is_file()


def test_a_failure_in_a_node_is_told_in_its_own_words(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(fail="error")
    fault = refused(tools(server), order(tmp_path)).fault
    assert fault.code is Code.BACKEND_FAILED
    assert "The size of tensor a must match that of tensor b" in fault.what
    assert "node " in fault.where
    assert "Traceback" not in str(fault)


@pytest.mark.parametrize("own", [False, True])
def test_too_little_memory_is_tried_once_more_and_freed_only_where_nobody_else_works(
    server: ComfyUI, tools: Tools, tmp_path: Path, *, own: bool
) -> None:
    server.quirks(fail="oom", times={"fail": 1})
    tool, asked = tools(server, own=own), order(tmp_path)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Lost)
    assert len(server.journal("/free")) == (1 if own else 0)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Finished)
    assert len(server.posted()) == 2


def test_too_little_memory_twice_fails(server: ComfyUI, tools: Tools, tmp_path: Path) -> None:
    server.quirks(fail="oom")
    tool, asked = tools(server), order(tmp_path)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Lost)
    fault = refused(tool, asked).fault
    assert fault.code is Code.OUT_OF_MEMORY
    assert fault.what == "The graphics card's memory was not enough, twice."
    assert "write `smaller: allow` into the spec, or take a workflow for smaller" in fault.next


def test_a_spec_that_allows_it_is_rendered_smaller_once_and_is_as_large_as_the_film(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(fail="oom", times={"fail": 2})
    clip = rendered(tools(server), order(tmp_path, smaller=Smaller.ALLOW))
    assert [sizes(posted) for posted in server.posted()] == [(128, 80), (128, 80), (96, 64)]
    assert (clip.facts["asked_size"], clip.facts["smaller_than"]) == ("96x64", "128x80")
    assert FFmpeg().probe(clip.path, FakeSignal()).size == Size(width=128, height=72)


def test_a_smaller_one_for_which_memory_is_not_enough_either_fails(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(fail="oom")
    tool, asked = tools(server), order(tmp_path, smaller=Smaller.ALLOW)
    for _ in range(2):
        assert isinstance(ended(tool, asked, tool.submit(asked)), Lost)
    fault = refused(tool, asked).fault
    assert (
        fault.what == "The graphics card's memory was not enough, not even for a smaller picture."
    )
    assert "smaller: allow" not in fault.next
    assert len(server.posted()) == 3


def test_a_picture_that_the_model_cannot_take_smaller_is_not_asked_for_again(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(fail="oom")
    tool, asked = tools(server), order(tmp_path, size=(16, 16), smaller=Smaller.ALLOW)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Lost)
    assert "twice" in refused(tool, asked).fault.what


def sizes(posted: dict[str, Any]) -> tuple[int, int]:
    inputs = posted["prompt"]["between"]["inputs"]
    return inputs["width"], inputs["height"]


def test_what_somebody_cancels_there_is_ordered_again_later_and_not_for_ever(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(fail="interrupted")
    tool, asked = tools(server), order(tmp_path)
    for _ in range(2):
        ticket = tool.submit(asked)
        with pytest.raises(Temporary) as waiting:
            ended(tool, asked, ticket)
        assert waiting.value.fault.code is Code.INTERRUPTED
        assert waiting.value.delay == 60
        assert isinstance(tool.poll(asked, ticket), Lost)
    assert refused(tool, asked).fault.code is Code.INTERRUPTED
    assert len(server.posted()) == 3


def test_a_success_that_saved_nothing_is_a_failure_with_a_name(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(nothing=True)
    assert "had saved nothing" in refused(tools(server), order(tmp_path)).fault.what


def test_a_picture_above_the_servers_limit_names_the_flag(tools: Tools, tmp_path: Path) -> None:
    with comfyui(tmp_path / "small", max_upload_size=0.0001) as small:
        tool, asked = tools(small), order(tmp_path)
        ticket = tool.submit(asked)
        with pytest.raises(Permanent) as failed:
            tool.poll(asked, ticket)
    assert "--max-upload-size" in failed.value.fault.next


def test_a_server_that_fails_at_a_prompt_is_told_plainly(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(status={"/prompt": 500})
    fault = refused(tools(server), order(tmp_path)).fault
    assert fault.what == "ComfyUI failed as it was given the work."
    assert "500" in fault.where


def test_a_dead_worker_is_told_and_after_a_restart_the_work_is_ordered_again(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    mortal.quirks(worker_dead=True)
    clock, asked = SkippingClock(), order(tmp_path)
    tool = tools(mortal, clock=clock)
    ticket = placed(tool, asked, mortal)
    clock.skip(1)
    tool.poll(asked, ticket)
    clock.skip(11)
    with pytest.raises(Temporary) as waiting:
        tool.poll(asked, ticket)
    assert waiting.value.fault.code is Code.BACKEND_STUCK
    assert "Restart ComfyUI" in waiting.value.fault.next
    mortal.restart()
    clock.skip(1)
    assert isinstance(tool.poll(asked, ticket), Lost)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Finished)


def test_a_server_that_is_down_is_waited_for_and_one_that_forgot_is_asked_again(
    mortal: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    mortal.quirks(hold=True)
    clock, asked = SkippingClock(), order(tmp_path)
    tool = tools(mortal, clock=clock)
    assert tool.probe() is None
    ticket = placed(tool, asked, mortal)
    mortal.kill()
    clock.skip(1)
    fault = tool.probe()
    assert fault
    assert fault.code is Code.BACKEND_DOWN
    with pytest.raises(Temporary):
        tool.poll(asked, ticket)
    mortal.start()
    clock.skip(1)
    assert isinstance(tool.poll(asked, ticket), Lost)
    assert isinstance(ended(tool, asked, tool.submit(asked)), Finished)
    assert len(mortal.posted()) == 2


def test_a_card_that_another_program_fills_is_waited_for_unless_the_server_is_ours(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(vram_free=5 * 2**30)
    asked = order(tmp_path)
    tool = tools(server)
    ticket = tool.submit(asked)
    with pytest.raises(Temporary) as waiting:
        tool.poll(asked, ticket)
    fault = waiting.value.fault
    assert fault.code is Code.CARD_BUSY
    assert fault.what == "Waiting for the card (20 GB in use by another program)."
    assert server.posted() == []
    small = replace(workflow(), memory=Memory(vram=4, ram=8, measured=False))
    placed(tools(server), replace(asked, workflow=small), server)
    placed(tools(server, own=True), order(tmp_path / "own"), server, 2)


def test_what_comfyui_itself_holds_of_its_card_is_no_obstacle(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(vram_free=5 * 2**30, torch_vram_total=18 * 2**30)
    placed(tools(server), order(tmp_path), server)


def test_without_a_workflow_there_is_nothing_to_run(tools: Tools, tmp_path: Path) -> None:
    with pytest.raises(Permanent) as failed:
        tools("http://127.0.0.1:9").submit(order(tmp_path, workflow=None))
    assert failed.value.fault.code is Code.WORKFLOW_UNKNOWN


def test_no_words_of_a_prompt_reach_the_log(
    server: ComfyUI, tools: Tools, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    tool, asked = tools(server), order(tmp_path, prompt="The secret ending.")
    placed(tool, asked, server)
    until(lambda: not queue(server)["queue_running"])
    assert "secret" not in caplog.text
