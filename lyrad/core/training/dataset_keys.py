"""The keys of a dataset file, for each trainer and each level; both trainers refuse all others.

They stand as the trainers' own schemas have them (sd-scripts 0.10, musubi-tuner 0.3). A key may
stand at its level and at those above it, where it holds for everything below.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.core.training.keys import FLAG, NUMBER, NUMBERS, TEXT, WHOLE, Takes, one_of

_SUBSET: Mapping[str, Takes] = {
    "color_aug": FLAG, "flip_aug": FLAG, "random_crop": FLAG, "shuffle_caption": FLAG,
    "enable_wildcard": FLAG, "num_repeats": WHOLE, "keep_tokens": WHOLE,
    "token_warmup_min": WHOLE, "keep_tokens_separator": TEXT, "secondary_separator": TEXT,
    "caption_separator": TEXT, "caption_prefix": TEXT, "caption_suffix": TEXT,
    "resize_interpolation": TEXT, "face_crop_aug_range": NUMBERS,
    "caption_dropout_rate": NUMBER, "caption_tag_dropout_rate": NUMBER,
    "caption_dropout_every_n_epochs": WHOLE, "caption_extension": TEXT, "class_tokens": TEXT,
    "cache_info": FLAG,
}  # fmt: skip

SIDE = Takes(words="a whole number, or a list of two", example="1024", kind=int)
"""A picture's area as the side of a square, or as width and height."""

_DATASET: Mapping[str, Takes] = {
    "batch_size": WHOLE, "bucket_reso_steps": WHOLE, "min_bucket_reso": WHOLE,
    "max_bucket_reso": WHOLE, "validation_seed": WHOLE, "enable_bucket": FLAG,
    "bucket_no_upscale": FLAG, "validation_split": NUMBER, "network_multiplier": NUMBER,
    "resolution": SIDE,
}  # fmt: skip

SD_GENERAL: Mapping[str, Takes] = {**_SUBSET, **_DATASET}
SD_DATASETS: Mapping[str, Takes] = SD_GENERAL
SD_SUBSETS: Mapping[str, Takes] = {
    **_SUBSET, "image_dir": TEXT, "is_reg": FLAG, "alpha_mask": FLAG,
}  # fmt: skip

MUSUBI_GENERAL: Mapping[str, Takes] = {
    "caption_extension": TEXT, "batch_size": WHOLE, "num_repeats": WHOLE, "resolution": SIDE,
    "enable_bucket": FLAG, "bucket_no_upscale": FLAG,
}  # fmt: skip
MUSUBI_DATASETS: Mapping[str, Takes] = {
    **MUSUBI_GENERAL, "image_directory": TEXT, "image_jsonl_file": TEXT, "video_directory": TEXT,
    "video_jsonl_file": TEXT, "cache_directory": TEXT, "control_directory": TEXT,
    "target_frames": Takes(words="a list of whole numbers", example="[1]", kind=int, many=True),
    "frame_extraction": one_of("head", "chunk", "slide", "uniform", "full"),
    "frame_stride": WHOLE, "frame_sample": WHOLE, "max_frames": WHOLE, "source_fps": NUMBER,
}  # fmt: skip

SOURCES = ("image_directory", "image_jsonl_file", "video_directory", "video_jsonl_file")

SD_OWN: Mapping[str, str] = {
    "num_repeats": "lyrad counts it from the pictures: set `steps` and `epochs`.",
    "caption_extension": "lyrad writes the captions, and their ending here.",
    "class_tokens": "It comes from character.yaml: the trigger word and the class word.",
    "image_dir": "lyrad puts its own clean copy of the pictures there.",
}
"""What a preset may not say of a dataset for sd-scripts, and why."""

MUSUBI_OWN: Mapping[str, str] = {
    **{key: cure for key, cure in SD_OWN.items() if key not in {"class_tokens", "image_dir"}},
    **dict.fromkeys(SOURCES, "lyrad puts its own clean copy of the pictures there."),
    "cache_directory": "lyrad gives each training one of its own.",
}  # fmt: skip
"""The same for musubi-tuner."""
