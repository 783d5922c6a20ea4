"""The films of the stand-in: as long, as large and as fast as the graph says, and their faults."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.support import graphs, pictures
from tests.support.clips import counted, read_frame, streams, write_clip
from tests.support.comfy_client import Client, files_of
from tests.support.comfyui import ComfyUI

TEMPLATES = sorted((Path(__file__).parents[2] / "templates" / "comfyui").glob("*.json"))
MUSIC = [path for path in TEMPLATES if '"SaveAudio"' in path.read_text("utf-8")]
FILMS = [path for path in TEMPLATES if path not in MUSIC]
FIRST, LAST = (40, 90, 160), (200, 120, 60)
FILLED = "(filled in)"
ANY_LORA = "wan2.2_i2v_lightx2v_4steps_lora_v1_low_noise.safetensors"


@pytest.fixture
def ends(client: Client) -> tuple[str, str]:
    for name, colour in (("first.png", FIRST), ("last.png", LAST)):
        flat = np.full((48, 64, 3), colour, np.uint8)
        client.upload(name, cv2.imencode(".png", flat)[1].tobytes(), overwrite="true")
    return "first.png", "last.png"


@pytest.fixture
def given(client: Client, tmp_path: Path) -> None:
    """Upload whatever a shipped workflow names: two frames, and a clip of nine of 32x32."""
    for name in ("first.png", "last.png"):
        client.upload(name, pictures.png(), overwrite="true")
    clip = write_clip(tmp_path / "clip.mkv", counted(9, 32, 32))
    client.upload("clip.mp4", clip.read_bytes(), overwrite="true")


def film(standin: ComfyUI, client: Client, graph: dict[str, Any]) -> Path:
    (file,) = files_of(client.ran(graph))
    return standin.output / file["subfolder"] / file["filename"]


def near(picture: Any, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(picture.astype(int) - colour).mean() < 6)


def test_a_film_goes_from_the_first_frame_to_the_last(
    standin: ComfyUI, client: Client, ends: tuple[str, str]
) -> None:
    made = film(standin, client, graphs.wan(*ends, "there", width=64, height=48, length=9, fps=16))
    (stream,) = streams(made, "-count_frames")
    assert (stream["width"], stream["height"]) == (64, 48)
    assert (stream["nb_read_frames"], stream["r_frame_rate"]) == ("9", "16/1")
    assert near(read_frame(made, 0), FIRST)
    assert near(read_frame(made, 8), LAST)


def test_a_length_that_does_not_fit_is_shortened_as_the_model_does(
    standin: ComfyUI, client: Client, ends: tuple[str, str]
) -> None:
    made = film(standin, client, graphs.wan(*ends, "short", length=12))
    assert streams(made, "-count_frames")[0]["nb_read_frames"] == "9"


def test_another_seed_is_another_take(
    standin: ComfyUI, client: Client, ends: tuple[str, str]
) -> None:
    one, other = (film(standin, client, graphs.wan(*ends, f"s{n}", seed=n)) for n in (1, 6))
    assert not np.array_equal(read_frame(one, 4), read_frame(other, 4))


def test_frames_are_saved_as_pictures_one_by_one(
    standin: ComfyUI, client: Client, ends: tuple[str, str]
) -> None:
    graph = graphs.wan(*ends, "unused", length=9)
    del graph["60"], graph["61"]
    save = {"images": ["8", 0], "filename_prefix": "frames/f"}
    graph["61"] = {"class_type": "SaveImage", "inputs": save}
    files = files_of(client.ran(graph))
    assert [each["filename"] for each in files] == [f"f_{n:05}_.png" for n in range(1, 10)]
    read = [cv2.imread(str(standin.output / "frames" / each["filename"])) for each in files]
    assert (read[0] == FIRST).all()
    assert (read[-1] == LAST).all()


@pytest.mark.parametrize(
    ("output", "frames", "size"),
    [
        ("wrong_count", "4", (64, 48)),
        ("one_frame_short", "8", (64, 48)),
        ("wrong_size", "9", (32, 24)),
        ("reframed", "9", (64, 48)),
        ("nan", "9", (64, 48)),
    ],
)
def test_a_film_may_be_wrong_in_what_can_be_counted(
    standin: ComfyUI,
    client: Client,
    ends: tuple[str, str],
    output: str,
    frames: str,
    size: tuple[int, int],
) -> None:
    standin.quirks(output=output)
    made = film(standin, client, graphs.wan(*ends, f"wrong/{output}"))
    (stream,) = streams(made, "-count_frames")
    assert (stream["nb_read_frames"], (stream["width"], stream["height"])) == (frames, size)


def test_a_film_may_be_black_or_frozen_or_cut(
    standin: ComfyUI, client: Client, ends: tuple[str, str]
) -> None:
    standin.quirks(output="black")
    assert near(read_frame(film(standin, client, graphs.wan(*ends, "a")), 4), (0, 0, 0))
    standin.quirks(output="frozen")
    assert near(read_frame(film(standin, client, graphs.wan(*ends, "b")), 8), FIRST)
    standin.quirks(output="cut_at=4")
    cut = film(standin, client, graphs.wan(*ends, "c"))
    jump = [read_frame(cut, n).astype(int).mean(axis=(0, 1)) for n in (3, 4)]
    assert np.abs(jump[1] - jump[0]).max() > 80


def test_sound_is_as_long_as_it_was_ordered(standin: ComfyUI, client: Client) -> None:
    kinds = {"SaveAudio": "flac", "SaveAudioMP3": "mp3", "SaveAudioOpus": "opus"}
    graph: dict[str, Any] = {
        "1": {
            "class_type": "EmptyAudio",
            "inputs": {"duration": 1.5, "sample_rate": 44100, "channels": 2},
        }
    }
    for kind in kinds:
        inputs = {"audio": ["1", 0], "filename_prefix": "audio/x", "quality": "128k"}
        graph[kind] = {"class_type": kind, "inputs": inputs}
    entry = client.ran(graph)
    for kind, suffix in kinds.items():
        (file,) = entry["outputs"][kind]["audio"]
        assert file["filename"].endswith(f".{suffix}")
        assert not file["filename"].endswith(f"_.{suffix}")
        (stream,) = streams(standin.output / "audio" / file["filename"])
        assert stream["codec_type"] == "audio"


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_shipped_workflow_is_accepted(client: Client, path: Path) -> None:
    """What lyrad fills in is left out here; everything else has to be as a server wants it."""
    answer = client.prompt(json.loads(path.read_text("utf-8")))
    told = answer.json()
    problems = [each for node in told["node_errors"].values() for each in node["errors"]]
    wrong = [each for each in problems if each["extra_info"].get("received_value") != FILLED]
    assert wrong == []
    assert answer.status_code == 200 or problems


@pytest.mark.usefixtures("given")
@pytest.mark.parametrize("path", FILMS, ids=lambda path: path.stem)
def test_a_shipped_workflow_runs(standin: ComfyUI, client: Client, path: Path) -> None:
    graph = json.loads(path.read_text("utf-8"))
    small = {"width": 64, "height": 64, "length": 9, "frames_number": 9}
    for node in graph.values():
        inputs = node["inputs"]
        inputs |= {name: value for name, value in small.items() if name in inputs}
        inputs |= {name: ANY_LORA for name, value in inputs.items() if value == FILLED}
    (stream, *_) = streams(film(standin, client, graph), "-count_frames")
    assert (stream["width"], stream["height"], stream["nb_read_frames"]) == (64, 64, "9")


@pytest.mark.parametrize("path", MUSIC, ids=lambda path: path.stem)
def test_a_shipped_workflow_for_music_makes_as_much_as_was_ordered(
    standin: ComfyUI, client: Client, path: Path
) -> None:
    graph = json.loads(path.read_text("utf-8"))
    for node in graph.values():
        node["inputs"] |= {name: 3.0 for name in ("seconds", "duration") if name in node["inputs"]}
    (file,) = files_of(client.ran(graph))
    (stream,) = streams(standin.output / file["subfolder"] / file["filename"])
    assert (stream["codec_name"], stream["sample_rate"], stream["channels"]) == (
        "flac",
        "48000",
        2,
    )
    assert float(stream["duration"]) == 3.0
