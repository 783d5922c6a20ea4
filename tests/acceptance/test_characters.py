"""A folder of pictures becomes a LoRA that the shots use, whatever is killed on the way."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import cast_film, processes
from tests.support.campaign import seed
from tests.support.cast_film import card, drop, refs, versions, with_loras, with_trainer
from tests.support.comfy_film import SPEC, with_comfyui
from tests.support.comfy_film import drop as drop_shot
from tests.support.comfyui import ComfyUI, comfyui
from tests.support.kohya import Kohya
from tests.support.ollama import ollama
from tests.support.production import Film, until

SHOT = "SC010/SH0020"


@pytest.fixture
def shop(tmp_path: Path) -> Kohya:
    return Kohya(tmp_path / "kohya")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ComfyUI]:
    with comfyui(tmp_path / "comfyui") as found:
        yield found


def go(film: Film) -> None:
    (film.root / "characters" / "MIRA" / "GO").touch()


def trained(film: Film) -> list[dict[str, object]]:
    return [line for line in film.ledger() if line["event"] == "trained"]


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("count", "each", "pause"),
    [
        pytest.param(12, 0.0, 6.0, id="twelve"),
        pytest.param(24, 1.4, 8.0, id="twenty-four", marks=pytest.mark.prove),
    ],
)
def test_pictures_that_arrive_slowly_become_one_lora_and_the_waiting_shot_uses_it(
    film: Film, shop: Kohya, server: ComfyUI, count: int, each: float, pause: float
) -> None:
    with_comfyui(film, server)
    with_loras(film, server)
    with_trainer(film, shop)
    daemon = film.start()
    drop_shot(film, SHOT)
    (film.shot(SHOT) / "shot.yaml").write_text(f"{SPEC}characters: [MIRA]\n")
    drop(film, count, each=each, pause=pause)
    until(lambda: card(film).startswith("HELD for GO to train"), seconds=180)
    assert f"{count} of {count} pictures can be used." in card(film)
    assert "The captions that lyrad wrote are drafts" in card(film)
    assert (refs(film) / "smiling 00.txt").read_text().startswith("miravx woman, smiling")
    assert film.card(SHOT).startswith("WAITING for MIRA")
    go(film)
    until(lambda: card(film).startswith("DONE v001"), seconds=120)
    assert versions(film) == [
        "v001/MIRA_v001_high.safetensors",
        "v001/MIRA_v001_low.safetensors",
    ]
    receipt = film.root / "characters/MIRA/loras/v001/_info/receipt.json"
    said = json.loads(receipt.read_text())
    assert (said["word"], said["base"], len(said["captions"])) == ("miravx", "wan22", count)
    assert (receipt.parent / "MIRA_v001_curve.png").is_file()
    until(lambda: film.card(SHOT).startswith("DONE T01"), seconds=120)
    assert daemon.stop() == 0
    graph = server.posted()[0]["prompt"]
    assert graph["high_lora"]["inputs"]["lora_name"] == "MIRA_v001_high.safetensors"
    assert graph["prompt"]["inputs"]["text"].startswith("miravx woman. A slow push-in")
    assert film.receipt(SHOT, "T01")["inherited"]["MIRA"].startswith("v001 at 1")
    assert [line["event"] for line in film.ledger()].count("described") == 1


@pytest.mark.timeout(300)
def test_a_vision_model_writes_the_captions_where_a_rule_says_so(film: Film, shop: Kohya) -> None:
    with ollama() as server:
        film.settings.write_text(
            f"{film.settings.read_text()}"
            f'backends:\n  ollama: {{server: "{server.url}", model: "sees:4b"}}\n'
        )
        rules = film.home / "rules"
        rules.mkdir()
        (rules / "describe.yaml").write_text(
            "name: describe-character\n"
            "when: {path: 'characters/{character}/refs/'}\n"
            "do:\n  - check.dataset\n  - caption.dataset: {backend: ollama}\n"
        )
        drop(film)
        assert film.once().returncode == 0
        assert len(server.asked()) == 12
        assert "Never" not in server.asked()[0]["messages"][0]["content"]
    words = (refs(film) / "smiling 00.txt").read_text()
    assert words.startswith("miravx woman, standing, tone ")
    assert "The captions that lyrad wrote are drafts" not in card(film)


@pytest.mark.timeout(300)
def test_a_training_that_is_killed_with_lyrad_leaves_one_lora_and_no_process(
    film: Film, shop: Kohya
) -> None:
    shop.quirks(pause=0.05)
    with_trainer(film, shop, steps=240)
    drop(film, base="sdxl")
    assert film.once().returncode == 0
    go(film)
    daemon = film.start()
    until(lambda: trainers(film), seconds=60)
    time.sleep(1.0)
    daemon.kill()
    until(lambda: not trainers(film), seconds=20)
    shop.quirks()
    assert film.once(timeout=200).returncode == 0
    assert versions(film) == ["v001/MIRA_v001.safetensors"]
    assert len(trained(film)) == 1
    assert not processes.of(film)


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_kills_at_random_moments_from_captions_to_publishing_leave_one_lora(
    film: Film, shop: Kohya
) -> None:
    chance = random.Random(seed())
    shop.quirks(pause=0.02)
    with_trainer(film, shop, steps=120)
    drop(film, base="sdxl")
    for _ in range(16):
        daemon = film.start()
        time.sleep(chance.uniform(0.5, 12.0))
        if card(film).startswith("HELD"):
            go(film)
        daemon.kill()
    daemon = film.start()
    until(lambda: card(film).startswith(("HELD", "DONE")), seconds=200)
    if card(film).startswith("HELD"):
        go(film)
    until(lambda: card(film).startswith("DONE v001"), seconds=200)
    assert daemon.stop() == 0
    assert versions(film) == ["v001/MIRA_v001.safetensors"]
    assert len(trained(film)) == 1
    assert not processes.of(film)


@pytest.mark.timeout(300)
def test_a_machine_without_a_trainer_waits_with_everything_ready(film: Film) -> None:
    cast_film.drop(film, base="sdxl")
    daemon = film.start()
    until(lambda: card(film).startswith("HELD for GO"), seconds=60)
    go(film)
    until(lambda: card(film).startswith("WAITING for kohya"), seconds=60)
    assert "Say in lyrad.yaml where it is" in card(film)
    status = film.lyrad("status")
    assert "characters/MIRA" in status.stdout
    assert daemon.stop() == 0


def trainers(film: Film) -> list[str]:
    return [words for words in processes.of(film).values() if "train_network.py" in words]
