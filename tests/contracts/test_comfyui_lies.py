"""The stand-in's lies: each is seen by a plain client, so that tests of lyrad may rely on it."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.error import HTTPError
from uuid import uuid4

import aiohttp
import httpx
import pytest

from tests.support import graphs, pictures
from tests.support.comfy_client import Client, files_of, last_message, socket
from tests.support.comfyui import ComfyUI


def test_success_may_leave_nothing_to_fetch(standin: ComfyUI, client: Client) -> None:
    standin.quirks(nothing=True, times={"nothing": 1})
    assert client.ran(graphs.plain("a"))["outputs"] == {}
    assert len(files_of(client.ran(graphs.plain("b")))) == 1


@pytest.mark.parametrize(("how", "size"), [("gone", None), ("empty", 0)])
def test_success_may_name_files_that_are_no_good(
    standin: ComfyUI, client: Client, how: str, size: int | None
) -> None:
    standin.quirks(files=how)
    (file,) = files_of(client.ran(graphs.plain("a")))
    answer = client.view(file)
    assert answer.status_code == (404 if size is None else 200)
    assert size is None or len(answer.content) == size


def test_a_download_may_end_half_way(standin: ComfyUI, client: Client) -> None:
    (file,) = files_of(client.ran(graphs.plain("a", size=256)))
    whole = client.view(file).content
    standin.quirks(download="truncated", times={"download": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        client.view(file)
    standin.quirks(download="short", times={"download": 1})
    assert client.view(file).content == whole[: len(whole) // 2]
    assert client.view(file).content == whole


@pytest.mark.parametrize(
    ("fail", "kind"), [("oom", "torch.OutOfMemoryError"), ("error", "RuntimeError")]
)
def test_a_prompt_may_fail_once(standin: ComfyUI, client: Client, fail: str, kind: str) -> None:
    standin.quirks(fail=fail, times={"fail": 1})
    name, error = last_message(client.ran(graphs.plain("a")))
    assert (name, error["exception_type"]) == ("execution_error", kind)
    assert client.ran(graphs.plain("a"))["status"]["completed"]


def test_somebody_else_may_interrupt(standin: ComfyUI, client: Client) -> None:
    standin.quirks(fail="interrupted", times={"fail": 1})
    assert last_message(client.ran(graphs.plain("a")))[0] == "execution_interrupted"


def test_a_dead_worker_leaves_prompts_waiting_until_a_restart(
    mortal: ComfyUI, mortal_client: Client
) -> None:
    mortal.quirks(worker_dead=True, times={"worker_dead": 1})
    mortal_client.order(graphs.plain("a"))
    mortal_client.until(lambda: not mortal.quirks()["worker_dead"])
    mortal_client.order(graphs.plain("b"))
    queue = mortal_client.get("/queue").json()
    assert (len(queue["queue_running"]), len(queue["queue_pending"])) == (0, 2)
    mortal.restart()
    assert mortal_client.ran(graphs.plain("c"))["status"]["completed"]


def test_a_number_used_twice_with_one_id_queues_the_prompt_and_kills_the_worker(
    mortal: ComfyUI, mortal_client: Client
) -> None:
    mortal.quirks(hold=True)
    first = mortal_client.order(graphs.plain("first"))
    mortal_client.until(lambda: mortal_client.get("/queue").json()["queue_running"])
    twice = {"number": 5, "prompt_id": str(uuid4())}
    assert mortal_client.prompt(graphs.plain("a"), **twice).status_code == 200
    assert mortal_client.prompt(graphs.plain("b"), **twice).status_code == 500
    mortal.quirks(hold=False)
    mortal_client.ended(first)
    queue = mortal_client.get("/queue").json()
    assert (len(queue["queue_running"]), len(queue["queue_pending"])) == (0, 2)


def test_a_list_of_notes_breaks_the_list_of_jobs_for_everybody(
    standin: ComfyUI, client: Client
) -> None:
    extra = {"extra_pnginfo": [{"lyrad": 1}]}
    entry = client.ran(graphs.plain("a"), extra_data=extra)
    assert last_message(entry)[0] == "execution_error"
    assert client.get("/api/jobs").status_code == 500
    client.post("/history", {"clear": True})
    assert client.get("/api/jobs").json()["jobs"] == []


def test_an_old_server_knows_no_jobs_and_takes_any_id(standin: ComfyUI, client: Client) -> None:
    standin.quirks(version="0.3.64")
    assert client.get("/system_stats").json()["system"]["comfyui_version"] == "0.3.64"
    assert client.prompt(graphs.plain("a"), prompt_id="shot-1").json()["prompt_id"] == "shot-1"
    assert client.prompt(graphs.plain("b"), prompt_id=None).json()["prompt_id"] == "None"
    assert client.get("/api/jobs").status_code == 404
    assert client.post("/api/jobs/shot-1/cancel", {}).status_code == 404
    answer = client.prompt({"1": {"class_type": "NoSuchNode", "inputs": {}}})
    assert answer.json()["error"]["type"] == "invalid_prompt"
    assert client.get("/object_info/TextEncodeAceStepAudio1.5").json() == {}


def test_a_restart_forgets_all_and_keeps_the_files(mortal: ComfyUI, mortal_client: Client) -> None:
    done = mortal_client.order(graphs.plain("a"))
    (file,) = files_of(mortal_client.ended(done))
    mortal.quirks(hold=True)
    waiting = [mortal_client.order(graphs.plain(f"w{n}")) for n in range(2)]
    mortal.restart()
    for each in (done, *waiting):
        assert mortal_client.get(f"/api/jobs/{each}").status_code == 404
    assert mortal_client.get("/history").json() == {}
    assert mortal_client.view(file).status_code == 200
    assert mortal_client.prompt(graphs.plain("b")).json()["number"] == 0


def test_nobody_answers_while_it_is_down(mortal: ComfyUI, mortal_client: Client) -> None:
    mortal.stop()
    with pytest.raises(httpx.ConnectError):
        mortal_client.get("/queue")
    mortal.start()
    assert mortal_client.get("/queue").status_code == 200


def test_it_may_be_out_of_reach_while_the_prompt_goes_on(standin: ComfyUI, client: Client) -> None:
    standin.quirks(seconds=0.2)
    prompt_id = client.order(graphs.plain("a"))
    standin.refuse(1.0)

    def down() -> bool:
        try:
            return not client.get("/queue").is_success
        except httpx.TransportError:
            return True

    client.until(down)
    client.until(lambda: not down())
    assert client.ended(prompt_id)["status"]["completed"]


def test_routes_may_be_slow_or_fail_or_lose_their_answer(standin: ComfyUI, client: Client) -> None:
    standin.quirks(status={"/history": 503}, slow={"/queue": 0.2}, drop=["/prompt"])
    assert client.get("/history").status_code == 503
    before = time.monotonic()
    client.get("/queue")
    assert time.monotonic() - before >= 0.2
    prompt_id = str(uuid4())
    with pytest.raises(httpx.TransportError):
        client.prompt(graphs.plain("a"), prompt_id=prompt_id)
    client.until(lambda: client.get(f"/api/jobs/{prompt_id}").is_success)


def test_the_history_and_the_queue_may_be_lost(standin: ComfyUI, client: Client) -> None:
    done = client.order(graphs.plain("a"))
    client.ended(done)
    standin.quirks(hold=True)
    client.order(graphs.plain("b"))
    client.until(lambda: client.get("/queue").json()["queue_running"])
    waiting = client.order(graphs.plain("c"))
    standin.forget(history=True, queue=True)
    for each in (done, waiting):
        assert client.get(f"/api/jobs/{each}").status_code == 404


def test_strangers_may_be_first(standin: ComfyUI, client: Client) -> None:
    standin.quirks(hold=True)
    strangers = standin.strangers(2)
    mine = client.order(graphs.plain("mine"))
    client.until(lambda: client.get("/queue").json()["queue_running"])
    queue = client.get("/queue").json()
    assert [item[1] for item in queue["queue_running"] + queue["queue_pending"]] == [
        *strangers,
        mine,
    ]
    standin.quirks(hold=False)
    assert client.ended(mine)["status"]["completed"]


def test_somebody_else_may_hold_the_cards_memory(standin: ComfyUI, client: Client) -> None:
    standin.quirks(vram_total=12 * 2**30, vram_free=2**30)
    (card,) = client.get("/system_stats").json()["devices"]
    assert (card["vram_total"], card["vram_free"]) == (12 * 2**30, 2**30)


def test_a_model_that_was_deleted_is_not_in_its_list(
    mortal: ComfyUI, mortal_client: Client
) -> None:
    (mortal.models / "vae" / "wan_2.1_vae.safetensors").unlink()
    assert "wan_2.1_vae.safetensors" not in mortal_client.get("/models/vae").json()
    mortal_client.upload("a.png", pictures.png())
    told = mortal_client.prompt(graphs.wan("a.png", "a.png", "x")).json()
    assert told["node_errors"]["39"]["errors"][0]["type"] == "value_not_in_list"


def test_a_second_socket_of_one_name_falls_deaf_when_the_first_goes(client: Client) -> None:
    assert asyncio.run(_taken_over(client)) == "deaf"


async def _taken_over(client: Client) -> str:
    async with aiohttp.ClientSession() as session:
        first = await socket(session, client, "me")
        await first.receive_json(timeout=10)
        second = await socket(session, client, "me")
        await second.receive_json(timeout=10)
        await first.close()
        other = await socket(session, client, "other")
        await asyncio.to_thread(client.ran, graphs.plain("a"), client_id="me")
        heard: Any = await other.receive_json(timeout=10)
        assert heard["type"] == "status"
        try:
            return str(await second.receive_json(timeout=0.2))
        except TimeoutError:
            return "deaf"


def test_what_was_posted_can_be_read_back(mortal: ComfyUI, mortal_client: Client) -> None:
    mortal_client.upload("a.png", pictures.png(), subfolder="lyrad")
    mortal_client.order(graphs.plain("a"), client_id="me")
    mortal.restart()
    assert mortal.uploads() == [{"name": "a.png", "subfolder": "lyrad", "type": "input"}]
    assert mortal.upload(mortal.uploads()[0]).read_bytes() == pictures.png()
    (posted,) = mortal.posted()
    assert posted["prompt"]["2"]["inputs"]["filename_prefix"] == "a"


def test_a_quirk_that_does_not_exist_is_refused(standin: ComfyUI) -> None:
    with pytest.raises(HTTPError) as refused:
        standin.quirks(kindness=True)
    assert b"kindness" in refused.value.read()
    refused.value.close()
