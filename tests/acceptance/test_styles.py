"""A look that is named, a prompt that a language model writes out: what ComfyUI is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.comfy_film import SPEC, drop, with_comfyui
from tests.support.comfyui import ComfyUI, comfyui
from tests.support.ollama import Ollama, ollama
from tests.support.pages import of_page
from tests.support.production import Film, until

SHOT = "SC010/SH0020"
BUILT = "A slow push-in on the lighthouse. A film noir."
WORDS = "A lighthouse stands in black and white, and the camera creeps towards it."
DOCS = Path(__file__).parents[2] / "docs" / "style.md"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ComfyUI]:
    with comfyui(tmp_path / "comfyui") as found:
        yield found


@pytest.fixture
def model() -> Iterator[Ollama]:
    with ollama(writes=[{"prompt": WORDS}]) as found:
        yield found


@pytest.fixture
def noir(film: Film, server: ComfyUI, model: Ollama) -> Film:
    """A film whose shots have a style, and whose rule is the one on the page on styles."""
    with_comfyui(film, server)
    said = f'  ollama: {{server: "{model.url}", writer: "writes:8b"}}\n'
    film.settings.write_text(film.settings.read_text() + said)
    (rule,) = [one.text for one in of_page(DOCS) if "expand.prompt:" in one.text]
    (film.home / "rules" / "render-shot.yaml").write_text(rule)
    (film.root / "style" / "noir.yaml").write_text("look: A film noir.\nnegative: neon\n")
    (drop(film, SHOT) / "shot.yaml").write_text(f"{SPEC}style: noir\nnegative: text\n")
    return film


def told(server: ComfyUI) -> list[list[str]]:
    """Return the texts that each posted graph holds, and its seed."""
    graphs = [one["prompt"] for one in server.posted()]
    return [sorted(_texts(graph)) for graph in graphs]


def _texts(graph: dict[str, Any]) -> list[str]:
    return [
        node["inputs"]["text"] for node in graph.values() if node["class_type"] == "CLIPTextEncode"
    ]


def test_every_take_is_rendered_with_the_words_that_were_written_out_once(
    noir: Film, server: ComfyUI, model: Ollama
) -> None:
    done = noir.once()
    assert done.returncode == 0, done.stderr + done.stdout
    (noir.shot(SHOT) / "RETAKE").touch()
    done = noir.once()
    assert done.returncode == 0, done.stderr + done.stdout
    assert list(noir.takes(SHOT)) == ["T01", "T02"]
    assert told(server) == [[WORDS, "text, neon"]] * 2
    (question,) = model.asked()
    assert question["messages"][1]["content"].startswith(BUILT)
    assert "do not mention it: text, neon." in question["messages"][0]["content"]
    first, second = (noir.receipt(SHOT, take) for take in ("T01", "T02"))
    assert first["seed"] != second["seed"]
    for receipt in (first, second):
        facts = receipt["steps"][0]["facts"]
        assert (facts["built"], facts["words"]) == (BUILT, WORDS)
        assert (facts["model"], receipt["steps"][1]["facts"]["prompt"]) == ("writes:8b", WORDS)
        assert list(receipt["style"]) == ["noir"]


def test_a_kill_between_the_words_and_the_render_changes_no_word(
    noir: Film, server: ComfyUI, model: Ollama
) -> None:
    server.kill()
    daemon = noir.start()
    until(lambda: any("WAITING for comfyui" in one for one in noir.cards(noir.shot(SHOT))))
    daemon.kill()
    server.start()
    model.quirks(writes=[{"prompt": "Other words."}])
    done = noir.once()
    assert done.returncode == 0, done.stderr + done.stdout
    assert list(noir.takes(SHOT)) == ["T01"]
    assert told(server) == [[WORDS, "text, neon"]]
    assert len(model.asked()) == 1
