"""What a shot asks of ComfyUI comes back as the film's own clip, with what the receipt says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.model.media import Retime, Size, Sound
from lyrad.ports import Finished, Lost
from tests.support.clips import read_frame, streams
from tests.support.comfy_order import (
    ended,
    fetched,
    history,
    order,
    patient,
    placed,
    queue,
    rendered,
    told,
    until,
    workflow,
)
from tests.support.comfyui import ComfyUI
from tests.support.signal import FakeSignal

Tools = Callable[..., ComfyBackend]


def test_a_shot_comes_back_with_its_frames_rate_and_size(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path, size=(128, 72))
    clip = rendered(tools(server), asked)
    found = FFmpeg().probe(clip.path, FakeSignal())
    assert (found.frames, found.rate, found.size) == (9, Fraction(24), Size(width=128, height=72))
    for number, given in ((0, asked.first), (8, asked.last)):
        difference = np.abs(read_frame(clip.path, number).astype(int) - cv2.imread(str(given)))
        assert difference.mean() < 10, "the given frames are the clip's ends, nowhere stretched"
    assert clip.path.parent == asked.work


def test_what_is_known_of_the_render_is_kept_for_the_receipt(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path)
    clip = rendered(tools(server), asked)
    assert clip.method == "Wan 2.2 14B, first and last frame, 4 steps (ComfyUI)"
    assert not clip.draft
    facts = dict(clip.facts)
    models = facts.pop("models")
    assert isinstance(models, list)
    assert "models/vae/wan_2.1_vae.safetensors" in models
    assert isinstance(facts.pop("server_seconds"), float)
    assert str(facts.pop("server_began")).endswith("+00:00")
    assert facts == {
        "comfyui": "0.33.0",
        "server": server.url,
        "workflow": "wan22-flf2v-4step",
        "workflow_digest": asked.workflow.digest if asked.workflow else "",
        "seed": 7,
        "asked_frames": 9,
        "asked_size": "128x80",
        "retime": "none",
        "source_frames": 9,
        "source_size": "128x80",
        "sound": "none",
    }


def test_a_model_with_a_rate_of_its_own_is_brought_to_the_films(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path, frames=25, rate=Fraction(24000, 1001))
    clip = rendered(tools(server), asked)
    assert (clip.facts["asked_frames"], clip.facts["retime"]) == (21, "interpolate")
    stream = streams(clip.path, "-count_frames")[0]
    assert (stream["nb_read_frames"], stream["avg_frame_rate"]) == ("25", "24000/1001")


def test_without_loss_every_frame_comes_as_a_picture(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = order(tmp_path, size=(128, 96), lossless=True, retime=Retime.AS_IS)
    clip = rendered(tools(server), asked)
    views = [each["query"]["filename"] for each in server.journal("/view")]
    assert len(views) == 9
    assert all(name.endswith(".png") for name in views)
    assert np.array_equal(read_frame(clip.path, 0), cv2.imread(str(asked.first)))
    assert not (asked.work / "came").exists(), "what came is of no more use"


@pytest.mark.parametrize("lossless", [False, True])
def test_the_sound_of_a_model_that_makes_some_is_kept_where_it_was_asked_for(
    server: ComfyUI, tools: Tools, tmp_path: Path, *, lossless: bool
) -> None:
    ltx = workflow("ltx23-flf2v")
    asked = order(
        tmp_path, size=(128, 96), workflow=ltx, sound=Sound.KEEP, lossless=lossless, frames=17
    )
    clip = rendered(tools(server, own=True), asked)
    assert clip.sound
    assert {stream["codec_type"] for stream in streams(clip.sound)} == {"audio", "video"}
    assert clip.spans == Fraction(24, 25), "25 frames were asked for, at the model's 25 a second"
    assert clip.facts["sound"] == "kept"


def test_a_shot_without_a_last_frame_posts_a_graph_without_one(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    assert rendered(tools(server), replace(order(tmp_path), last=None)).path.is_file()
    (posted,) = server.posted()
    assert "last" not in posted["prompt"]
    assert "end_image" not in posted["prompt"]["between"]["inputs"]


def test_the_same_order_in_the_same_folder_is_the_same_prompt(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(hold=True)
    asked = order(tmp_path)
    ticket = placed(tools(server), asked, server)
    another_life = tools(server)
    assert another_life.submit(asked) == ticket
    server.quirks(hold=False)
    assert isinstance(ended(another_life, asked, ticket), Finished)
    assert tools(server).submit(asked) == ticket
    assert len(server.posted()) == 1
    assert fetched(another_life, asked, ticket).path.is_file()


def test_another_order_in_the_folder_ends_the_former_one(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(hold=True)
    tool, asked = tools(server), order(tmp_path)
    first = placed(tool, asked, server)
    other = replace(asked, prompt="Another sentence.")
    assert tool.submit(other).id != first.id
    assert isinstance(tool.poll(asked, first), Lost)
    server.quirks(hold=False)
    assert rendered(tool, other).path.is_file()
    assert len(server.posted()) == 2


def test_a_result_that_was_refused_is_rendered_anew(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    tool, asked = tools(server), order(tmp_path)
    rendered(tool, asked)
    rendered(tool, asked)
    ids = [posted["prompt_id"] for posted in server.posted()]
    assert len(set(ids)) == 2


def test_how_far_it_is_is_told_by_node_and_step(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(seconds=2.5)
    tool, asked = tools(server), order(tmp_path)
    ticket = placed(tool, asked, server)
    seen = until(lambda: (said := told(tool, asked, ticket)) and said.total and said)
    assert (seen.note, seen.unit) == ("KSamplerAdvanced", "step")
    assert 0 < seen.done <= seen.total
    assert tool.busy[server.url] > 0


def test_previews_and_a_lost_socket_change_nothing(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(previews=True, seconds=1.0)
    tool, asked = tools(server), order(tmp_path)
    ticket = placed(tool, asked, server)
    server.refuse(0.3)
    assert isinstance(until(lambda: patient(tool, asked, ticket)), Finished)


@pytest.mark.parametrize("version", ["0.33.0", "0.3.64"])
def test_cancelling_ends_our_prompt_and_no_other(
    server: ComfyUI, tools: Tools, tmp_path: Path, version: str
) -> None:
    server.quirks(hold=True, version=version)
    tool, asked = tools(server), order(tmp_path)
    ticket = placed(tool, asked, server)
    until(lambda: queue(server)["queue_running"])
    (stranger,) = server.strangers(1)
    tool.cancel(asked, ticket)
    server.quirks(hold=False)
    until(lambda: stranger in history(server))
    assert queue(server) == {"queue_running": [], "queue_pending": []}
    assert isinstance(tool.poll(asked, ticket), Lost)
    tool.cancel(asked, ticket)


def test_cancelling_what_waits_behind_a_stranger_leaves_the_stranger_at_work(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    server.quirks(hold=True, version="0.3.64")
    (stranger,) = server.strangers(1)
    tool, asked = tools(server), order(tmp_path)
    ticket = placed(tool, asked, server)
    tool.cancel(asked, ticket)
    assert not server.journal("/interrupt")
    server.quirks(hold=False)
    until(lambda: stranger in history(server))
    assert ticket.id not in history(server)
