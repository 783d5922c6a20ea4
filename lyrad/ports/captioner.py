"""What lyrad asks of whoever describes reference pictures in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.dataset import Look
from lyrad.model.job import Progress
from lyrad.model.names import Fields
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A picture that needs words: its name below the folder of references, and its clean copy.

    `look` is what was measured of it. The copy is an upright 8-bit RGB PNG.
    """

    name: str
    copy: Path
    look: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionOrder:
    """What `caption.dataset` asks: words for every picture that has none of a person's.

    `model` is the vision model's name where the tool has several; `prompt` what it is asked, in
    words, with everything filled in. `work` is the step's own folder: words that were got are kept
    there, so that a kill costs one picture's. `seed` makes the same words come again.
    """

    pictures: tuple[Described, ...]
    spec: CharacterSpec
    work: Path
    model: str = ""
    prompt: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Captioned:
    """Words for every picture of the order, by its name, each on one line.

    `draft` is true for words of the embedded captioner. `facts` are for the receipt: model,
    digest, and what was put right.
    """

    words: tuple[tuple[str, str], ...]
    draft: bool
    facts: Fields


class Captioner(Protocol):
    """Describes pictures. Errors are `Temporary` or `Permanent`."""

    name: str

    def probe(self, order: CaptionOrder) -> Fault | None:
        """Return what is in the way of using it now for this order, or None."""
        ...

    def caption(
        self, order: CaptionOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> Captioned:
        """Return words for every picture; with an ear to the signal between pictures.

        The card's memory is free again when it returns or raises.
        """
        ...
