"""Say how long a training will take, by how long the last one like it took."""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.core.characters.wanted import TRAIN
from lyrad.model.character import CharacterSpec
from lyrad.model.lora import LoraReceipt, LoraVersion

_MINUTE = 60.0


def expected(spec: CharacterSpec, trained: Iterable[LoraVersion]) -> float | None:
    """Return the expected seconds, or None where nothing like it was trained yet.

    A preset aims at its own total of steps, however many pictures there are, so that the last
    training for the same model with the same preset is the best guess.
    """
    alike = [
        one.receipt
        for one in trained
        if one.receipt and one.receipt.base is spec.base and _preset(one.receipt) == spec.preset
    ]
    latest = max(alike, key=lambda receipt: receipt.published_at, default=None)
    return _seconds(latest) if latest else None


def _preset(receipt: LoraReceipt) -> str:
    return str(receipt.spec.get("preset") or "")


def _seconds(receipt: LoraReceipt) -> float | None:
    """Return how long all of a training's runs took together, as its receipt says it."""
    step = next((step for step in receipt.steps if step.action == TRAIN), None)
    minutes = step.facts.get("minutes") if step else None
    return minutes * _MINUTE if isinstance(minutes, int | float) and minutes > 0 else None
