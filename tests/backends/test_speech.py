"""Voice memos are written down, however they were recorded and however the server behaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.backends.speech.transcriber import SpeechServer
from lyrad.errors import Code, LyradError, Permanent, Temporary
from lyrad.model.settings import SpeechSettings
from lyrad.ports import Transcribed, TranscribeOrder
from tests.support.signal import FakeSignal
from tests.support.speech import Speech, encoded, memo, silence, speech

WORDS = "A slow push-in on the lighthouse at dusk."


@pytest.fixture(scope="module")
def shared() -> Iterator[Speech]:
    with speech() as found:
        yield found


@pytest.fixture
def server(shared: Speech) -> Iterator[Speech]:
    shared.quirks(says=f" {WORDS}")
    yield shared
    shared.quirks(says="", answers=[], loading=False, models=["small.en"], key="")


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return memo(tmp_path_factory.mktemp("spoken") / "memo.m4a")


def written(
    path: Path, work: Path, settings: SpeechSettings | Speech, **changes: str
) -> Transcribed:
    if isinstance(settings, Speech):
        settings = SpeechSettings(url=settings.url)
    order = TranscribeOrder(memo=path, shown=path.name, work=work)
    return SpeechServer(replace(settings, **changes)).transcribe(order, FakeSignal())


def refusal(path: Path, work: Path, settings: SpeechSettings | Speech) -> LyradError:
    with pytest.raises((Temporary, Permanent)) as error:
        written(path, work, settings)
    assert isinstance(error.value, LyradError)
    return error.value


@pytest.mark.parametrize("kind", ["m4a", "wav", "mp3", "aac", "ogg", "flac", "caf", "3gp"])
def test_every_kind_that_phones_record_is_heard_as_16_khz_mono(
    server: Speech, tmp_path: Path, kind: str
) -> None:
    more = ("-ar", "8000", "-ac", "1") if kind == "3gp" else ("-ac", "2")
    path = encoded(
        tmp_path / f"memo.{kind}", "-i", str(memo(tmp_path / "spoken.wav")), *more,
        *(("-c:a", "aac") if kind == "3gp" else ()),
    )  # fmt: skip
    made = written(path, tmp_path, server)
    assert made.words == WORDS
    sound = server.heard()[-1]
    assert (sound["rate"], sound["channels"], sound["bits"]) == (16_000, 1, 16)
    assert sound["seconds"] == pytest.approx(made.facts["seconds"], abs=0.1)


def test_whisper_is_told_to_find_out_the_language_and_nothing_of_a_model(
    server: Speech, spoken: Path, tmp_path: Path
) -> None:
    written(spoken, tmp_path, server)
    assert server.heard()[-1]["fields"] == {
        "response_format": "json", "temperature": "0", "language": "auto",
    }  # fmt: skip


def test_others_are_told_a_model_and_only_a_language_that_is_known(
    server: Speech, spoken: Path, tmp_path: Path
) -> None:
    settings = SpeechSettings(url=server.openai, model="small.en")
    assert written(spoken, tmp_path, settings).words == WORDS
    assert "language" not in server.heard()[-1]["fields"]
    assert written(spoken, tmp_path, settings, language="de").words == WORDS
    assert server.heard()[-1]["language"] == "de"


def test_a_key_is_told_where_one_is_set(server: Speech, spoken: Path, tmp_path: Path) -> None:
    server.quirks(key="secret")
    settings = SpeechSettings(url=server.openai, model="small.en", key="secret")
    assert written(spoken, tmp_path, settings).words == WORDS
    error = refusal(spoken, tmp_path, replace(settings, key="wrong"))
    assert "wants another key" in error.fault.what


def test_words_come_back_from_a_server_that_answers_in_plain_text(
    server: Speech, spoken: Path, tmp_path: Path
) -> None:
    server.quirks(answers=["text"])
    assert written(spoken, tmp_path, server).words == WORDS


def test_what_a_model_says_of_sounds_is_taken_out(
    server: Speech, spoken: Path, tmp_path: Path
) -> None:
    server.quirks(
        answers=["[MUSIC]\n A slow push-in. (wind)\n*sighs*\n A slow push-in.\n At dusk."]
    )
    assert written(spoken, tmp_path, server).words == "A slow push-in.\nAt dusk."


@pytest.mark.parametrize(
    "said",
    [
        "[BLANK_AUDIO]", " (music)\n", "Thank you.", "Thanks for watching!", "...", "♪♪",
        "Thank you. " * 6, "I'm going. I'm going. I'm going. I'm going. I'm going.", "\n",
    ],
)  # fmt: skip
def test_words_that_nobody_said_are_none(
    server: Speech, spoken: Path, tmp_path: Path, said: str
) -> None:
    server.quirks(answers=[said])
    assert refusal(spoken, tmp_path, server).fault.code is Code.MEMO_SILENT


def test_a_memo_of_silence_is_never_sent(server: Speech, tmp_path: Path) -> None:
    before = len(server.heard())
    error = refusal(silence(tmp_path / "pocket.m4a"), tmp_path, server)
    assert error.fault.code is Code.MEMO_SILENT
    assert "pocket.m4a is silent" in error.fault.what
    assert len(server.heard()) == before


def test_a_memo_of_a_blink_is_never_sent(server: Speech, tmp_path: Path) -> None:
    tone = encoded(tmp_path / "blink.wav", "-f", "lavfi", "-i", "sine=d=0.3")
    error = refusal(tone, tmp_path, server)
    assert error.fault.what == "blink.wav is 0.3 seconds long: too short for a word."


def test_what_is_no_sound_is_told_in_words(server: Speech, tmp_path: Path) -> None:
    (tmp_path / "memo.m4a").write_bytes(b"not a sound" * 100)
    assert refusal(tmp_path / "memo.m4a", tmp_path, server).fault.code is Code.MEMO_UNREADABLE
    still = encoded(tmp_path / "mute.mp4", "-f", "lavfi", "-i", "color=d=1:s=64x64")
    assert "there is no sound in it" in refusal(still, tmp_path, server).fault.what


@pytest.mark.parametrize(
    ("odd", "raised", "code"),
    [
        ("loading", Temporary, Code.BACKEND_DOWN),
        ("invalid", Permanent, Code.BACKEND_FAILED),
        ("undecoded", Permanent, Code.BACKEND_FAILED),
        ("broken", Permanent, Code.BACKEND_FAILED),
    ],
)
def test_each_refusal_of_whisper_has_its_name(
    server: Speech, spoken: Path, tmp_path: Path, odd: str, raised: type[LyradError], code: Code
) -> None:
    server.quirks(answers=[odd])
    error = refusal(spoken, tmp_path, server)
    assert (type(error), error.fault.code) == (raised, code)


def test_each_refusal_of_the_others_has_its_name(
    server: Speech, spoken: Path, tmp_path: Path
) -> None:
    bare = SpeechSettings(url=server.openai)
    nameless = refusal(spoken, tmp_path, bare)
    assert (type(nameless), nameless.fault.code) == (Temporary, Code.MODEL_MISSING)
    unknown = refusal(spoken, tmp_path, replace(bare, model="large-v9"))
    assert "does not have the model large-v9" in unknown.fault.what
    spoken_odd = refusal(spoken, tmp_path, replace(bare, model="small.en", language="xx"))
    assert "language: Input should be" in spoken_odd.fault.what
    server.quirks(answers=["undecoded"])
    assert (
        "it answers 415" in refusal(spoken, tmp_path, replace(bare, model="small.en")).fault.where
    )


def test_an_address_at_which_nobody_listens_to_speech_is_named(
    server: Speech, spoken: Path, tmp_path: Path
) -> None:
    error = refusal(spoken, tmp_path, SpeechSettings(url=f"{server.base}/v1"))
    assert isinstance(error, Temporary)
    assert "Write the whole of it" in error.fault.next


def test_nobody_there_is_waited_for(spoken: Path, tmp_path: Path) -> None:
    settings = SpeechSettings(url="http://127.0.0.1:9/inference")
    error = refusal(spoken, tmp_path, settings)
    assert (type(error), error.fault.code) == (Temporary, Code.BACKEND_DOWN)
    assert SpeechServer(settings).probe() is not None


def test_a_server_that_loads_its_model_says_so_before_anything_is_sent(server: Speech) -> None:
    probe = SpeechServer(SpeechSettings(url=server.url)).probe
    assert probe() is None
    server.quirks(loading=True)
    fault = probe()
    assert fault is not None
    assert "loading model" in fault.where
