"""What lyrad asks of a language model: a few named texts, in answer to a few words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.names import Fields
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOrder:
    """What is asked: `system` says how to write, `prompt` what about, both filled in.

    `schema` is a JSON Schema of an object; the answer is held to it. The same `seed` and words
    bring the same answer, as far as the model allows. `model` is its name where the tool has
    several. `work` is the step's own folder.
    """

    system: str
    prompt: str
    schema: Fields
    seed: int
    work: Path
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The answer: an object that fits the schema. `facts` are for the receipt (model, digest)."""

    answer: Fields
    facts: Fields = field(default_factory=dict)


class Writer(Protocol):
    """A language model. Errors are `Temporary` (down, busy) or `Permanent` (no sense in it)."""

    name: str

    def probe(self, order: WriteOrder) -> Fault | None:
        """Return what is in the way of using it now for this order, or None."""
        ...

    def write(self, order: WriteOrder, signal: Signal) -> Written:
        """Return the answer; the card's memory is free again when it returns or raises."""
        ...
