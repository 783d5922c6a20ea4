"""A take's clip goes to ComfyUI and comes back better, as long and as large as the film."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from lyrad.backends.comfyui import wanted
from lyrad.backends.comfyui.between import ComfyBackend
from lyrad.backends.ffmpeg import FFmpeg
from lyrad.model.media import Size
from lyrad.ports import BetweenOrder
from tests.support.clips import counted, write_clip
from tests.support.comfy_order import ended, order, rendered, workflow
from tests.support.comfyui import ComfyUI
from tests.support.signal import FakeSignal

Tools = Callable[..., ComfyBackend]


def finishing(folder: Path, **changes: object) -> BetweenOrder:
    """Return an order to finish a clip of nine frames."""
    raw = write_clip(folder / "raw.mkv", counted(9, 128, 72), Fraction(24))
    take = folder / "take.mp4"
    argv = ["ffmpeg", "-v", "error", "-y", "-i", str(raw), "-pix_fmt", "yuv420p", str(take)]
    subprocess.run(argv, check=True)
    asked = replace(
        order(folder), first=None, last=None, video=take, workflow=workflow("restore-2x")
    )
    return replace(asked, **changes)  # type: ignore[arg-type]


def test_the_clip_is_uploaded_and_what_comes_back_is_the_films(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = finishing(tmp_path)
    made = rendered(tools(server), asked)
    clip = FFmpeg().probe(made.path, FakeSignal())
    assert (clip.frames, clip.rate, clip.size) == (9, Fraction(24), Size(width=128, height=72))
    assert made.facts["source_size"] == "256x144", "twice as large on the way"
    assert made.facts["models"] == ["models/upscale_models/RealESRGAN_x2plus.pth"]
    (upload,) = server.uploads()
    assert asked.video
    assert server.upload(upload).read_bytes() == asked.video.read_bytes()
    (posted,) = server.posted()
    assert posted["prompt"]["source"]["inputs"]["file"] == f"lyrad/{upload['name']}"


def test_for_a_master_without_loss_the_frames_come_as_pictures(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    made = rendered(tools(server), finishing(tmp_path, lossless=True))
    views = [each["query"]["filename"] for each in server.journal("/view")]
    assert len(views) == 9
    assert all(name.endswith(".png") for name in views)
    assert FFmpeg().probe(made.path, FakeSignal()).frames == 9


def test_another_life_of_lyrad_finds_the_same_prompt(
    server: ComfyUI, tools: Tools, tmp_path: Path
) -> None:
    asked = finishing(tmp_path)
    ticket = tools(server).submit(asked)
    assert tools(server).submit(asked) == ticket
    ended(tools(server), asked, ticket)
    assert len(server.posted()) == 1


def test_another_clip_is_another_order(tmp_path: Path) -> None:
    asked = finishing(tmp_path)
    flow = workflow("restore-2x")
    before = wanted.digest(asked, flow)
    assert asked.video
    asked.video.write_bytes(asked.video.read_bytes() + b" ")
    assert wanted.digest(asked, flow) != before
