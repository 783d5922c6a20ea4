"""What ACE-Step is asked for a cue: only words that it knows, and all that it must be told."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from lyrad.backends.acestep.answers import AtWork, Broke, Made, read_models, read_task
from lyrad.backends.acestep.asking import body, digest, key_scale, seconds_to_ask, unsaid
from lyrad.ports import TimedHit
from tests.support.acestep import compose_order

TURBO = "acestep-v15-turbo"


def test_the_order_is_the_one_that_makes_an_instrumental_cue_again(tmp_path: Path) -> None:
    assert body(compose_order(tmp_path, seconds=Fraction(441, 10)), "", TURBO) == {
        "task_type": "text2music",
        "prompt": "tense low strings, slow pulse, no vocals",
        "lyrics": "[Instrumental]",
        "audio_duration": 48.0,
        "bpm": 72,
        "key_scale": "D minor",
        "time_signature": "4",
        "audio_format": "wav",
        "batch_size": 1,
        "use_random_seed": False,
        "seed": 1234,
        "inference_steps": 8,
        "shift": 3.0,
        "guidance_scale": 7.0,
        "thinking": False,
        "use_format": False,
        "sample_mode": False,
        "use_cot_caption": False,
        "use_cot_language": False,
    }


@pytest.mark.parametrize(
    ("seconds", "asked"), [(1, 10), (7, 10), (8, 11), (Fraction(201, 25), 12), (597, 600),
                           (599, 600)]
)  # fmt: skip
def test_more_music_is_asked_for_than_the_cue_is_long(
    tmp_path: Path, seconds: Fraction | int, asked: int
) -> None:
    assert seconds_to_ask(compose_order(tmp_path, seconds=seconds)) == asked


@pytest.mark.parametrize(
    ("model", "usual", "steps", "shift"),
    [
        ("", "", 8, 3.0),
        ("", "acestep-v15-base", 50, 1.0),
        ("acestep-v15-sft", TURBO, 50, 1.0),
        (TURBO, "acestep-v15-base", 8, 3.0),
        ("acestep-v15-sft-turbo", "", 8, 3.0),
    ],
)
def test_steps_and_shift_are_the_models(
    tmp_path: Path, model: str, usual: str, steps: int, shift: float
) -> None:
    asked = body(compose_order(tmp_path), model, usual)
    assert (asked["inference_steps"], asked["shift"]) == (steps, shift)
    assert asked.get("model", "") == model


def test_the_rules_own_steps_go_before(tmp_path: Path) -> None:
    assert body(compose_order(tmp_path, options={"steps": 20}), "", "")["inference_steps"] == 20


@pytest.mark.parametrize(
    ("key", "said"),
    [("D minor", "D minor"), ("f# Minor", "F# minor"), ("B♭ major", "Bb major"), ("", ""),
     ("D dorian", ""), ("Dm", "")],
)  # fmt: skip
def test_keys_are_written_as_the_server_writes_them(key: str, said: str) -> None:
    assert key_scale(key) == said


def test_what_it_cannot_be_told_is_left_out_and_said(tmp_path: Path) -> None:
    order = compose_order(
        tmp_path, bpm=20, key="D dorian", meter="7/8", negative="drums",
        hits=(TimedHit(sample=48_000, words="door"),), picture=tmp_path / "scene.mp4",
    )  # fmt: skip
    asked = body(order, "", "")
    assert not {"bpm", "key_scale", "time_signature"} & set(asked)
    told = " ".join(unsaid(order))
    for word in ("negative", "hits", "picture", "30 to 300", "D dorian", "7/8"):
        assert word in told
    assert list(unsaid(compose_order(tmp_path))) == []


@pytest.mark.parametrize("prompt", ["a, no vocals", "Instrumental pads", "without vocals"])
def test_no_vocals_is_said_once(tmp_path: Path, prompt: str) -> None:
    assert body(compose_order(tmp_path, prompt=prompt), "", "")["prompt"] == prompt


def test_a_cue_without_words_is_film_music(tmp_path: Path) -> None:
    said = body(compose_order(tmp_path, prompt="  "), "", "")["prompt"]
    assert said == "instrumental film score, no vocals"


def test_a_seed_is_one_that_every_version_takes(tmp_path: Path) -> None:
    assert body(compose_order(tmp_path, seed=2**40 + 7), "", "")["seed"] == 7


def test_another_word_is_another_order(tmp_path: Path) -> None:
    same = digest(compose_order(tmp_path), "")
    assert same == digest(compose_order(tmp_path), "")
    others = [{"seed": 2}, {"prompt": "flutes"}, {"bpm": 60}, {"key": "C major"}, {"meter": "3/4"},
              {"seconds": 6}, {"options": {"steps": 9}}]  # fmt: skip
    assert same not in [digest(compose_order(tmp_path, **other), "") for other in others]
    assert same != digest(compose_order(tmp_path), TURBO)


@pytest.mark.parametrize(
    ("status", "result", "stand"),
    [
        (0, "[]", None),
        (0, "no json", None),
        (0, '[{"status": 0, "progress": 0.4, "stage": "running"}]',
         AtWork(part=0.4, stage="running")),
        (1, '[{"file": "/v1/audio?path=a", "seed_value": "5,6", "dit_model": "/m/x"}]',
         Made(file="/v1/audio?path=a", seed=5, model="x")),
        (1, '[{"file": "N/A", "seed_value": "N/A", "dit_model": "N/A"}]',
         Made(file="", seed=None, model="")),
        (1, "[]", Made(file="", seed=None, model="")),
        (2, '[{"status": 2, "stage": "failed"}]', Broke(said="")),
        (2, '[{"status": 2, "error": "Traceback\\n  File x\\nValueError: no\\n"}]',
         Broke(said="ValueError: no")),
        (2, "[]", Broke(said="")),
        (2, '[{"status": 0, "progress": 0.1, "stage": "running"}]',
         AtWork(part=0.1, stage="running")),
    ],
)  # fmt: skip
def test_every_way_in_which_a_task_is_told_is_understood(
    status: int, result: str, stand: object
) -> None:
    said = {"data": [{"task_id": "1", "status": status, "result": result}]}
    assert read_task(said, "1") == stand


@pytest.mark.parametrize("said", [None, [], {"data": None}, {"data": [{"task_id": "2"}]}, "x"])
def test_an_answer_that_does_not_speak_of_the_task_is_none(said: object) -> None:
    assert read_task(said, "1") is None


def test_models_are_listed_in_three_ways() -> None:
    openrouter = {"object": "list", "data": [{"id": f"acestep/{TURBO}"}]}
    documented = {
        "data": {
            "models": [{"name": "b", "is_default": False}, {"name": "a", "is_default": True}],
            "default_model": "a",
        }
    }
    later = {"data": {"models": [{"name": "b", "is_loaded": False}, {"name": "a"}]}}
    assert [(one.name, one.loaded) for one in read_models(openrouter)] == [(TURBO, True)]
    assert [one.name for one in read_models(documented)] == ["a", "b"]
    assert [one.name for one in read_models(later) if one.loaded] == ["a"]
    assert read_models(None) == read_models({"data": {"models": "N/A"}}) == ()
