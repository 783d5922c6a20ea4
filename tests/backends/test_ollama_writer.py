"""A language model writes what was asked, however the server behaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lyrad.backends.ollama.client import Client
from lyrad.backends.ollama.writer import OllamaWriter
from lyrad.errors import Cancelled, Code, Permanent, Stopping, Temporary
from lyrad.model.settings import OllamaSettings
from lyrad.ports import WriteOrder, Written
from tests.support.clock import FakeClock
from tests.support.ollama import MODELS, Ollama, ollama
from tests.support.signal import FakeSignal

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string", "minLength": 1}, "seconds": {"type": "integer"}},
    "required": ["title", "seconds"],
    "additionalProperties": False,
}
DUSK = {"title": "Dusk", "seconds": 4}


class Hurrying(FakeSignal):
    """A signal on which waiting takes no time, but the clock's."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, seconds: float) -> None:
        self._clock.advance(seconds)
        self.check()


@pytest.fixture(scope="module")
def shared() -> Iterator[Ollama]:
    with ollama() as found:
        yield found


@pytest.fixture
def server(shared: Ollama) -> Iterator[Ollama]:
    yield shared
    shared.quirks(models=MODELS, remote=[], answers=[], writes=[], lingers=0)


@pytest.fixture
def order(tmp_path: Path) -> WriteOrder:
    return WriteOrder(
        system="You name films.", prompt="A lighthouse.", schema=SCHEMA, seed=7, work=tmp_path
    )


def written(server: Ollama, asked: WriteOrder, signal: FakeSignal | None = None) -> Written:
    clock = FakeClock()
    settings = OllamaSettings(server=server.url, writer="writes:8b")
    writer = OllamaWriter(settings, clock)
    return writer.write(asked, signal or Hurrying(clock))


def loaded(server: Ollama) -> tuple[str, ...]:
    client = Client(server.url)
    try:
        return client.loaded()
    finally:
        client.close()


def test_the_answer_is_an_object_of_the_schema_and_says_whose_it_is(
    server: Ollama, order: WriteOrder
) -> None:
    server.quirks(writes=[DUSK])
    made = written(server, order)
    assert made.answer == DUSK
    assert (made.facts["writer"], made.facts["model"]) == ("ollama", "writes:8b")
    assert len(str(made.facts["digest"])) == 64


def test_what_is_asked_is_bounded_repeatable_and_without_thinking(
    server: Ollama, order: WriteOrder
) -> None:
    written(server, order)
    asked = server.asked()[-1]
    assert (asked["think"], asked["stream"], asked["keep_alive"]) == (False, False, 0)
    assert asked["format"] == SCHEMA
    assert asked["options"] == {
        "seed": 7, "temperature": 0.2, "num_ctx": 8192, "num_predict": 1024,
    }  # fmt: skip
    system, user = asked["messages"]
    assert system == {"role": "system", "content": "You name films."}
    assert user["content"].startswith("A lighthouse.\n\nAnswer as JSON of this form: {")


def test_long_words_get_a_larger_context(server: Ollama, order: WriteOrder) -> None:
    written(server, replace(order, prompt="dusk " * 6000))
    assert server.asked()[-1]["options"]["num_ctx"] == 16384


@pytest.mark.parametrize(
    "quirks",
    [
        ["thinks"], ["cut"], ["fenced"], ["thought"], ["prose"], ["spoilt"], ["empty"], ["undone"],
        ["error"], ["unshaped"], ["cut", "unshaped"],
    ],
    ids=" then ".join,
)  # fmt: skip
def test_an_answer_that_is_none_is_asked_for_again(
    server: Ollama, order: WriteOrder, quirks: list[str]
) -> None:
    server.quirks(answers=quirks, writes=[DUSK] * 3)
    assert written(server, order).answer == DUSK
    assert server.left() == []


def test_a_cut_answer_gets_more_room_and_another_one_no_thinking_word(
    server: Ollama, order: WriteOrder
) -> None:
    server.quirks(answers=["cut", "unshaped"], writes=[DUSK] * 3)
    before = len(server.asked())
    written(server, order)
    room = [(one["options"]["num_predict"], "think" in one) for one in server.asked()[before:]]
    assert room == [(1024, True), (4096, True), (4096, False)]


@pytest.mark.parametrize("quirk", ["empty", "unshaped", "undone"])
def test_a_model_without_sense_is_a_failure_by_name_after_a_second_question(
    server: Ollama, order: WriteOrder, quirk: str
) -> None:
    server.quirks(answers=[quirk] * 3)
    before = len(server.asked())
    with pytest.raises(Permanent) as error:
        written(server, order)
    assert error.value.fault.code is Code.ANSWER_UNFIT
    assert len(server.asked()) - before == 2
    assert loaded(server) == ()


