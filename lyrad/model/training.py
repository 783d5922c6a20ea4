"""Training: what is asked of a trainer, in plain nouns, and what it said on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from lyrad.model.character import Base
from lyrad.model.names import Fields


class Trainers(StrEnum):
    """The trainers that lyrad can drive, by the names of their repositories."""

    SD_SCRIPTS = "sd-scripts"
    MUSUBI = "musubi-tuner"

    @classmethod
    def of(cls, base: Base) -> Trainers:
        """Return the trainer that knows the base."""
        return cls.MUSUBI if base is Base.WAN22 else cls.SD_SCRIPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Values of a preset: `dataset` for the pictures, `training` for everything else."""

    dataset: Fields = field(default_factory=dict)
    training: Fields = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Return whether it says anything."""
        return bool(self.dataset or self.training)

    def under(self, other: Layer) -> Layer:
        """Return this with another laid over it."""
        return Layer(
            dataset={**self.dataset, **other.dataset},
            training={**self.training, **other.training},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """The settings of a training, read and checked.

    `steps` is what the whole training aims at, in `epochs` of equal length; every so many of them
    as `samples` says, sample pictures are drawn, none where it is 0. `smaller` is laid over
    `usual` where the card's memory was not enough. `experts` are what each expert has of its own,
    in the order of their training; one without a name where the base is a single model.
    """

    base: Base
    steps: int
    epochs: int
    usual: Layer
    smaller: Layer
    experts: Mapping[str, Fields]
    samples: int = 0

    def layer(self, *, smaller: bool) -> Layer:
        """Return the values for this go."""
        return self.usual.under(self.smaller) if smaller else self.usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often each picture is shown in an epoch, how many epochs, and how many steps that is."""

    repeats: int
    epochs: int
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One state of a trainer's progress bar.

    `left` is its own guess of the seconds that remain; `pace` the seconds a step takes; `loss` the
    mean over the last epoch, not a number where the training has come apart. None is unknown.
    """

    done: int
    total: int
    left: float | None = None
    pace: float | None = None
    loss: float | None = None


class Ending(StrEnum):
    """Why a trainer ended before its work was done."""

    NO_PICTURES = "no pictures"
    DIVERGED = "diverged"
    OUT_OF_MEMORY = "out of memory"
    DISK_FULL = "disk full"
    TOKENIZER = "tokenizer"
    PACKAGE = "package"
    PICTURE = "picture"
    SETTINGS = "settings"
    KILLED = "killed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Why it ended, and the trainer's own word for it: a package, a line of its log."""

    why: Ending
    word: str = ""
