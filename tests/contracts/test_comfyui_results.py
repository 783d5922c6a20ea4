"""What becomes of a graph: the history, the jobs, the files, the cache, the queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.support import graphs, pictures
from tests.support.clips import streams
from tests.support.comfy_client import Client, files_of, heard, last_message


@pytest.fixture
def prefix() -> str:
    return f"contract/{uuid4().hex}/r"


def uploaded(server: Client, name: str, data: bytes, **fields: str) -> str:
    answer = server.upload(name, data, subfolder="contract", **fields)
    assert answer.status_code == 200, answer.text
    return f"{answer.json()['subfolder']}/{answer.json()['name']}"


def test_a_picture_is_loaded_scaled_and_saved(server: Client, prefix: str, tmp_path: Any) -> None:
    image = uploaded(server, "still.png", pictures.png())
    entry = server.ran(graphs.still(image, prefix, 80, 48))
    assert entry["status"]["completed"]
    assert last_message(entry)[0] == "execution_success"
    (file,) = files_of(entry)
    assert file == {"filename": "r_00001_.png", "subfolder": prefix[:-2], "type": "output"}
    saved = tmp_path / "saved.png"
    saved.write_bytes(server.view(file).content)
    with Image.open(saved) as picture:
        assert picture.size == (80, 48)
        assert "SaveImage" in picture.text["prompt"]  # type: ignore[attr-defined]


def test_two_pictures_become_a_film(server: Client, prefix: str, tmp_path: Any) -> None:
    first = uploaded(server, "first.png", pictures.png(seed=1))
    last = uploaded(server, "last.png", pictures.png(seed=2))
    entry = server.ran(graphs.two_frames(first, last, prefix, fps=24))
    assert entry["outputs"]["5"]["animated"] == [True]
    (file,) = entry["outputs"]["5"]["images"]
    assert file["filename"] == "r_00001_.mp4"
    answer = server.view(file)
    assert answer.headers["content-type"] == "video/mp4"
    film = tmp_path / "film.mp4"
    film.write_bytes(answer.content)
    (stream,) = streams(film, "-count_frames")
    assert (stream["codec_name"], stream["pix_fmt"]) == ("h264", "yuv420p")
    assert (stream["nb_read_frames"], stream["r_frame_rate"]) == ("2", "24/1")


def test_what_the_client_says_of_a_job_is_written_into_its_file(
    server: Client, prefix: str, tmp_path: Any
) -> None:
    extra = {"extra_pnginfo": {"lyrad": {"job": "j1"}}}
    (file,) = files_of(server.ran(graphs.plain(prefix), extra_data=extra))
    (tmp_path / "x.png").write_bytes(server.view(file).content)
    with Image.open(tmp_path / "x.png") as picture:
        assert picture.text["lyrad"] == '{"job": "j1"}'  # type: ignore[attr-defined]


def test_the_same_graph_again_writes_nothing_and_names_the_old_files(
    server: Client, prefix: str
) -> None:
    graph = graphs.plain(prefix)
    first, second = server.ran(graph), server.ran(graph)
    assert files_of(second) == files_of(first)
    assert set(second["status"]["messages"][1][1]["nodes"]) == {"1", "2"}
    again = server.ran(graphs.plain(f"{prefix}2"))
    assert files_of(again) != files_of(first)


def test_an_odd_size_fails_in_the_encoder(server: Client, prefix: str) -> None:
    image = uploaded(server, "odd.png", pictures.png(63, 35))
    name, error = last_message(server.ran(graphs.two_frames(image, image, prefix)))
    assert name == "execution_error"
    assert (error["node_id"], error["node_type"]) == ("5", "SaveVideo")
    assert "libx264" in error["exception_message"]


def test_a_torn_picture_fails_only_while_it_runs(server: Client, prefix: str) -> None:
    image = uploaded(server, f"{uuid4().hex}.png", b"not a picture")
    name, error = last_message(server.ran(graphs.still(image, prefix)))
    assert name == "execution_error"
    assert error["exception_type"] == "PIL.UnidentifiedImageError"


def test_a_prefix_that_leaves_the_folder_fails(server: Client) -> None:
    entry = server.ran(graphs.plain("../outside"))
    assert entry["status"]["status_str"] == "error"


def test_a_prompt_that_nobody_knows_is_nowhere(server: Client) -> None:
    unknown = str(uuid4())
    assert server.get(f"/history/{unknown}").json() == {}
    answer = server.get(f"/api/jobs/{unknown}")
    assert (answer.status_code, answer.json()) == (404, {"error": "Job not found"})
    assert server.get(f"/jobs/{unknown}").status_code == 404


def test_a_job_tells_its_state_and_its_files(server: Client, prefix: str) -> None:
    prompt_id = server.order(graphs.plain(prefix))
    entry = server.ended(prompt_id)
    job = server.get(f"/api/jobs/{prompt_id}").json()
    assert (job["id"], job["status"], job["outputs_count"]) == (prompt_id, "completed", 1)
    assert job["outputs"] == entry["outputs"]
    assert job["preview_output"]["nodeId"] == "2"
    assert job["execution_end_time"] >= job["execution_start_time"]
    listed = server.get("/api/jobs", status="completed", limit=1000).json()
    assert prompt_id in {each["id"] for each in listed["jobs"]}
    assert set(listed["pagination"]) == {"offset", "limit", "total", "has_more"}


def test_a_state_that_does_not_exist_is_refused(server: Client) -> None:
    answer = server.get("/api/jobs", status="asleep")
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_a_failed_job_says_why(server: Client) -> None:
    prompt_id = server.order(graphs.plain("../outside"))
    server.ended(prompt_id)
    job = server.get(f"/api/jobs/{prompt_id}").json()
    assert job["status"] == "failed"
    assert job["execution_error"]["node_id"] == "2"


def test_the_history_forgets_what_it_is_told_to(server: Client, prefix: str) -> None:
    prompt_id = server.order(graphs.plain(prefix))
    server.ended(prompt_id)
    answer = server.post("/history", {"delete": [prompt_id]})
    assert (answer.status_code, answer.content) == (200, b"")
    assert server.entry(prompt_id) is None


def test_the_words_over_the_socket_come_in_order(server: Client, prefix: str) -> None:
    words = heard(server, graphs.plain(prefix), uuid4().hex)
    assert words[0]["data"]["sid"]
    kinds = [each["type"] for each in words]
    wanted = ["execution_start", "execution_cached", "executing", "executed", "execution_success"]
    assert [kind for kind in dict.fromkeys(kinds) if kind in wanted] == wanted
    assert words[-1]["data"]["node"] is None
    assert kinds.index("execution_success") < len(kinds) - 2  # a status lies between


class Busy:
    """A stand-in whose prompts stop half way, with one at work."""

    def __init__(self, client: Client, running: str) -> None:
        self.client = client
        self.running = running

    def state(self, prompt_id: str) -> str:
        return str(self.client.get(f"/api/jobs/{prompt_id}").json().get("status"))


@pytest.fixture
def busy(standin: Any, client: Client) -> Iterator[Busy]:
    standin.quirks(hold=True)
    found = Busy(client, client.order(graphs.plain("busy")))
    client.until(lambda: found.state(found.running) == "in_progress")
    yield found
    standin.quirks(hold=False)


def test_what_waits_is_listed_and_can_be_taken_out(busy: Busy) -> None:
    waiting = busy.client.order(graphs.plain("next"))
    queue = busy.client.get("/queue").json()
    assert [item[1] for item in queue["queue_running"]] == [busy.running]
    assert [item[1] for item in queue["queue_pending"]] == [waiting]
    assert [len(item) for item in queue["queue_pending"]] == [5]
    assert busy.client.get("/prompt").json() == {"exec_info": {"queue_remaining": 2}}
    assert busy.client.post("/queue", {"delete": [waiting, busy.running]}).content == b""
    assert busy.client.get(f"/api/jobs/{waiting}").status_code == 404
    assert busy.state(busy.running) == "in_progress"


def test_an_interrupt_ends_the_prompt_that_it_names_only(busy: Busy) -> None:
    assert busy.client.post("/interrupt", {"prompt_id": str(uuid4())}).status_code == 200
    assert busy.state(busy.running) == "in_progress"
    busy.client.post("/interrupt", {"prompt_id": busy.running})
    entry = busy.client.ended(busy.running)
    assert entry["status"]["status_str"] == "error"
    assert last_message(entry)[0] == "execution_interrupted"
    assert busy.state(busy.running) == "cancelled"


def test_an_interrupt_without_a_name_ends_whatever_runs(busy: Busy) -> None:
    assert busy.client.http.post("/interrupt").status_code == 200
    assert last_message(busy.client.ended(busy.running))[0] == "execution_interrupted"


def test_a_job_is_cancelled_wherever_it_stands(busy: Busy) -> None:
    waiting = busy.client.order(graphs.plain("next"))
    for each in (waiting, busy.running):
        assert busy.client.post(f"/api/jobs/{each}/cancel", {}).json() == {"cancelled": True}
    assert last_message(busy.client.ended(busy.running))[0] == "execution_interrupted"
    assert busy.client.get(f"/api/jobs/{waiting}").status_code == 404
    again = busy.client.post(f"/api/jobs/{busy.running}/cancel", {})
    assert again.json() == {"cancelled": False}


def test_the_front_of_the_queue_is_before_all_others(busy: Busy) -> None:
    last = busy.client.order(graphs.plain("last"))
    front = busy.client.order(graphs.plain("front"), front=True)
    queue = busy.client.get("/queue").json()["queue_pending"]
    assert [item[1] for item in queue] == [front, last]
    assert queue[0][0] < 0
