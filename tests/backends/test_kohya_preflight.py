"""What is missing is told before anything is loaded, each with the next step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lyrad.backends.kohya.commit import commit_of
from lyrad.backends.kohya.interpreter import interpreters
from lyrad.backends.kohya.trainer import KohyaTrainer
from lyrad.errors import Code, Permanent
from lyrad.model.character import Base
from lyrad.model.settings import KohyaSettings
from lyrad.wiring.training import fill
from tests.support.clock import FakeClock
from tests.support.kohya import Kohya, preset


@pytest.mark.parametrize("base", Base)
def test_nothing_is_in_the_way_of_what_is_set_up(shop, base):
    assert shop.trainer().probe(shop.order(base)) is None


SPOILT: dict[str, tuple[Callable[[Kohya], object], Base, Code, str]] = {
    "script": (lambda shop: (shop.repository / "sdxl_train_network.py").unlink(), Base.SDXL,
               Code.TRAINER_MISSING, "no `sdxl_train_network.py`"),
    "cache script": (lambda shop: (shop.repository / "wan_cache_latents.py").unlink(), Base.WAN22,
                     Code.TRAINER_MISSING, "no `wan_cache_latents.py`"),
    "python": (lambda shop: shop.python.unlink(), Base.SDXL, Code.TRAINER_MISSING, "Python"),
    "package": (lambda shop: shutil.rmtree(shop.packages / "voluptuous"), Base.SDXL,
                Code.TRAINER_MISSING, "lacks voluptuous"),
    "optimizer": (lambda shop: shutil.rmtree(shop.packages / "bitsandbytes"), Base.WAN22,
                  Code.TRAINER_MISSING, "lacks bitsandbytes"),
    "musubi itself": (lambda shop: shutil.rmtree(shop.packages / "musubi_tuner"), Base.WAN22,
                      Code.TRAINER_MISSING, "lacks musubi_tuner"),
    "model": (lambda shop: shop.models[Base.FLUX1]["ae"].unlink(), Base.FLUX1, Code.BASE_MISSING,
              "flux1_ae.safetensors"),
    "empty model": (lambda shop: shop.models[Base.SDXL]["checkpoint"].write_bytes(b""), Base.SDXL,
                    Code.BASE_MISSING, "or is empty"),
    "tokenizer": (lambda shop: (shop.tokenizers / "google_t5-v1_1-xxl/spiece.model").unlink(),
                  Base.FLUX1, Code.TRAINER_MISSING, "google/t5-v1_1-xxl"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "base", "code", "words"), SPOILT.values(), ids=SPOILT)
def test_what_is_missing_is_told(shop, spoil, base, code, words):
    order = shop.order(base)
    spoil(shop)
    fault = shop.trainer().probe(order)
    assert fault.code is code
    assert words in fault.what
    assert fault.next
    assert shop.journal() == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"sd_scripts": None}, "backends.kohya.sd_scripts"),
        ({"models": {}}, "backends.kohya.models.sdxl.checkpoint"),
        ({"tokenizers": None}, "backends.kohya.tokenizers"),
    ],
)
def test_what_the_settings_do_not_say_is_told_by_its_key(shop, changes, key):
    assert key in shop.trainer(**changes).probe(shop.order()).where


def test_a_python_that_is_none_is_told_and_one_that_talks_is_understood(shop):
    said = shop.python.read_text()
    shop.python.write_text(said.replace("\n", "\necho hello\n", 1))
    assert shop.trainer().probe(shop.order()) is None
    shop.python.write_text("#!/bin/sh\necho hello\n")
    assert "does not answer as Python" in shop.trainer().probe(shop.order()).what


def test_too_little_room_is_told_before_it_is_used_up(shop):
    trainer = KohyaTrainer(
        shop.settings(), FakeClock(), fill, room=dict.fromkeys(Base, 10**18)
    )  # fmt: skip
    assert trainer.probe(shop.order()).code is Code.DISK_FULL


def test_pictures_without_captions_are_missed(shop):
    order = shop.order()
    (order.dataset / "ref_0003.txt").unlink()
    fault = shop.trainer().probe(order)
    assert fault.code is Code.FILE_GONE
    assert "4 pictures were to be trained on, and 3 are there" in fault.what


def test_an_interpreter_that_has_all_is_asked_once(shop):
    order, trainer = shop.order(), shop.trainer()
    asked = shop.folder / "asked"
    shop.python.write_text(shop.python.read_text().replace("\n", f"\necho x >> {asked}\n", 1))
    assert trainer.probe(order) is None
    assert trainer.probe(order) is None
    assert asked.read_text() == "x\n"


def test_a_wrong_preset_is_told_completely_and_nothing_starts(shop):
    order = shop.order(preset=preset(Base.SDXL).replace("sdpa", "spda").replace("= 1e-4", "= 1"))
    trainer = shop.trainer()
    assert trainer.probe(order) is None
    with pytest.raises(Permanent) as caught:
        trainer.submit(order)
    assert {fault.code for fault in caught.value.faults} == {Code.TRAINING_SETTINGS}
    assert len(caught.value.faults) == 3
    assert shop.journal() == []


def test_words_of_a_preset_are_filled_in_and_unknown_ones_are_faults(shop):
    text = preset(Base.SDXL).replace("steps = 24", "steps = {{ pictures * 6 }}")
    order = shop.order(preset=text)
    trainer = shop.trainer()
    ticket = trainer.submit(order)
    trainer.cancel(order, ticket)
    with pytest.raises(Permanent) as caught:
        trainer.submit(replace(order, preset=text.replace("pictures", "picture")))
    assert caught.value.fault.code is Code.TEMPLATE


def test_a_conda_environment_is_found_by_its_name_and_never_run_through_conda(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("CONDA_EXE", str(tmp_path / "conda/bin/conda"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    listed = tmp_path / "home/.conda/environments.txt"
    listed.parent.mkdir(parents=True)
    listed.write_text(f"{tmp_path}/elsewhere/kohya\n/other/sd\n")
    found = interpreters(KohyaSettings(conda_env="kohya"), Path("/repo"))
    assert found[0] == tmp_path / "conda/envs/kohya/bin/python"
    assert found[-1] == tmp_path / "elsewhere/kohya/bin/python"
    assert not any("/sd/" in str(path) for path in found)
    assert interpreters(KohyaSettings(conda_env="/env/k"), Path("/repo")) == (
        Path("/env/k/bin/python"),
    )
    assert interpreters(KohyaSettings(), Path("/repo"))[0] == Path("/repo/venv/bin/python")


def test_the_trainers_commit_is_read_from_its_checkout(tmp_path):
    git = tmp_path / ".git"
    (git / "refs/heads").mkdir(parents=True)
    assert commit_of(tmp_path) == ""
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "packed-refs").write_text("# pack\nabc123 refs/heads/main\ndef456 refs/tags/v1\n")
    assert commit_of(tmp_path) == "abc123"
    (git / "refs/heads/main").write_text("fed321\n")
    assert commit_of(tmp_path) == "fed321"
    (git / "HEAD").write_text("9876\n")
    assert commit_of(tmp_path) == "9876"
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / ".git").write_text("gitdir: ../.git\n")
    assert commit_of(tree) == "9876"
