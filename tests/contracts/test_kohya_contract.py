"""The trainers' stand-in behaves as the real ones were seen to, where lyrad rests on it.

What is held here was read off real runs and real parsers of sd-scripts 0.10 and musubi-tuner 0.3:
streams, bars, exit codes, what is refused early, what only late, what never.
"""

from __future__ import annotations

import re
import stat
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lyrad.backends.kohya.configs import dataset_table, training_table
from lyrad.backends.kohya.paper import Paper
from lyrad.backends.kohya.plan import plan_of
from lyrad.backends.kohya.proof import head_of
from lyrad.core.training.bar import lines, read_bar
from lyrad.core.training.dataset_rules import check_dataset
from lyrad.core.training.toml_text import toml_text
from lyrad.core.training.training_rules import check_training
from lyrad.model.character import Base
from lyrad.wiring.training import fill
from tests.support.kohya import Kohya, ended


class Bench:
    """Runs a program of the trainer by hand, with settings that a test may spoil."""

    def __init__(self, shop: Kohya, base: Base = Base.SDXL) -> None:
        self.shop = shop
        self.base = base
        self.order = shop.order(base)
        plan = plan_of(self.order, fill)
        run = plan.runs(Paper(order=plan.key))[-1]
        self.dataset: Any = dataset_table(self.order, plan, run)
        self.training: Any = dict(training_table(self.order, plan, run, shop.settings()))
        self.script = run.script

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        work = self.order.work
        (work / "dataset.toml").write_text(toml_text(self.dataset), "utf-8")
        (work / "train.toml").write_text(toml_text(self.training), "utf-8")
        asked = arguments or ("--config_file", str(work / "train.toml"))
        return subprocess.run(
            [str(self.shop.python), self.script, *asked],
            cwd=self.shop.repository,
            check=False,
            capture_output=True,
            env={"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"},
        )

    @property
    def output(self) -> Path:
        return self.order.work / "out"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(Kohya(tmp_path))


def test_bars_begin_with_a_return_end_without_a_line_and_have_the_log_glued_to_them(bench):
    bench.training["console_log_simple"] = False
    said = bench.run()
    assert said.returncode == 0
    drawn = said.stderr.decode()
    assert re.search(r"\rsteps: +0%\|", drawn)
    assert "\rsteps:" in drawn
    assert re.search(r"avr_loss=[\d.]+\]\d{4}-\d\d-\d\d .*model saved\.", drawn)
    bars = [bar for line in lines(drawn) if (bar := read_bar(line))]
    assert bars[0].done == 0
    for step in range(1, 25):  # twice a step: first with the loss before, then with its own
        told = [bar.loss for bar in bars if bar.done == step]
        assert len(told) >= 2
        assert told[-1] is not None
    assert bars[-1].done == bars[-1].total == 24


def test_plain_words_go_to_the_other_stream_with_japanese_in_them(bench):
    said = bench.run()
    spoken = said.stdout.decode()
    assert "epoch 3/3" in spoken
    assert "saving checkpoint: " in spoken
    assert "model saved." in spoken
    assert re.search(r"[ぁ-んァ-ン一-龯]", spoken)


def test_files_of_epochs_the_last_one_without_a_number_and_all_for_their_owner_only(bench):
    bench.run()
    there = sorted(path.name for path in bench.output.iterdir())
    assert there == [
        "MIRA-000001.safetensors", "MIRA-000002.safetensors", "MIRA.safetensors",
    ]  # fmt: skip
    path = bench.output / "MIRA.safetensors"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = head_of(path).said
    assert (said["ss_steps"], said["ss_epoch"]) == ("24", "3")


@pytest.mark.parametrize("spoilt", ["empty", "gone", "repeats"])
def test_nothing_to_train_on_ends_with_0(bench, spoilt):
    subset = bench.dataset["datasets"][0]["subsets"][0]
    if spoilt == "repeats":
        subset["num_repeats"] = 0
    else:
        subset["image_dir"] = str(bench.order.work if spoilt == "empty" else "/nowhere")
    said = bench.run()
    assert said.returncode == 0
    assert b"No data found" in said.stdout + said.stderr
    assert not bench.output.exists()


def test_a_training_file_that_is_not_there_ends_with_1_and_a_strange_argument_with_2(bench):
    assert bench.run("--config_file", "/nowhere.toml").returncode == 1
    assert bench.run("--learning", "1").returncode == 2


def test_unknown_keys_of_a_training_are_passed_over_and_lyrad_does_not(bench):
    bench.training |= {"learning_rates": 1.0, "max_train_epoch": 1, "optimizer": "x"}
    faults = check_training(bench.training, bench.base, "train.toml")
    assert len(faults) == 3
    assert bench.run().returncode == 0


