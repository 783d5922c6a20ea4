"""What lyrad relies on of an ACE-Step server: the stand-in keeps it, and so must a real one.

`LYRAD_ACESTEP=http://...` (and `LYRAD_ACESTEP_KEY`) runs the same tests against a real server, at
the cost of a few pieces of ten seconds each.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from lyrad.backends.acestep.answers import AtWork, Broke, Made
from lyrad.backends.acestep.asking import body
from lyrad.backends.acestep.client import Client
from lyrad.backends.acestep.fetching import bring, length
from tests.support.acestep import AceStep, acestep, compose_order
from tests.support.signal import FakeSignal

REAL, KEY = os.environ.get("LYRAD_ACESTEP", ""), os.environ.get("LYRAD_ACESTEP_KEY", "")
PAUSE, LOOKS = (1.0, 900) if REAL else (0.0, 50)


@pytest.fixture(scope="module", params=["feb", "later"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A server of each time; a real one is asked once."""
    if REAL:
        if request.param == "later":
            pytest.skip("the real server was asked already")
        yield REAL.rstrip("/")
        return
    with acestep(tmp_path_factory.mktemp("acestep"), version=request.param) as server:
        yield server.url


@pytest.fixture
def client(address: str) -> Iterator[Client]:
    found = Client(address, KEY)
    yield found
    found.close()


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {KEY}"} if KEY else {}
    with httpx.Client(base_url=address, trust_env=False, timeout=60, headers=headers) as found:
        yield found


@pytest.fixture
def lied_to(liar: AceStep) -> Iterator[Client]:
    found = Client(liar.url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def liar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AceStep]:
    with acestep(tmp_path_factory.mktemp("liar")) as server:
        yield server


def asked(work: Path, **changes: Any) -> dict[str, Any]:
    return {**body(compose_order(work), "", ""), **changes}


def ended(client: Client, task: str) -> Made | Broke:
    """Ask until a task is over; a real server is given time between two questions."""
    for _ in range(LOOKS):
        stand = client.look(task)
        if isinstance(stand, Made | Broke):
            return stand
        Event().wait(PAUSE)
    raise AssertionError("it never ended")


def test_it_says_who_it_is_and_that_it_is_ready(client: Client) -> None:
    health = client.health()
    assert (health.ours, health.ready, health.older) == (True, True, False)


def test_it_lists_its_models_in_one_of_three_ways(client: Client) -> None:
    names = [model.name for model in client.models() if model.loaded]
    assert names
    assert all("/" not in name for name in names)


def test_it_says_how_much_it_has_to_do(client: Client) -> None:
    stats = client.stats()
    assert stats
    assert stats.running >= 0


def test_an_answer_is_wrapped_with_a_code_of_its_own(http: httpx.Client) -> None:
    said = http.get("/health").json()
    assert {"data", "code", "error"} <= set(said)
    assert (said["code"], said["error"]) == (200, None)


def test_a_result_is_json_inside_of_a_text(
    http: httpx.Client, client: Client, tmp_path: Path
) -> None:
    said = http.post("/release_task", json=asked(tmp_path)).json()["data"]
    assert said["status"] == "queued"
    answer = http.post("/query_result", json={"task_id_list": [said["task_id"]]}).json()
    (entry,) = answer["data"]
    assert entry["task_id"] == said["task_id"]
    assert isinstance(json.loads(entry["result"]), list)
    ended(client, said["task_id"])


def test_an_order_becomes_the_music_that_was_asked_for(client: Client, tmp_path: Path) -> None:
    task = client.release(asked(tmp_path))
    stand = ended(client, task)
    assert isinstance(stand, Made)
    assert stand.file.startswith("/v1/audio?path=")
    assert stand.seed is not None
    assert stand.model in [model.name for model in client.models()]
    path = bring(client, stand.file, tmp_path, FakeSignal())
    assert path.suffix == ".wav"
    assert float(length(path)) == pytest.approx(10.0, abs=0.04)


