"""Build the trainers of this machine, and say how a preset's words are filled in."""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.backends.kohya.trainer import KohyaTrainer
from lyrad.config.templates import Templates
from lyrad.model.names import Fields
from lyrad.model.settings import Settings
from lyrad.ports import Clock, Trainer


def trainers(settings: Settings, clock: Clock) -> Mapping[str, Trainer]:
    """Return the trainers by name; nothing is started or asked yet."""
    if settings.kohya is None:
        return {}
    return {KohyaTrainer.name: KohyaTrainer(settings.kohya, clock, fill)}


def fill(text: str, words: Fields, where: str) -> str:
    """Return a preset's text with its words filled in. Raises ConfigError."""
    return str(Templates(folders=()).render_fields({"preset": text}, words, where)["preset"])
