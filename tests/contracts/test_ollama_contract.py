"""What lyrad relies on of an Ollama: the stand-in keeps it, and so must a real server.

`LYRAD_OLLAMA=http://... LYRAD_OLLAMA_MODEL=...` runs the same tests against a real one, with a
model that can see; `LYRAD_OLLAMA_WRITER=...` names another one that writes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from lyrad.backends.ollama.answers import read
from lyrad.backends.ollama.captioner import SCHEMA, caption_in
from lyrad.backends.ollama.client import Client
from lyrad.backends.ollama.pictures import as_jpeg
from tests.support.ollama import ollama

MODEL = os.environ.get("LYRAD_OLLAMA_MODEL", "sees:4b")
WRITER = os.environ.get("LYRAD_OLLAMA_WRITER", os.environ.get("LYRAD_OLLAMA_MODEL", "writes:8b"))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    real = os.environ.get("LYRAD_OLLAMA", "")
    if real:
        yield Client(real)
        return
    with ollama() as server:
        found = Client(server.url)
        yield found
        found.close()


def question(folder: Path, **changes: Any) -> dict[str, Any]:
    path = folder / "picture.png"
    cv2.imwrite(str(path), np.full((300, 400, 3), 90, np.uint8))
    words = f"Describe the picture in five words as JSON: {json.dumps(SCHEMA)}"
    return {
        "model": MODEL,
        "stream": False,
        "think": False,
        "format": SCHEMA,
        "messages": [{"role": "user", "content": words, "images": [as_jpeg(path)]}],
        "options": {"seed": 1, "temperature": 0.2, "num_ctx": 4096, "num_predict": 200},
        **changes,
    }


def test_it_says_its_version_and_its_models(client: Client) -> None:
    assert client.version()[0].isdigit()
    assert MODEL in client.models()


def test_it_says_whether_a_model_can_see(client: Client) -> None:
    about = client.about(MODEL)
    assert about.status == 200
    assert "vision" in about.words["capabilities"]


def test_a_model_that_is_not_there_is_404_with_words(client: Client) -> None:
    about = client.about("nobody-has-this:1b")
    assert (about.status, "not found" in about.error) == (404, True)
    asked = client.chat({"model": "nobody-has-this:1b", "messages": [], "stream": False})
    assert asked.status == 404


def test_a_question_with_a_picture_is_answered_in_the_shape_that_was_asked_for(
    client: Client, tmp_path: Path
) -> None:
    said = caption_in(client.chat(question(tmp_path)))
    assert isinstance(said, str)
    assert said.strip()


def test_a_question_in_words_is_answered_in_the_shape_that_was_asked_for(client: Client) -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string"}},
        "required": ["title"],
    }
    body = {
        "model": WRITER,
        "stream": False,
        "think": False,
        "format": schema,
        "messages": [
            {"role": "system", "content": "You name films."},
            {"role": "user", "content": f"A lighthouse at dusk. Answer as JSON: {schema}"},
        ],
        "options": {"seed": 1, "temperature": 0.2, "num_ctx": 4096, "num_predict": 200},
    }
    said = read(client.chat(body), lambda found: bool(found.get("title")))
    assert isinstance(said, dict)


def test_a_model_is_known_by_its_digest(client: Client) -> None:
    assert len(client.digest(MODEL)) >= 12


def test_an_option_of_the_wrong_type_is_refused_with_words(client: Client, tmp_path: Path) -> None:
    answer = client.chat(question(tmp_path, options={"seed": "seven"}))
    assert answer.status >= 400
    assert "seed" in answer.error


def test_a_model_is_in_memory_until_it_is_told_to_go(client: Client, tmp_path: Path) -> None:
    client.chat(question(tmp_path, keep_alive=300))
    assert MODEL in client.loaded()
    client.unload(MODEL)
    for _ in range(100):
        if MODEL not in client.loaded():
            break
    assert MODEL not in client.loaded()


def test_a_stream_ends_with_the_whole_answer_on_its_last_line(
    client: Client, tmp_path: Path
) -> None:
    answer = client.chat(question(tmp_path, stream=True))
    assert answer.words["done"] is True


def test_a_body_that_is_no_json_is_400(client: Client) -> None:
    answer = httpx.post(f"{client.address}/api/show", content=b"", trust_env=False)
    assert answer.status_code == 400
    assert "error" in answer.json()