@pytest.mark.parametrize("ending", ["flac", "mp3"])
def test_other_kinds_of_files_are_made_too(client: Client, tmp_path: Path, ending: str) -> None:
    stand = ended(client, client.release(asked(tmp_path, audio_format=ending)))
    assert isinstance(stand, Made)
    assert bring(client, stand.file, tmp_path, FakeSignal()).suffix == f".{ending}"


def test_a_task_that_is_at_work_says_how_far_it_is(client: Client, tmp_path: Path) -> None:
    task = client.release(asked(tmp_path))
    assert isinstance(client.look(task), AtWork | Made)
    ended(client, task)


def test_a_task_that_nobody_knows_waits_for_ever_with_nothing_in_it(http: httpx.Client) -> None:
    for _ in range(3):
        answer = http.post("/query_result", json={"task_id_list": ["nobody-has-this"]}).json()
        assert [(one["status"], one["result"]) for one in answer["data"]] == [(0, "[]")]


def test_a_body_that_is_no_json_is_refused_with_words(http: httpx.Client) -> None:
    headers = {"Content-Type": "application/json"}
    answer = http.post("/release_task", content=b"{", headers=headers)
    assert answer.status_code >= 400


def test_a_file_outside_of_its_own_folder_is_not_given_away(http: httpx.Client) -> None:
    answer = http.get("/v1/audio", params={"path": "/etc/hostname"})
    assert answer.status_code == 403
    assert answer.json()["detail"]


# What follows is what real servers were seen or read to do wrong; only the stand-in does it on
# demand, and these see that it does.


def test_without_a_batch_size_two_are_made(liar: AceStep, lied_to: Client) -> None:
    task = lied_to.release({"prompt": "x", "audio_duration": 10})
    ended(lied_to, task)
    with httpx.Client(base_url=liar.url, trust_env=False) as http:
        answer = http.post("/query_result", json={"task_id_list": [task]}).json()
    results = json.loads(answer["data"][0]["result"])
    assert len(results) == len(results[0]["seed_value"].split(",")) == 2


def test_the_word_format_asks_for_a_language_model_and_not_for_a_file(
    liar: AceStep, lied_to: Client, tmp_path: Path
) -> None:
    liar.quirks(version="later")
    words = {name: value for name, value in asked(tmp_path).items() if name != "use_format"}
    stand = ended(lied_to, lied_to.release({**words, "format": "wav"}))
    liar.quirks(version="feb")
    assert stand == Broke(said="RuntimeError: 5Hz LM init failed: not enough memory")


def test_a_kind_of_file_that_it_does_not_know_becomes_a_flac(
    lied_to: Client, tmp_path: Path
) -> None:
    stand = ended(lied_to, lied_to.release(asked(tmp_path, audio_format="aiff")))
    assert isinstance(stand, Made)
    assert stand.file.endswith(".flac")


def test_a_longer_piece_than_its_card_can_make_is_cut_in_silence(
    liar: AceStep, lied_to: Client, tmp_path: Path
) -> None:
    liar.quirks(most=12.0)
    stand = ended(lied_to, lied_to.release(asked(tmp_path, audio_duration=30.0)))
    liar.quirks(most=600.0)
    assert isinstance(stand, Made)
    assert float(length(bring(lied_to, stand.file, tmp_path, FakeSignal()))) == 12.0


def test_a_model_that_is_not_loaded_is_passed_over_in_silence(
    lied_to: Client, tmp_path: Path
) -> None:
    stand = ended(lied_to, lied_to.release(asked(tmp_path, model="acestep-v15-xl")))
    assert isinstance(stand, Made)
    assert stand.model == "acestep-v15-turbo"


def test_a_key_is_read_from_the_header_and_from_nowhere_else(liar: AceStep) -> None:
    liar.quirks(key="secret")
    with httpx.Client(base_url=liar.url, trust_env=False) as http:
        assert http.get("/health").status_code == 200
        assert http.post("/release_task", json={"ai_token": "secret"}).status_code == 401
        headers = {"Authorization": "Bearer secret"}
        assert http.get("/v1/stats", headers=headers).status_code == 200
    liar.quirks(key="")
