"""musubi-tuner: pictures and captions are read in programs of their own, the third one trains."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from PIL import Image
from standin import loop, quirks, settings
from standin.printing import Bar, Log

ENDINGS = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}
TASKS = ("t2v-A14B", "i2v-A14B")


def latents() -> None:
    asked = _arguments("--vae")
    for dataset in _datasets(asked.dataset_config):
        _model(asked.vae)
        cache = _cache(dataset)
        pictures = _pictures(dataset)
        for old in {*cache.glob("*_wan.safetensors")} - {_latent(cache, one) for one in pictures}:
            old.unlink()
        bar = Bar(len(pictures))
        for path in pictures:
            with Image.open(path) as picture:
                picture.convert("RGB")
            if not quirks.spend("uncached"):
                _latent(cache, path).write_bytes(b"latent")
            bar.step()


def captions() -> None:
    asked = _arguments("--t5")
    for dataset in _datasets(asked.dataset_config):
        _model(asked.t5)
        for path in _pictures(dataset):
            _caption(_cache(dataset), path).write_bytes(b"caption")


def train() -> None:
    table = settings.training()
    datasets = settings.video_dataset(table["dataset_config"])
    quirks.note(training=table, dataset=datasets)
    log = Log(plain=False)
    batches = sum(_batches(dataset, log) for dataset in datasets)
    if not batches:
        raise ValueError("No training items found")
    if table["task"] not in TASKS:
        raise KeyError(table["task"])
    _model(table["dit"])
    loop.optimizer(table)
    loop.train(table, batches, log, resets=True)


def _batches(dataset: dict[str, Any], log: Log) -> int:
    cache = Path(dataset["cache_directory"])
    items = 0
    for path in cache.glob("*_wan.safetensors"):
        stem = path.name.rsplit("_", 2)[0]
        if (cache / f"{stem}_wan_te.safetensors").is_file():
            items += 1
        else:
            log.say("WARNING", f"no text encoder cache for {path.name}")
    return -(-items * dataset.get("num_repeats", 1) // dataset.get("batch_size", 1))


def _arguments(model: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dataset_config", required=True)
    parser.add_argument(model, required=True)
    parser.add_argument("--batch_size", type=int)
    return parser.parse_args()


def _datasets(path: str) -> list[dict[str, Any]]:
    found = settings.video_dataset(path)
    quirks.note(dataset=found)
    return found


def _pictures(dataset: dict[str, Any]) -> list[Path]:
    """Return the pictures that have a caption; the others are left out without a word."""
    ending = dataset.get("caption_extension")
    folder = Path(dataset["image_directory"])
    pictures = [path for path in sorted(folder.iterdir()) if path.suffix in ENDINGS]
    return [path for path in pictures if ending and path.with_suffix(ending).is_file()]


def _cache(dataset: dict[str, Any]) -> Path:
    folder = Path(dataset["cache_directory"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _latent(cache: Path, picture: Path) -> Path:
    with Image.open(picture) as opened:
        width, height = opened.size
    return cache / f"{picture.stem}_{width:04d}x{height:04d}_wan.safetensors"


def _caption(cache: Path, picture: Path) -> Path:
    return cache / f"{picture.stem}_wan_te.safetensors"


def _model(path: str) -> None:
    if not Path(path).is_file():
        raise FileNotFoundError(path)
