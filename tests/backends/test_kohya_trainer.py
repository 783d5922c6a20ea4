"""One training from order to result, with the stand-in as a real program."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import cv2
import pytest

from lyrad.model.character import Base
from lyrad.ports import Lost, Working
from tests.support.kohya import ended, preset, trained


def test_an_sdxl_training_brings_a_sound_lora_with_earlier_epochs_a_curve_and_facts(shop):
    order, trainer = shop.order(), shop.trainer()
    assert trainer.probe(order) is None
    result = trained(trainer, order)
    (lora,) = result.loras
    assert (lora.path.name, lora.expert) == ("MIRA.safetensors", "")
    assert [path.name for path in lora.epochs] == [
        "MIRA-000001.safetensors", "MIRA-000002.safetensors",
    ]  # fmt: skip
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o644 for path in (lora.path, *lora.epochs))
    assert result.curve is not None
    assert cv2.imread(str(result.curve)).shape == (360, 640, 3)
    assert (result.facts["steps"], result.facts["repeats"]) == (24, 2)
    assert result.facts["losses"]["loss"][-1] == [24, 0.07]
    assert result.facts["models"] == {"checkpoint": {"name": "sdxl_checkpoint.safetensors",
                                                     "bytes": 7}}  # fmt: skip
    assert "network_alpha = 16.0" in result.facts["config"]["train.toml"]
    assert not [text for text in result.facts["config"].values() if '"/' in text]
    json.dumps(result.facts)


def test_a_preset_that_wants_samples_gets_them_and_those_of_an_earlier_go_are_gone(shop):
    order = shop.order(preset=preset(Base.SDXL).replace("epochs = 3", "epochs = 3\nsamples = 2"))
    old = order.work / "out" / "sample" / "MIRA_e000009_00_20260822031500_7.png"
    old.parent.mkdir(parents=True)
    old.touch()
    result = trained(shop.trainer(), order)
    assert [path.name[:15] for path in result.samples] == ["MIRA_e000002_00", "MIRA_e000002_01"]
    assert "miravx" not in (order.work / "samples.txt").read_text()
    assert (order.work / "samples.txt").read_text().startswith("lyrawm woman, portrait")


def test_it_runs_in_its_repository_unbuffered_offline_and_in_utf8(shop):
    trained(shop.trainer(), shop.order())
    (run,) = shop.journal()
    assert run["script"] == "sdxl_train_network.py"
    assert run["folder"] == str(shop.repository)
    assert run["arguments"] == ["--config_file", str(shop.order().work / "train.toml")]
    assert set(run["variables"].values()) == {"1"}
    assert run["training"]["seed"] == 7
    assert run["training"]["metadata_trigger_phrase"] == "lyrawm"
    assert run["dataset"][0]["class_tokens"] == "lyrawm woman"


def test_progress_is_told_in_steps_with_loss_and_time_left(shop):
    shop.quirks(pause=0.05)
    order, trainer = shop.order(), shop.trainer()
    ticket = trainer.submit(order)
    seen = []
    while isinstance(stands := trainer.poll(order, ticket), Working):
        seen.append(stands.progress)
        threading.Event().wait(0.03)
    assert seen[0].done == 0
    assert {each.total for each in seen} == {24}
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert any("loss 0." in each.note and "left" in each.note for each in seen)


def test_wan_reads_once_and_trains_both_experts_one_after_the_other(shop):
    result = trained(shop.trainer(), shop.order(Base.WAN22))
    assert [(lora.path.name, lora.expert) for lora in result.loras] == [
        ("MIRA_low.safetensors", "low"), ("MIRA_high.safetensors", "high"),
    ]  # fmt: skip
    runs = shop.journal()
    assert [run["script"] for run in runs] == [
        "wan_cache_latents.py", "wan_cache_text_encoder_outputs.py", "wan_train_network.py",
        "wan_train_network.py",
    ]  # fmt: skip
    spans = [(run["training"]["min_timestep"], run["training"]["max_timestep"],
              Path(run["training"]["dit"]).stem) for run in runs[2:]]  # fmt: skip
    assert spans == [(0, 875, "wan22_dit_low"), (875, 1000, "wan22_dit_high")]
    assert result.facts["steps"] == 48
    assert set(result.facts["losses"]) == {"low", "high"}


@pytest.mark.parametrize("base", [Base.FLUX1, Base.SD15])
def test_flux_and_sd15_are_trained_by_their_own_programs(shop, base):
    order, trainer = shop.order(base), shop.trainer()
    assert trainer.probe(order) is None
    result = trained(trainer, order)
    assert result.facts["base"] == base.value
    scripts = {Base.FLUX1: "flux_train_network.py", Base.SD15: "train_network.py"}
    assert shop.journal()[0]["script"] == scripts[base]


def test_what_is_done_is_taken_up_and_never_trained_twice(shop):
    order = shop.order()
    first = trained(shop.trainer(), order)
    later = shop.trainer()
    assert later.submit(order).id
    again = trained(later, order)
    assert again.loras == first.loras
    assert again.facts["minutes"] == first.facts["minutes"]
    assert len(shop.journal()) == 1


def test_another_seed_in_the_same_folder_is_another_training(shop):
    order, trainer = shop.order(), shop.trainer()
    trained(trainer, order)
    trained(trainer, shop.order(seed=8))
    assert [run["training"]["seed"] for run in shop.journal()] == [7, 8]


def test_a_ticket_that_nothing_is_known_of_is_lost(shop):
    order, trainer = shop.order(), shop.trainer()
    ticket = trainer.submit(order)
    ended(trainer, order, ticket)
    (order.work / "training.json").unlink()
    assert isinstance(shop.trainer().poll(order, ticket), Lost)
