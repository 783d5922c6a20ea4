"""Workflows: a graph that ComfyUI runs, and what lyrad has to know of it to use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from lyrad.model.character import Base
from lyrad.model.media import Size
from lyrad.model.names import Fields
from lyrad.model.style import Family


class Role(StrEnum):
    """What lyrad writes into a workflow, by the word after `lyrad:` in a node's title."""

    PROMPT = "prompt"
    NEGATIVE = "negative"
    FIRST = "first"
    LAST = "last"
    SEED = "seed"
    FRAMES = "frames"
    SIZE = "size"
    LORA = "lora"
    LORA_HIGH = "lora_high"
    LORA_LOW = "lora_low"
    VIDEO = "video"
    SECONDS = "seconds"
    BPM = "bpm"
    KEY = "key"
    METER = "meter"
    OUTPUT = "output"


LORA_ROLES = {"": Role.LORA, "high": Role.LORA_HIGH, "low": Role.LORA_LOW}
"""Which role the file of a LoRA's expert plays; empty is the one part of most bases."""


class Purpose(StrEnum):
    """What a workflow makes: a clip between given frames, a better one of a clip, or music."""

    BETWEEN = "between"
    FINISH = "finish"
    MUSIC = "music"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One input of one node."""

    node: str
    input: str

    def __str__(self) -> str:
        return f"{self.node}.{self.input}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRule:
    """Which lengths a model takes: `step` x n + `plus` frames, `longest` at most.

    `rate` is the frames per second that the model was trained to make.
    """

    step: int
    plus: int
    longest: int
    rate: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRule:
    """Which sizes a model takes: multiples of `step`, at most `largest` many pixels."""

    step: int
    largest: Size


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondsRule:
    """How long the music is that a model makes in one piece, in seconds."""

    shortest: float
    longest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a workflow needs, in GB; `measured` is false where nobody measured it."""

    vram: float
    ram: float
    measured: bool


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ModelFile:
    """A file that a workflow loads, in one of ComfyUI's folders below `models/`."""

    folder: str
    name: str

    def __str__(self) -> str:
        return f"models/{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A graph in ComfyUI's API format with what lyrad knows of it.

    `optional` are the given frames that the graph can do without. `digest` is the content of
    graph and description together, in hex: another digest makes another picture. `base` is the
    model whose LoRAs it can use, None where it takes none or nobody said. `seconds` is what a
    workflow for music can make; `family` is how its model wants to be told.
    """

    name: str
    title: str
    purpose: Purpose
    graph: Fields
    slots: Mapping[Role, tuple[Slot, ...]]
    optional: frozenset[Role]
    frames: FrameRule | None
    size: SizeRule | None
    models: tuple[ModelFile, ...]
    memory: Memory | None
    sound: bool
    digest: str
    base: Base | None = None
    seconds: SecondsRule | None = None
    family: Family = Family.SENTENCES