def test_words_that_were_read_only_in_part_are_a_failure(
    server: Ollama, order: WriteOrder
) -> None:
    server.quirks(answers=["overflows"], writes=[DUSK])
    with pytest.raises(Permanent) as error:
        written(server, order)
    assert "The words are too many" in error.value.fault.what


@pytest.mark.parametrize(
    ("quirk", "raised", "code"),
    [
        ("busy", Temporary, Code.BACKEND_DOWN),
        ("stopped", Permanent, Code.BACKEND_FAILED),
        ("memory", Permanent, Code.OUT_OF_MEMORY),
    ],
)
def test_each_refusal_of_the_server_has_its_name(
    server: Ollama, order: WriteOrder, quirk: str, raised: type[Exception], code: Code
) -> None:
    server.quirks(answers=[quirk])
    with pytest.raises(raised) as error:
        written(server, order)
    assert isinstance(error.value, Temporary | Permanent)
    assert error.value.fault.code is code


def test_the_model_has_left_the_memory_when_the_answer_is_there(
    server: Ollama, order: WriteOrder
) -> None:
    server.quirks(lingers=5)
    written(server, order)
    assert loaded(server) == ()


def test_a_model_named_without_its_tag_is_known_by_it(server: Ollama, order: WriteOrder) -> None:
    server.quirks(models={"plain:latest": ["completion"]}, lingers=4)
    written(server, replace(order, model="plain"))
    assert loaded(server) == ()


def test_a_model_that_stays_keeps_the_card_busy_and_its_answer_is_asked_for_once(
    server: Ollama, order: WriteOrder
) -> None:
    server.quirks(lingers=130, writes=[DUSK])
    before = len(server.asked())
    with pytest.raises(Temporary) as error:
        written(server, order)
    assert error.value.fault.code is Code.CARD_BUSY
    assert "writes:8b stays in its memory" in error.value.fault.what
    server.quirks(lingers=0)
    assert written(server, order).answer == DUSK
    assert len(server.asked()) - before == 1


def test_who_is_cancelled_leaves_no_model_behind(server: Ollama, order: WriteOrder) -> None:
    written(server, order)
    signal = FakeSignal()
    signal.cancel()
    server.quirks(lingers=2)
    with pytest.raises(Cancelled):
        written(server, replace(order, prompt="Another."), signal)
    assert loaded(server) == ()


def test_a_lyrad_that_stops_waits_for_nothing_and_says_so_to_the_server(
    server: Ollama, order: WriteOrder
) -> None:
    signal, before = FakeSignal(), len(server.asked("/api/generate"))
    signal.stop()
    with pytest.raises(Stopping):
        written(server, order, signal)
    assert len(server.asked("/api/generate")) == before + 1


@pytest.mark.parametrize(
    ("model", "quirks", "said"),
    [
        ("other:1b", {}, "Ollama has no model other:1b."),
        ("big:cloud", {}, "nothing of a film is sent there"),
        ("far:1b", {"models": {"far:1b": ["completion"]}, "remote": ["far:1b"]}, "runs on a"),
        ("painter:1b", {"models": {"painter:1b": ["image"]}}, "cannot answer a question in words"),
    ],
)
def test_a_model_that_may_or_can_not_write_is_refused_by_name(
    server: Ollama, order: WriteOrder, model: str, quirks: dict[str, Any], said: str
) -> None:
    server.quirks(**quirks)
    writer = OllamaWriter(OllamaSettings(server=server.url, writer=model), FakeClock())
    fault = writer.probe(order)
    assert fault is not None
    assert said in fault.what
    assert "lyrad.yaml" in fault.next


def test_settings_that_name_no_writer_are_told(server: Ollama, order: WriteOrder) -> None:
    fault = OllamaWriter(OllamaSettings(server=server.url), FakeClock()).probe(order)
    assert fault is not None
    assert "`writer:`" in fault.next


def test_a_model_that_can_write_is_in_nobodys_way(server: Ollama, order: WriteOrder) -> None:
    settings = OllamaSettings(server=server.url, writer="writes:8b")
    assert OllamaWriter(settings, FakeClock()).probe(order) is None


def test_nobody_there_is_told_with_the_address(order: WriteOrder) -> None:
    settings = OllamaSettings(server="http://127.0.0.1:9", writer="writes:8b")
    fault = OllamaWriter(settings, FakeClock()).probe(order)
    assert fault is not None
    assert fault.code is Code.BACKEND_DOWN
