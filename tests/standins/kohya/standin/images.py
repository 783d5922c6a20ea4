"""sd-scripts: everything in one program, for SD, SDXL and FLUX."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PIL import Image
from standin import loop, quirks, settings
from standin.printing import Bar, Log

ENDINGS = {".png", ".jpg", ".jpeg", ".webp", ".bmp"}
UNITS = {"sd": 64, "sdxl": 32, "flux": 32}
MODULES = {"sd": "networks.lora", "sdxl": "networks.lora", "flux": "networks.lora_flux"}
TOKENIZERS = {
    "sd": ["openai_clip-vit-large-patch14"],
    "sdxl": ["openai_clip-vit-large-patch14", "laion_CLIP-ViT-bigG-14-laion2B-39B-b160k"],
    "flux": ["openai_clip-vit-large-patch14", "google_t5-v1_1-xxl"],
}


def main(kind: str) -> None:
    table = settings.training()
    log = Log(plain=bool(table.get("console_log_simple")))
    log.say("INFO", "Loading settings / 設定を読む")
    _tokenizers(kind, table)
    subsets = settings.images_dataset(table["dataset_config"])
    quirks.note(training=table, dataset=subsets)
    _captions_once(table, subsets)
    batches = sum(_batches(kind, subset, log) for subset in subsets)
    if not batches or quirks.asked("no_data"):
        log.say("ERROR", "No data found / 写真が一枚もない")
        return
    log.say("INFO", "preparing accelerator")
    for key in ("pretrained_model_name_or_path", *(("clip_l", "t5xxl", "ae") * (kind == "flux"))):
        if not Path(table[key]).is_file():
            raise FileNotFoundError(table[key])
    _latents(subsets, log)
    if table["network_module"] != MODULES[kind]:
        raise ModuleNotFoundError(f"No module named '{table['network_module']}'")
    loop.optimizer(table)
    print("fatal: not a git repository", file=sys.stderr)
    loop.train(table, batches, log)


def _tokenizers(kind: str, table: dict[str, Any]) -> None:
    for name in TOKENIZERS[kind]:
        folder = Path(table.get("tokenizer_cache_dir") or "/nowhere") / name
        if not folder.is_dir():
            raise OSError(f"Can't load tokenizer for '{name.replace('_', '/', 1)}'.")


def _captions_once(table: dict[str, Any], subsets: list[dict[str, Any]]) -> None:
    if not table.get("cache_text_encoder_outputs"):
        return
    assert table.get("network_train_unet_only"), "only the network can be trained then"
    for subset in subsets:
        moving = ("shuffle_caption", "caption_tag_dropout_rate", "token_warmup_min")
        assert not any(subset.get(key) for key in moving), "captions must stand still"


def _batches(kind: str, subset: dict[str, Any], log: Log) -> int:
    pictures = _pictures(subset)
    bar = Bar(len(pictures), "read caption")
    for path in pictures:
        _caption(path, subset, log)
        bar.step()
    sizes = [_size(path, log) for path in pictures]
    if subset.get("enable_bucket"):
        _buckets(kind, subset)
        for width, height in sizes:
            # A picture without a size ends it here, and its name is not told.
            assert width / height > 0
    repeated = len(pictures) * subset.get("num_repeats", 1)
    return -(-repeated // subset.get("batch_size", 1))


def _pictures(subset: dict[str, Any]) -> list[Path]:
    folder = Path(subset["image_dir"])
    if not folder.is_dir() or subset.get("num_repeats", 1) < 1:
        return []
    return sorted(path for path in folder.iterdir() if path.suffix in ENDINGS)


def _caption(path: Path, subset: dict[str, Any], log: Log) -> None:
    words = path.with_suffix(subset.get("caption_extension", ".caption"))
    if not words.is_file():
        log.say("WARNING", f"No caption file found for {path.name} / 説明なし")
        return
    lines = words.read_text("utf-8").splitlines()
    assert lines, f"caption file is empty: {words}"


def _size(path: Path, log: Log) -> tuple[int, int]:
    try:
        with Image.open(path) as picture:
            return picture.size
    except OSError:
        log.say("WARNING", f"failed to get image size: {path.name}")
        return 0, 0


def _buckets(kind: str, subset: dict[str, Any]) -> None:
    sides = subset["resolution"]
    sides = sides if isinstance(sides, list) else [sides, sides]
    assert subset.get("bucket_reso_steps", 64) % UNITS[kind] == 0, "bucket_reso_steps"
    assert subset.get("min_bucket_reso", 256) <= min(sides), "min_bucket_reso"
    assert subset.get("max_bucket_reso", 1024) >= max(sides), "max_bucket_reso"


def _latents(subsets: list[dict[str, Any]], log: Log) -> None:
    log.say("INFO", "caching latents...")
    for subset in subsets:
        pictures = _pictures(subset)
        bar = Bar(len(pictures))
        for path in pictures:
            with Image.open(path) as picture:
                picture.convert("RGB")
            bar.step()
