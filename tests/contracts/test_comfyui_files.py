"""Uploads, downloads, and what a ComfyUI says of itself."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.support import graphs, pictures
from tests.support.comfy_client import Client, files_of
from tests.support.comfyui import comfyui


@pytest.fixture
def folder() -> str:
    return f"contract/{uuid4().hex}"


def test_an_upload_of_the_same_name_is_kept_beside_the_first(server: Client, folder: str) -> None:
    one, other = pictures.png(seed=1), pictures.png(seed=2)
    sent = [server.upload("a.png", data, subfolder=folder).json() for data in (one, one, other)]
    assert [each["name"] for each in sent] == ["a.png", "a.png", "a (1).png"]
    assert sent[0] == {"name": "a.png", "subfolder": folder, "type": "input"}
    last = server.upload("a.png", other, subfolder=folder, overwrite="true").json()
    assert last["name"] == "a.png"
    assert (
        server.view({"filename": "a.png", "subfolder": folder, "type": "input"}).content == other
    )


def test_uploads_to_where_they_may_not_go_are_refused(server: Client) -> None:
    for subfolder in ("../outside", "/outside"):
        answer = server.upload("a.png", pictures.png(), subfolder=subfolder)
        assert (answer.status_code, answer.content) == (400, b"")
    assert server.upload("a.png", pictures.png(), type="attic").status_code == 500
    assert server.http.post("/upload/image", data={"image": "words"}).status_code == 500
    assert server.http.post("/upload/image", files={"other": ("a.png", b"")}).status_code == 400


def test_a_body_that_is_too_large_is_a_413(tmp_path: Path) -> None:
    with (
        comfyui(tmp_path, max_upload_size=0.01) as small,
        httpx.Client(base_url=small.url) as http,
    ):
        client = Client(small.url, http)
        assert client.upload("a.png", bytes(20_000)).status_code == 413
        assert client.prompt(graphs.plain("x" * 20_000)).status_code == 413


def test_a_result_is_sent_whole_or_in_part(server: Client, folder: str) -> None:
    (file,) = files_of(server.ran(graphs.plain(f"{folder}/r")))
    whole = server.view(file)
    assert whole.headers["content-type"] == "image/png"
    assert int(whole.headers["content-length"]) == len(whole.content)
    part = server.http.get("/view", params=file, headers={"Range": "bytes=8-15"})
    assert (part.status_code, part.content) == (206, whole.content[8:16])
    small = server.get("/view", **file, preview="webp;90")
    assert small.headers["content-type"] == "image/webp"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"filename": "nobody.png"}, 404),
        ({"filename": "../secret.png"}, 400),
        ({"filename": "/etc/passwd"}, 400),
        ({"filename": "a.png", "type": "attic"}, 400),
        ({"filename": "a.png", "subfolder": "../.."}, 403),
    ],
)
def test_what_may_not_be_read_is_refused(
    server: Client, asked: dict[str, str], status: int
) -> None:
    assert server.view(asked).status_code == status


def test_a_folder_in_the_file_name_is_dropped(server: Client, folder: str) -> None:
    (file,) = files_of(server.ran(graphs.plain(f"{folder}/r")))
    joined = {"filename": f"{file['subfolder']}/{file['filename']}", "type": "output"}
    assert server.view(joined).status_code == 404


def test_every_route_stands_under_api_too(server: Client) -> None:
    for route in ("/system_stats", "/features", "/queue", "/prompt", "/models", "/object_info"):
        assert server.get(f"/api{route}").status_code == server.get(route).status_code == 200


def test_the_server_says_what_it_is(server: Client) -> None:
    stats = server.get("/system_stats").json()
    assert {"comfyui_version", "ram_total", "ram_free"} <= set(stats["system"])
    assert {"vram_total", "vram_free", "torch_vram_free", "name"} <= set(stats["devices"][0])
    assert server.get("/features").json()["max_upload_size"] > 0


def test_a_class_is_described_and_an_unknown_one_is_empty(server: Client) -> None:
    described = server.get("/object_info/ImageScale").json()["ImageScale"]
    assert described["output"] == ["IMAGE"]
    assert described["input_order"]["required"][0] == "image"
    answer = server.get("/object_info/NoSuchNode")
    assert (answer.status_code, answer.json()) == (200, {})


def test_models_are_listed_by_folder_under_their_new_names(server: Client) -> None:
    assert {"diffusion_models", "text_encoders", "vae", "loras"} <= set(
        server.get("/models").json()
    )
    assert isinstance(server.get("/models/loras").json(), list)
    assert server.get("/models/unet").status_code == 404


def test_memory_is_freed_on_demand(server: Client) -> None:
    asked = {"unload_models": True, "free_memory": True}
    assert server.post("/free", asked).status_code == 200
    assert server.http.post("/free").status_code == 500


def test_pages_of_other_sites_are_kept_out(server: Client) -> None:
    foreign = {"Origin": "http://example.org"}
    assert server.http.get("/queue", headers=foreign).status_code == 403
    assert server.get("/queue").status_code == 200
