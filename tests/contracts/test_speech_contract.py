"""What lyrad relies on of a speech server: the stand-in keeps it, and so must a real one.

`LYRAD_SPEECH=http://.../inference` runs the same tests against a real one, with the model in
`LYRAD_SPEECH_MODEL` where it wants a name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lyrad.backends.speech.client import Client
from lyrad.backends.speech.sound import brought
from lyrad.model.settings import SpeechSettings
from tests.support.signal import FakeSignal
from tests.support.speech import memo, speech


@pytest.fixture(scope="module", params=["whisper.cpp", "openai"])
def settings(request: pytest.FixtureRequest) -> Iterator[SpeechSettings]:
    real = os.environ.get("LYRAD_SPEECH", "")
    if real:
        yield SpeechSettings(url=real, model=os.environ.get("LYRAD_SPEECH_MODEL", ""))
        return
    with speech() as server:
        openai = request.param == "openai"
        url = server.openai if openai else server.url
        yield SpeechSettings(url=url, model="small.en" if openai else "")


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("memo")
    spoken = memo(folder / "memo.m4a")
    return brought(spoken, "memo.m4a", folder, FakeSignal()).wav


def test_what_is_said_comes_back_as_text(settings: SpeechSettings, wav: Path) -> None:
    client = Client(settings)
    assert client.transcribe(wav).strip()
    assert client.unready() is None
    client.close()


def test_a_form_without_a_file_is_refused(settings: SpeechSettings) -> None:
    parts = {"model": (None, settings.model or "any"), "response_format": (None, "json")}
    answer = httpx.post(settings.url, files=parts, trust_env=False)
    assert answer.status_code in {400, 422}


def test_what_is_no_sound_is_refused(settings: SpeechSettings, tmp_path: Path) -> None:
    parts = {
        "file": ("memo.wav", b"not a sound at all", "audio/wav"),
        "model": (None, settings.model or "any"),
    }
    answer = httpx.post(settings.url, files=parts, trust_env=False)
    assert answer.status_code in {400, 415, 500}
