"""Pictures get words through a vision model, however the server behaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from lyrad.backends.ollama.captioner import OllamaCaptioner
from lyrad.backends.ollama.client import Client
from lyrad.errors import Cancelled, Code, Permanent, Temporary
from lyrad.model.character import Base, CharacterSpec
from lyrad.model.job import Progress
from lyrad.model.settings import OllamaSettings
from lyrad.ports import CaptionOrder, Described
from lyrad.vision.dataset.look import looked
from tests.support.clock import FakeClock
from tests.support.ollama import Ollama, ollama
from tests.support.signal import FakeSignal

SPEC = CharacterSpec(word="miravx", kind="woman", base=Base.WAN22, traits=("red hair",))


@pytest.fixture(scope="module")
def shared() -> Iterator[Ollama]:
    with ollama() as found:
        yield found


@pytest.fixture
def server(shared: Ollama) -> Iterator[Ollama]:
    yield shared
    shared.quirks(models={"sees:4b": ["completion", "vision"]}, remote=[], answers=[], says="")
    shared.quirks(lingers=0)


def captioner(server: Ollama | str, model: str = "sees:4b") -> OllamaCaptioner:
    address = server if isinstance(server, str) else server.url
    settings = OllamaSettings(server=address, model=model)
    return OllamaCaptioner(
        settings, FakeClock(), lambda spec: f"Describe this {spec.kind}.", settle=0.01
    )


def order(folder: Path, count: int = 2, **changes: Any) -> CaptionOrder:
    work = folder / "work"
    work.mkdir(exist_ok=True)
    pictures = []
    for number in range(count):
        copy = folder / f"ref_{number:04}.png"
        pixels = np.full((600, 800, 3), 40 + 30 * number, np.uint8)
        cv2.imwrite(str(copy), pixels)
        name = f"mira laughing {number:02}.jpg"
        pictures.append(Described(name=name, copy=copy, look=looked(pixels)))
    asked = CaptionOrder(pictures=tuple(pictures), spec=SPEC, work=work, seed=7)
    return replace(asked, **changes)


def words(server: Ollama, asked: CaptionOrder) -> dict[str, str]:
    return dict(captioner(server).caption(asked, FakeSignal(), lambda _: None).words)


def test_each_picture_gets_words_of_its_own_that_begin_with_the_word(
    server: Ollama, tmp_path: Path
) -> None:
    told: list[Progress] = []
    made = captioner(server).caption(order(tmp_path), FakeSignal(), told.append)
    said = dict(made.words)
    assert said["mira laughing 00.jpg"] == "miravx woman, standing, tone 40 40 40, in a room."
    assert said["mira laughing 01.jpg"] == "miravx woman, standing, tone 70 70 70, in a room."
    assert not made.draft
    assert made.facts == {"captioner": "ollama", "model": "sees:4b", "not_seen": {}}
    assert [(one.done, one.total) for one in told] == [(0, 2), (1, 2)]
    assert {one.unit for one in told} == {"picture"}


def test_what_is_asked_is_bounded_repeatable_and_without_thinking(
    server: Ollama, tmp_path: Path
) -> None:
    before = len(server.asked())
    words(server, order(tmp_path))
    first, last = server.asked()[before:]
    assert (first["think"], first["stream"], first["keep_alive"], last["keep_alive"]) == (
        False,
        False,
        300,
        0,
    )
    assert first["options"]["num_ctx"]
    assert first["options"]["num_predict"]
    assert first["options"]["seed"] == 7
    assert first["messages"][0]["content"].startswith("Describe this woman.")


@pytest.mark.parametrize(
    "quirk", ["thinks", "cut", "fenced", "thought", "prose", "spoilt", "empty", "undone", "error"]
)
def test_an_answer_that_is_none_is_asked_for_once_more(
    server: Ollama, tmp_path: Path, quirk: str
) -> None:
    server.quirks(answers=[quirk, quirk] if quirk == "cut" else [quirk])
    (said,) = words(server, order(tmp_path, 1)).values()
    assert said == "miravx woman, standing, tone 40 40 40, in a room."


def test_a_picture_of_which_the_model_says_nothing_twice_gets_plain_words(
    server: Ollama, tmp_path: Path
) -> None:
    server.quirks(answers=["empty", "empty"])
    made = captioner(server).caption(order(tmp_path), FakeSignal(), lambda _: None)
    said = dict(made.words)
    assert said["mira laughing 00.jpg"].startswith("miravx woman, mira, laughing")
    assert said["mira laughing 01.jpg"] == "miravx woman, standing, tone 70 70 70, in a room."
    assert made.facts["not_seen"] == {"mira laughing 00.jpg": "there was nothing in it"}


def test_a_picture_that_ends_the_model_costs_the_others_nothing(
    server: Ollama, tmp_path: Path
) -> None:
    server.quirks(answers=["stopped"])
    made = captioner(server).caption(order(tmp_path), FakeSignal(), lambda _: None)
    assert "tone 70" in dict(made.words)["mira laughing 01.jpg"]
    assert "unexpectedly stopped" in str(made.facts["not_seen"])


def test_what_makes_the_character_is_not_said(server: Ollama, tmp_path: Path) -> None:
    server.quirks(says="The image shows a woman with red hair, smiling, at a window")
    (said,) = words(server, order(tmp_path, 1)).values()
    assert said == "miravx woman, smiling, at a window."


def test_a_server_that_is_busy_is_waited_for_and_what_was_got_is_kept(
    server: Ollama, tmp_path: Path
) -> None:
    server.quirks(answers=["", "busy"])
    asked, before = order(tmp_path), len(server.asked())
    with pytest.raises(Temporary) as error:
        words(server, asked)
    assert error.value.fault.code is Code.BACKEND_DOWN
    assert len(words(server, asked)) == 2
    assert len(server.asked()) - before == 3


def test_a_kill_between_pictures_costs_one(server: Ollama, tmp_path: Path) -> None:
    asked = order(tmp_path, 3)
    kept = {"mira laughing 00.jpg": {"words": "kept", "looked": True}}
    (asked.work / "words.json").write_text(json.dumps(kept))
    before = len(server.asked())
    assert words(server, asked)["mira laughing 00.jpg"] == "kept"
    assert len(server.asked()) - before == 2


def test_a_cancel_is_heard_between_pictures_and_the_memory_is_given_back(
    server: Ollama, tmp_path: Path
) -> None:
    before = len(server.asked("/api/generate"))
    signal = FakeSignal()

    def progress(said: Progress) -> None:
        if said.done == 1:
            signal.cancel()
            signal.check()

    with pytest.raises(Cancelled):
        captioner(server).caption(order(tmp_path, 3), signal, progress)
    assert len(server.asked("/api/generate")) == before + 1


def test_the_model_is_waited_for_until_it_has_left_the_memory(
    server: Ollama, tmp_path: Path
) -> None:
    server.quirks(lingers=3)
    words(server, order(tmp_path, 1))
    client = Client(server.url)
    assert client.loaded() == ()
    client.close()


@pytest.mark.parametrize(
    ("model", "quirks", "said"),
    [
        ("other:1b", {}, "Ollama has no model other:1b."),
        ("", {}, "Nothing says which of Ollama's models"),
        ("blind:1b", {"models": {"blind:1b": ["completion"]}}, "cannot look at pictures"),
        ("painter:1b", {"models": {"painter:1b": ["image"]}}, "cannot look at pictures"),
        ("big:cloud", {}, "nothing of a film is sent there"),
        ("big-cloud", {}, "nothing of a film is sent there"),
        ("far:1b", {"models": {"far:1b": ["vision"]}, "remote": ["far:1b"]}, "runs on a machine"),
    ],
)
def test_a_model_that_may_or_can_not_look_is_refused_by_name(
    server: Ollama, tmp_path: Path, model: str, quirks: dict[str, Any], said: str
) -> None:
    server.quirks(**quirks)
    fault = captioner(server, model).probe(order(tmp_path, 1))
    assert fault is not None
    assert said in fault.what
    assert "lyrad.yaml" in fault.next


def test_a_model_that_can_look_is_in_nobodys_way(server: Ollama, tmp_path: Path) -> None:
    assert captioner(server).probe(order(tmp_path, 1)) is None


def test_nobody_there_is_told_with_the_address(tmp_path: Path) -> None:
    fault = captioner("http://127.0.0.1:9").probe(order(tmp_path, 1))
    assert fault is not None
    assert fault.where == "http://127.0.0.1:9: nobody answers there"


def test_a_model_that_went_away_in_between_is_a_failure_with_the_servers_words(
    server: Ollama, tmp_path: Path
) -> None:
    server.quirks(models={})
    with pytest.raises(Permanent) as error:
        words(server, order(tmp_path, 1))
    assert "not found" in error.value.fault.what
