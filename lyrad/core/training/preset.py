"""Read a preset: the settings of a training, as somebody wrote them, with every fault at once.

A preset says how a base is trained and nothing about files. What a dataset and a training may say
is decided beside this; filling in the template's words is left to others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, product

from lyrad.core.training import dataset_rules, training_rules
from lyrad.core.training.keys import shown, wrong
from lyrad.core.training.samples import BASES as SAMPLED
from lyrad.errors import ConfigError, Fault
from lyrad.model.character import Base
from lyrad.model.names import JSON, Fields
from lyrad.model.training import Layer, Preset

EXPERTS: Mapping[Base, tuple[str, ...]] = {Base.WAN22: ("low", "high")}
"""Models of two halves, which are trained one after the other; the low half makes the details."""

MOST_STEPS = 100_000
MOST_EPOCHS = 200

_NUMBERS = {"steps": MOST_STEPS, "epochs": MOST_EPOCHS}
_SAMPLES = "samples"
_TABLES = ("dataset", "training", "smaller")


def read_preset(text: str, base: Base, where: str) -> Preset:
    """Return the preset that a filled-in template holds.

    Raises:
        ConfigError: with everything that is wrong with it.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(wrong(f"This is no TOML: {error}.", where, "Correct it.")) from error
    reading = _Reading(table=table, base=base, where=where)
    faults = tuple(reading.faults())
    if faults:
        raise ConfigError(*faults)
    return reading.preset()


def said_base(text: str) -> Base | None:
    """Return the base that a filled-in preset says it is for; None where it says none."""
    try:
        return Base(str(tomllib.loads(text).get("base")))
    except ValueError:  # no TOML, or no base
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A preset's table while it is looked through."""

    table: Fields
    base: Base
    where: str

    def preset(self) -> Preset:
        """Return the preset of a table without faults."""
        smaller = _table(self.table.get("smaller"))
        return Preset(
            base=self.base,
            steps=_whole(self.table["steps"]),
            epochs=_whole(self.table["epochs"]),
            usual=self._layer(self.table),
            smaller=self._layer(smaller),
            experts={name: _table(self.table.get(name)) for name in self.experts},
            samples=_whole(self.table.get(_SAMPLES)),
        )

    @property
    def experts(self) -> tuple[str, ...]:
        """Return the experts of the base; one without a name where it has none."""
        return EXPERTS.get(self.base, ("",))

    def faults(self) -> Iterator[Fault]:
        """Yield all that is wrong, key by key, then what does not go together."""
        alone = list(chain(self._head(), self._values(self.table, ""), self._smaller()))
        yield from alone
        for name in filter(None, self.experts):
            values, where = _table(self.table.get(name)), f"{self.where}, [{name}]"
            wrong_here = list(training_rules.check_values(values, self.base, where))
            alone += wrong_here
            yield from wrong_here
        if not alone:
            yield from self._together()

    def _head(self) -> Iterator[Fault]:
        known = {"base", *_NUMBERS, _SAMPLES, *_TABLES, *filter(None, self.experts)}
        for key in self.table:
            if key not in known:
                cure = f"There are {', '.join(f'`{one}`' for one in sorted(known))}."
                yield wrong(f"`{key}` is not known here.", self.where, cure)
        if self.table.get("base") != self.base.value:
            what = f"`base` is {shown(self.table.get('base'))}; this training is for {self.base}."
            yield wrong(what, self.where, f'Name a preset that says `base = "{self.base}"`.')
        for key, most in _NUMBERS.items():
            if not 1 <= _whole(self.table.get(key)) <= most:
                what = f"`{key}` is {shown(self.table.get(key))}; 1 to {most} is needed."
                yield wrong(what, self.where, "Write a whole number, above the tables.")
        yield from self._samples()
        for key in known - {"base", *_NUMBERS, _SAMPLES}:
            if not isinstance(self.table.get(key, {}), dict):
                yield wrong(f"`{key}` is not a table.", self.where, f"Write `[{key}]`.")

    def _samples(self) -> Iterator[Fault]:
        every = self.table.get(_SAMPLES, 0)
        if type(every) is not int or not 0 <= every <= MOST_EPOCHS:
            what = f"`{_SAMPLES}` is {shown(every)}; 0 to {MOST_EPOCHS} is needed."
            yield wrong(what, self.where, "Write how many epochs lie between sample pictures.")
        elif every and self.base not in SAMPLED:
            what = f"`{_SAMPLES}` does not go with {self.base}: it would need more memory."
            yield wrong(what, self.where, "Remove the line; try the earlier epochs in a shot.")

    def _smaller(self) -> Iterator[Fault]:
        smaller = _table(self.table.get("smaller"))
        for key in smaller:
            if key not in {"dataset", "training"}:
                cure = "There are `[smaller.dataset]` and `[smaller.training]`."
                yield wrong(f"`{key}` is not known here.", f"{self.where}, [smaller]", cure)
        yield from self._values(smaller, "smaller.")

    def _values(self, table: Fields, above: str) -> Iterator[Fault]:
        layer, where = self._layer(table), f"{self.where}, [{above}"
        yield from dataset_rules.check_values(layer.dataset, self.base, f"{where}dataset]")
        yield from training_rules.check_values(layer.training, self.base, f"{where}training]")

    def _together(self) -> Iterator[Fault]:
        """Yield what does not go together, in each go that may come of this; each once."""
        preset = self.preset()
        found = dict[str, Fault]()
        for smaller, name in product((False, True), self.experts):
            layer = preset.layer(smaller=smaller).under(Layer(training=preset.experts[name]))
            for fault in chain(
                training_rules.check_together(layer, self.base, self.where),
                dataset_rules.check_values(layer.dataset, self.base, self.where),
            ):
                found.setdefault(fault.what, fault)
        yield from found.values()

    @staticmethod
    def _layer(table: Fields) -> Layer:
        return Layer(dataset=_table(table.get("dataset")), training=_table(table.get("training")))


def _table(value: JSON) -> dict[str, JSON]:
    return value if isinstance(value, dict) else {}


def _whole(value: JSON) -> int:
    """Return a whole number, 0 for anything else."""
    return value if type(value) is int else 0
