"""Small decisions of the ComfyUI backend that need no server."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from lyrad.backends._shapes import number
from lyrad.backends.comfyui.answers import Card, Stand, read_job, read_queue, read_stats
from lyrad.backends.comfyui.refusal import refusals
from lyrad.backends.comfyui.server import crowded
from lyrad.backends.comfyui.telling import telling
from lyrad.backends.comfyui.watch import Heard
from lyrad.backends.comfyui.wholeness import whole
from lyrad.errors import Code
from lyrad.model.workflow import Memory
from tests.support.comfy_order import workflow
from tests.support.pictures import png

GB = 1_000_000_000


@pytest.mark.parametrize("said", [None, [], "no", 7, {"queue_running": 1}, {"devices": [None]}])
def test_answers_of_another_shape_count_as_nothing(said: object) -> None:
    assert read_queue(said).all == ()
    assert read_stats(said).version == "unknown"
    assert read_job(said) is Stand.RUNNING
    assert refusals({"error": said}, "here")[0].code is Code.WORKFLOW_WRONG


@pytest.mark.parametrize("said", ["NaN", "Infinity", "-Infinity", "null", '"7"'])
def test_what_is_no_number_counts_as_none(said: str) -> None:
    assert number(json.loads(said)) == 0


@pytest.mark.parametrize(
    ("total", "free", "own", "need", "waits"),
    [
        (24, 22, 0, 24, False),
        (24, 5, 0, 24, True),
        (24, 5, 18, 24, False),
        (24, 12, 0, 12, False),
        (12, 11, 0, 24, False),
    ],
)
def test_a_card_is_waited_for_only_where_others_hold_it(
    total: int, free: int, own: int, need: int, *, waits: bool
) -> None:
    card = Card(total=total * GB, free=free * GB, own=own * GB)
    assert crowded(card, Memory(vram=need, ram=0, measured=False)) is waits
    assert not crowded(None, Memory(vram=need, ram=0, measured=False))
    assert not crowded(card, None)


def test_a_node_is_told_by_its_own_title_else_by_its_class() -> None:
    graph = workflow()
    said = telling(graph, Stand.RUNNING, Heard(node="high_sampler", done=7, total=20))
    assert (said.note, said.done, said.total) == ("KSamplerAdvanced", 7, 20)
    assert telling(graph, Stand.RUNNING, Heard(node="lyrad_frames")).note == "saving the frames"
    assert telling(graph, Stand.RUNNING, None).note == "at work in ComfyUI"
    assert telling(graph, Stand.WAITING, None).note == "in ComfyUI's queue"


def test_a_file_is_whole_when_it_reaches_its_own_end(tmp_path: Path) -> None:
    box = struct.pack(">I4s", 24, b"mdat") + b"x" * 16
    large = struct.pack(">I4sQ", 1, b"mdat", 32) + b"x" * 16
    for name, data in (("a.png", png()), ("b.mp4", box), ("c.mp4", box + large)):
        path = tmp_path / name
        path.write_bytes(data)
        assert whole(path, path.suffix)
        path.write_bytes(data[:-1])
        assert not whole(path, path.suffix)
    (tmp_path / "d.mp4").write_bytes(struct.pack(">I4s", 3, b"junk"))
    assert not whole(tmp_path / "d.mp4", ".mp4")
