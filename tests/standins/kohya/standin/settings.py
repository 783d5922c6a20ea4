"""Read settings as the real ones do: a training's without a look, a dataset's strictly."""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

Table = dict[str, Any]

INT, FLOAT, BOOL, STR = int, float, bool, str
PAIR = "pair"

SUBSET = {
    "color_aug": BOOL, "flip_aug": BOOL, "random_crop": BOOL, "shuffle_caption": BOOL,
    "enable_wildcard": BOOL, "num_repeats": INT, "keep_tokens": INT, "token_warmup_min": INT,
    "caption_prefix": STR, "caption_suffix": STR, "caption_separator": STR,
    "caption_dropout_rate": FLOAT, "caption_tag_dropout_rate": FLOAT, "caption_extension": STR,
    "class_tokens": STR, "cache_info": BOOL, "resize_interpolation": STR,
}  # fmt: skip
DATASET = {
    "batch_size": INT, "bucket_reso_steps": INT, "min_bucket_reso": INT, "max_bucket_reso": INT,
    "validation_seed": INT, "enable_bucket": BOOL, "bucket_no_upscale": BOOL,
    "validation_split": FLOAT, "network_multiplier": FLOAT, "resolution": PAIR,
}  # fmt: skip
ONLY_SUBSET = {"image_dir": STR, "is_reg": BOOL, "alpha_mask": BOOL}

VIDEO_GENERAL = {
    "caption_extension": STR, "batch_size": INT, "num_repeats": INT, "resolution": PAIR,
    "enable_bucket": BOOL, "bucket_no_upscale": BOOL,
}  # fmt: skip
VIDEO_DATASET = {
    **VIDEO_GENERAL, "image_directory": STR, "cache_directory": STR, "control_directory": STR,
}  # fmt: skip


class MultipleInvalid(Exception):  # noqa: N818 - the real one's name
    pass


def training() -> Table:
    """Return the training's settings, flattened; nothing of them is looked at."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--config_file", required=True)
    path = Path(parser.parse_args().config_file)
    path = path if path.suffix == ".toml" else path.with_suffix(".toml")
    if not path.is_file():
        print(f"{path} not found.", file=sys.stderr)
        sys.exit(1)
    flat: Table = {}
    for key, value in tomllib.loads(path.read_text("utf-8")).items():
        flat |= value if isinstance(value, dict) else {key: value}
    return flat


def images_dataset(path: str) -> list[Table]:
    """Return each subset with all that holds for it. Raises MultipleInvalid."""
    table = tomllib.loads(Path(path).read_text("utf-8"))
    general = table.get("general", {})
    bad = _unfit(general, {**SUBSET, **DATASET}, "general")
    bad += [f"extra keys not allowed @ {key}" for key in table.keys() - {"general", "datasets"}]
    found = []
    for dataset in table.get("datasets", []):
        own = {key: value for key, value in dataset.items() if key != "subsets"}
        bad += _unfit(own, {**SUBSET, **DATASET}, "datasets")
        for subset in dataset.get("subsets", []):
            bad += _unfit(subset, {**SUBSET, **ONLY_SUBSET}, "subsets")
            bad += [] if "image_dir" in subset else ["required key not provided @ image_dir"]
            found.append({**general, **own, **subset})
    if bad:
        raise MultipleInvalid("; ".join(bad))
    return found


def video_dataset(path: str) -> list[Table]:
    """Return each dataset with all that holds for it. Raises MultipleInvalid."""
    table = tomllib.loads(Path(path).read_text("utf-8"))
    general = table.get("general", {})
    bad = _unfit(general, VIDEO_GENERAL, "general")
    for dataset in table.get("datasets", []):
        bad += _unfit(dataset, VIDEO_DATASET, "datasets")
    if bad:
        raise MultipleInvalid("; ".join(bad))
    return [{**general, **dataset} for dataset in table.get("datasets", [])]


def _unfit(table: Table, known: dict[str, Any], level: str) -> list[str]:
    bad = []
    for key, value in table.items():
        if key not in known:
            bad.append(f"extra keys not allowed @ {level}.{key}")
        elif known[key] is PAIR:
            sides = value if isinstance(value, list) and len(value) == 2 else [value]
            if not all(isinstance(side, int) for side in sides):
                bad.append(f"not a valid value @ {level}.{key}")
        elif not isinstance(value, known[key]):
            bad.append(f"expected {known[key].__name__} @ {level}.{key}")
    return bad
