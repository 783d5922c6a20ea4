"""Decide what a training consists of: which programs run after each other, and what each makes.

sd-scripts do all in one run. musubi-tuner reads pictures and captions in runs of their own, once,
and then trains one expert after the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lyrad.backends.kohya.paper import Paper
from lyrad.core.training.preset import EXPERTS, read_preset
from lyrad.core.training.steps import schedule
from lyrad.errors import ConfigError, Permanent
from lyrad.model.character import Base
from lyrad.model.names import JSON, Fields
from lyrad.model.training import Layer, Preset, Schedule
from lyrad.ports import TrainingOrder

DATASET = "dataset.toml"
OUTPUT = "out"
CACHES = ("cache", "cache-smaller")
LATENTS, CAPTIONS, TRAIN = "latents", "captions", "train"

SCRIPTS = {
    Base.SD15: ("train_network.py",),
    Base.SDXL: ("sdxl_train_network.py",),
    Base.FLUX1: ("flux_train_network.py",),
    Base.WAN22: (
        "wan_train_network.py", "wan_cache_latents.py", "wan_cache_text_encoder_outputs.py",
    ),
}  # fmt: skip
"""The trainers' own programs, the one that trains first."""

Fill = Callable[[str, Fields, str], str]
"""Fills in a template: its text, its words, what to call it. Raises ConfigError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One program of a training. `expert` is None for one that trains nothing.

    `words` say to people what it does; `smaller` distinguishes runs whose pictures are smaller.
    """

    name: str
    script: str
    words: str
    expert: str | None = None
    smaller: bool = False

    @property
    def key(self) -> str:
        """Return what it is known by once it is done: caches hold for one size only."""
        again = self.smaller and self.expert is None
        return f"{self.name}-smaller" if again else self.name

    @property
    def config(self) -> str:
        """Return the name of its settings' file."""
        return f"{self.name}.toml"

    @property
    def cache(self) -> str:
        """Return the name of the folder with what musubi-tuner has read."""
        return CACHES[self.smaller]

    def logs(self, work: Path) -> tuple[Path, Path]:
        """Return the files with what it prints: standard error, standard output."""
        return work / f"{self.name}.log", work / f"{self.name}.out"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """A training, planned; `key` tells its order from any other."""

    key: str
    preset: Preset
    pictures: int

    def runs(self, paper: Paper) -> tuple[Run, ...]:
        """Return its runs, in order; what is trained already stays of the size that it had."""
        smaller = paper.smaller
        sizes = {name: done.smaller for name, done in paper.done.items()}
        train, *caches = SCRIPTS[self.preset.base]
        words = ("reading the pictures", "reading the captions")
        before = zip((LATENTS, CAPTIONS), caches, words, strict=False)
        return (
            *(Run(name=name, script=script, words=said, smaller=smaller)
              for name, script, said in before),
            *(Run(name=expert or TRAIN, script=train, expert=expert,
                  smaller=sizes.get(expert or TRAIN, smaller),
                  words=f"training the {expert} expert" if expert else "training")
              for expert in EXPERTS.get(self.preset.base, ("",))),
        )  # fmt: skip

    def schedule(self, run: Run) -> Schedule:
        """Return how often a run shows the pictures, and in how many steps."""
        return schedule(
            max(1, self.pictures),
            steps=self.preset.steps,
            epochs=self.preset.epochs,
            batch=batch_of(self.preset.layer(smaller=run.smaller)),
        )

    def steps(self, runs: Iterable[Run]) -> int:
        """Return how many steps some runs make together."""
        return sum(self.schedule(run).steps for run in runs if run.expert is not None)


def plan_of(order: TrainingOrder, fill: Fill) -> TrainingPlan:
    """Return the plan of a training.

    Raises:
        Permanent: the preset is wrong; with all that is wrong with it.
    """
    where = f"the preset {order.spec.preset or order.spec.base}"
    try:
        text = fill(order.preset, _words(order), where)
        preset = read_preset(text, order.spec.base, where)
    except ConfigError as error:
        raise Permanent(*error.faults) from error
    return TrainingPlan(key=_key(order), preset=preset, pictures=order.pictures)


def batch_of(layer: Layer) -> int:
    """Return how many pictures a step takes, at once or gathered."""
    counts = layer.dataset.get("batch_size"), layer.training.get("gradient_accumulation_steps")
    first, second = (count if isinstance(count, int) and count else 1 for count in counts)
    return first * second


def output_name(order: TrainingOrder, run: Run) -> str:
    """Return what a run calls its file, without ending."""
    return f"{order.name}_{run.expert}" if run.expert else order.name


def _words(order: TrainingOrder) -> Fields:
    """Return the words that a preset's template may use."""
    spec = order.spec
    return {
        "name": order.name, "word": spec.word, "kind": spec.kind, "base": spec.base.value,
        "pictures": order.pictures, "seed": order.seed,
    }  # fmt: skip


def _key(order: TrainingOrder) -> str:
    """Return what tells this order, in this folder and with these pictures, from any other."""
    pictures: list[JSON] = [
        [path.name, path.stat().st_size] for path in sorted(order.dataset.glob("*"))
    ]
    facts = [str(order.work), str(order.dataset), pictures, order.preset, order.name, order.seed,
             order.pictures, order.spec.word, order.spec.kind, order.spec.base.value]  # fmt: skip
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:20]
