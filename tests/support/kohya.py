"""Kohya's trainers for tests: the stand-in's repository, a Python that has what they need, models.

shop = Kohya(tmp_path)
shop.quirks(nan_at=5)
...
assert shop.journal()[0]["script"] == "sdxl_train_network.py"
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lyrad.backends.kohya.flight import Patience
from lyrad.backends.kohya.trainer import KohyaTrainer
from lyrad.config.shipped import shipped
from lyrad.model.character import Base, CharacterSpec
from lyrad.model.settings import KohyaSettings
from lyrad.ports import Finished, Ticket, Trained, TrainingOrder, Working
from lyrad.wiring.training import fill
from tests.standins import kohya as standin
from tests.support.clock import FakeClock
from tests.support.signal import FakeSignal

PACKAGES = ("torch", "accelerate", "diffusers", "transformers", "safetensors", "toml",
            "voluptuous", "bitsandbytes", "musubi_tuner")  # fmt: skip
TOKENIZERS = {
    "openai_clip-vit-large-patch14": ("vocab.json", "merges.txt"),
    "laion_CLIP-ViT-bigG-14-laion2B-39B-b160k": ("vocab.json", "merges.txt"),
    "google_t5-v1_1-xxl": ("spiece.model",),
}
PARTS = {
    Base.SD15: ("checkpoint",),
    Base.SDXL: ("checkpoint",),
    Base.FLUX1: ("checkpoint", "clip_l", "t5xxl", "ae"),
    Base.WAN22: ("dit_low", "dit_high", "vae", "t5"),
}
ROOM = dict.fromkeys(Base, 1000)


class Kohya:
    """A machine that is set up for training."""

    def __init__(self, folder: Path, *, fresh: bool = True) -> None:
        self.folder = folder
        self.repository = folder / "Trainer für LoRAs"
        self.packages = folder / "packages"
        self.python = folder / "python"
        self.tokenizers = folder / "tokenizers"
        self.models = {
            base: {part: self._model(base, part) for part in parts}
            for base, parts in PARTS.items()
        }
        if fresh:
            self._set_up()

    def _set_up(self) -> None:
        ignored = shutil.ignore_patterns("__pycache__", "__init__.py")
        shutil.copytree(Path(standin.__file__).parent, self.repository, ignore=ignored)
        (self.repository / "standin" / "__init__.py").touch()
        for name in PACKAGES:
            (self.packages / name).mkdir(parents=True)
            (self.packages / name / "__init__.py").touch()
        self.python.write_text(
            f'#!/bin/sh\nPYTHONPATH="{self.packages}" exec "{sys.executable}" "$@"\n'
        )
        self.python.chmod(0o755)
        for name, files in TOKENIZERS.items():
            (self.tokenizers / name).mkdir(parents=True)
            for file in files:
                (self.tokenizers / name / file).write_text("{}")
        for path in (path for parts in self.models.values() for path in parts.values()):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"weights")

    def _model(self, base: Base, part: str) -> Path:
        return self.folder / "models" / f"{base}_{part}.safetensors"

    def settings(self, **changes: Any) -> KohyaSettings:
        usual = {
            "sd_scripts": self.repository,
            "musubi": self.repository,
            "python": self.python,
            "models": self.models,
            "tokenizers": self.tokenizers,
        }
        return KohyaSettings(**{**usual, **changes})

    def trainer(self, clock: Any = None, patience: Patience | None = None, **changes: Any) -> Any:
        """Return a trainer, as one life of lyrad has it."""
        return KohyaTrainer(
            self.settings(**changes),
            clock or FakeClock(),
            fill,
            patience=patience or Patience(stop=0.2),
            room=ROOM,
        )

    def quirks(self, **quirks: Any) -> None:
        (self.repository / "quirks.json").write_text(json.dumps(quirks))

    def journal(self) -> list[dict[str, Any]]:
        """Return what was run so far, oldest first."""
        path = self.repository / "journal.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def order(self, base: Base = Base.SDXL, *, pictures: int = 4, **changes: Any) -> TrainingOrder:
        """Return an order for a short training, in folders of its own."""
        work = self.folder / "job" / "1-train.lora"
        work.mkdir(parents=True, exist_ok=True)
        dataset = self.folder / "job" / "dataset"
        if not dataset.exists():
            write_dataset(dataset, pictures)
        usual = {
            "dataset": dataset,
            "pictures": pictures,
            "name": "MIRA",
            "spec": CharacterSpec(word="lyrawm", kind="woman", base=base),
            "preset": preset(base),
            "seed": 7,
            "work": work,
            "job": "0123456789abcdef0123",
        }
        return TrainingOrder(**{**usual, **changes})


def preset(base: Base, *, steps: int = 24, epochs: int = 3) -> str:
    """Return the shipped preset, for a training that takes no time."""
    text = (shipped("templates") / "training" / f"{base}.toml.j2").read_text("utf-8")
    return text.replace("steps = 2000", f"steps = {steps}").replace(
        "epochs = 10", f"epochs = {epochs}"
    )


def write_dataset(folder: Path, pictures: int) -> None:
    """Write pictures with captions as lyrad's clean copy has them."""
    folder.mkdir(parents=True)
    drawn = np.random.default_rng(1)
    for number in range(1, pictures + 1):
        pixels = drawn.integers(0, 255, (64, 64, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"ref_{number:04d}.png")
        (folder / f"ref_{number:04d}.txt").write_text(f"lyrawm woman, pose {number}\n")


def ended(trainer: Any, order: TrainingOrder, ticket: Ticket, seconds: float = 60.0) -> Any:
    """Ask until it works no more."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while isinstance(stands := trainer.poll(order, ticket), Working):
        assert time.monotonic() < end, "it takes too long"
        pause.wait(0.01)
    return stands


def trained(trainer: Any, order: TrainingOrder) -> Trained:
    """Train and bring."""
    ticket = trainer.submit(order)
    assert isinstance(ended(trainer, order, ticket), Finished)
    return trainer.fetch(order, ticket, FakeSignal(), print)


def until(said: Callable[[], Any], seconds: float = 30.0) -> Any:
    """Ask again until there is an answer."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while not (answer := said()):
        assert time.monotonic() < end, "it takes too long"
        pause.wait(0.02)
    return answer