def test_a_whole_alpha_is_stored_as_one_and_lyrad_refuses_it(bench):
    bench.training["network_alpha"] = 16
    (fault,) = check_training(bench.training, bench.base, "train.toml")
    assert "16.0" in fault.next
    bench.run()
    kinds = {one.kind for one in head_of(bench.output / "MIRA.safetensors").tensors}
    assert "I64" in kinds


def test_without_an_output_folder_all_is_lost_after_the_last_step(bench):
    del bench.training["output_dir"]
    del bench.training["save_every_n_epochs"]
    (fault,) = check_training(bench.training, bench.base, "train.toml")
    assert "`output_dir` is missing" in fault.what
    said = bench.run()
    assert said.returncode == 1
    assert b"24/24" in said.stderr
    assert b"TypeError" in said.stderr


def test_a_missing_optimizer_and_a_rate_in_quotes_are_met_after_the_models_are_loaded(bench):
    bench.training["learning_rate"] = "1e-4"
    assert check_training(bench.training, bench.base, "train.toml")
    assert b"TypeError" in bench.run().stderr
    (bench.shop.packages / "bitsandbytes" / "__init__.py").unlink()
    (bench.shop.packages / "bitsandbytes").rmdir()
    assert b"No bitsandbytes" in bench.run().stderr


BAD_DATASETS = {
    "unknown key": {"caption_extention": ".txt"},
    "whole number in quotes": {"keep_tokens": "1"},
    "number for a flag": {"flip_aug": 1},
    "resolution in quotes": {"resolution": "1024,1024"},
    "whole number for a share": {"validation_split": 0},
    "bucket steps": {"bucket_reso_steps": 48},
    "smallest bucket": {"min_bucket_reso": 1088},
    "largest bucket": {"max_bucket_reso": 512},
}


@pytest.mark.parametrize("spoilt", BAD_DATASETS.values(), ids=BAD_DATASETS)
def test_a_dataset_that_the_trainer_refuses_is_refused_by_lyrad(bench, spoilt):
    bench.dataset["datasets"][0].update(spoilt)
    assert check_dataset(bench.dataset, bench.base, "dataset.toml")
    assert bench.run().returncode == 1


def test_a_folder_of_pictures_at_the_wrong_level_is_refused_by_both(bench):
    row = bench.dataset["datasets"][0]
    row["image_dir"] = row["subsets"][0].pop("image_dir")
    assert len(check_dataset(bench.dataset, bench.base, "dataset.toml")) == 2
    said = bench.run()
    assert said.returncode == 1
    assert b"MultipleInvalid" in said.stderr


def test_captions_that_move_cannot_be_read_once_in_both(bench):
    bench.dataset["datasets"][0]["shuffle_caption"] = True
    assert b"AssertionError" in bench.run().stderr


def test_a_caption_file_without_words_ends_it_and_a_missing_one_does_not(bench):
    words = bench.order.dataset / "ref_0001.txt"
    words.unlink()
    assert bench.run().returncode == 0
    words.touch()
    assert bench.run().returncode == 1


@pytest.mark.parametrize("base", Base)
def test_whatever_lyrad_writes_is_taken_by_its_own_check_and_by_the_trainer(tmp_path, base):
    shop = Kohya(tmp_path)
    shop.quirks(oom=1)  # so that the smaller files are written too
    order, trainer = shop.order(base), shop.trainer()
    ticket = trainer.submit(order)
    ended(trainer, order, ticket)
    written = set()
    for path in order.work.glob("*.toml"):
        table = tomllib.loads(path.read_text("utf-8"))
        check = check_dataset if path.name == "dataset.toml" else check_training
        assert check(table, base, path.name) == ()
        written.add(path.name)
    names = {"low.toml", "high.toml"} if base is Base.WAN22 else {"train.toml"}
    assert written == {"dataset.toml", *names}


BAD_VIDEO = {
    "subsets": {"subsets": [{"image_dir": "/x"}]},
    "class words": {"class_tokens": "x"},
    "resolution": {"resolution": "960x544"},
    "flag": {"enable_bucket": 1},
}


@pytest.mark.parametrize("spoilt", BAD_VIDEO.values(), ids=BAD_VIDEO)
def test_a_dataset_for_video_is_as_strict(tmp_path, spoilt):
    bench = Bench(Kohya(tmp_path), Base.WAN22)
    bench.dataset["datasets"][0].update(spoilt)
    assert check_dataset(bench.dataset, Base.WAN22, "dataset.toml")
    said = bench.run()
    assert said.returncode == 1
    assert b"MultipleInvalid" in said.stderr


def test_a_video_training_without_caches_is_an_error_and_no_success(tmp_path):
    bench = Bench(Kohya(tmp_path), Base.WAN22)
    said = bench.run()
    assert said.returncode == 1
    assert b"ValueError" in said.stderr
