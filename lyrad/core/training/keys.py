"""Decide whether a value will do for a key that a trainer reads; trainers themselves do not."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lyrad.errors import Code, Fault
from lyrad.model.names import JSON, Fields

_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """What a key takes: a kind of value, or one of some words; `words` says it to people."""

    words: str
    example: str
    kind: type[bool] | type[int] | type[float] | type[str]
    many: bool = False
    choices: tuple[str, ...] = ()
    any_capitals: bool = False

    def fits(self, value: JSON) -> bool:
        """Return whether the value is of this very kind; `true` is no number, 16 is not 16.0."""
        if self.many:
            return isinstance(value, list) and all(self._one(inner) for inner in value)
        return self._one(value)

    def _one(self, value: JSON) -> bool:
        if type(value) is not self.kind:
            return False
        word = str(value).lower() if self.any_capitals else value
        return not self.choices or word in self.choices

    def cure(self, key: str, value: JSON) -> str:
        """Return what to write instead."""
        if self.kind is float and not self.many and type(value) is int:
            return f"Write `{key} = {float(value)}`."
        return f"Write for example `{key} = {self.example}`."


FLAG = Takes(words="`true` or `false`", example="true", kind=bool)
WHOLE = Takes(words="a whole number", example="1", kind=int)
NUMBER = Takes(words="a number with a point", example="1.0", kind=float)
TEXT = Takes(words="text in quotes", example='"..."', kind=str)
TEXTS = Takes(words="a list of texts", example='["weight_decay=0.1"]', kind=str, many=True)
NUMBERS = Takes(words="a list of numbers with a point", example="[5e-5]", kind=float, many=True)


def one_of(*choices: str, any_capitals: bool = False) -> Takes:
    """Return what takes one of these words."""
    listed = ", ".join(f'"{choice}"' for choice in choices)
    return Takes(
        words=f"one of {listed}",
        example=f'"{choices[0]}"',
        kind=str,
        choices=choices,
        any_capitals=any_capitals,
    )


def check_table(
    table: Fields, known: Mapping[str, Takes], refused: Mapping[str, str], where: str
) -> Iterator[Fault]:
    """Yield a fault for every key that is not known or has an unfit value.

    Args:
        table: what somebody wrote.
        known: every key that may stand there.
        refused: keys that may not, with what to do instead.
        where: the file and the table, for people.
    """
    for key, value in table.items():
        if key in refused:
            yield wrong(f"`{key}` cannot be set here.", where, refused[key])
        elif key not in known:
            yield wrong(f"`{key}` is not a key that the trainer reads.", where, _near(key, known))
        elif not known[key].fits(value):
            what = f"`{key}` is {shown(value)}; {known[key].words} is needed."
            yield wrong(what, where, known[key].cure(key, value))


def wrong(what: str, where: str, cure: str) -> Fault:
    """Return what is wrong with a training's settings."""
    return Fault(code=Code.TRAINING_SETTINGS, what=what, where=where, next=cure)


def shown(value: JSON) -> str:
    """Return a value as it stands in the file, or its beginning."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _near(key: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    return "Remove the line: the trainer does not know it."
