"""Decide what variables a trainer runs with: it prints at once, in UTF-8, and stays offline."""

from __future__ import annotations

from collections.abc import Mapping

MARK = "LYRAD_TRAINING"
"""The variable by which a trainer, and whatever it starts, is known as ours."""

_ALWAYS = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "WANDB_MODE": "disabled",
    "TOKENIZERS_PARALLELISM": "false",
}


def surroundings(order: str) -> Mapping[str, str]:
    """Return the variables laid over lyrad's own, for a training by its order."""
    return {**_ALWAYS, MARK: order}
