"""`lyrad doctor` says of language models and of speech to text what is in the way."""

from __future__ import annotations

from pathlib import Path

from lyrad.model.settings import OllamaSettings, Settings, SpeechSettings
from lyrad.wiring.examining_words import examine_words
from tests.support.ollama import ollama
from tests.support.speech import speech


def said(tmp_path: Path, **tools: object) -> dict[str, tuple[str, bool]]:
    settings = Settings(
        state=tmp_path,
        rules=tmp_path,
        templates=tmp_path,
        **tools,  # type: ignore[arg-type]
    )
    return {found.what.strip(): (found.said, found.good) for found in examine_words(settings)}


def test_without_settings_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert said(tmp_path) == {}


def test_a_server_that_answers_is_told_with_what_its_models_are_for(tmp_path: Path) -> None:
    with ollama() as server:
        tools = OllamaSettings(server=server.url, model="sees:4b", writer="writes:8b")
        assert said(tmp_path, ollama=tools) == {
            f"Ollama {server.url}": ("0.12.3, 2 models", True),
            "sees:4b": ("looks at the pictures", True),
            "writes:8b": ("writes", True),
        }


def test_models_that_are_missing_blind_or_elsewhere_are_told_by_name(tmp_path: Path) -> None:
    with ollama(models={"writes:8b": ["completion"]}, remote=["writes:8b"]) as server:
        tools = OllamaSettings(server=server.url, model="sees:4b", writer="writes:8b")
        found = said(tmp_path, ollama=tools)
        assert found["sees:4b"] == ("Ollama has no model sees:4b.", False)
        assert found["writes:8b"][0].endswith("nothing of a film is sent there.")
        blind = OllamaSettings(server=server.url, model="gpt-oss:20b-cloud")
        assert said(tmp_path, ollama=blind)["gpt-oss:20b-cloud"][1] is False


def test_servers_that_do_not_answer_are_told(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    found = said(
        tmp_path,
        ollama=OllamaSettings(server=nowhere, writer="writes:8b"),
        speech=SpeechSettings(url=f"{nowhere}/inference"),
    )
    assert found == {
        f"Ollama {nowhere}": ("Ollama does not answer.", False),
        f"Speech {nowhere}/inference": ("Speech to text does not answer.", False),
    }


def test_a_speech_server_that_answers_is_told(tmp_path: Path) -> None:
    with speech() as server:
        found = said(tmp_path, speech=SpeechSettings(url=server.url))
    assert found == {f"Speech {server.url}": ("it answers", True)}
