"""What lyrad asks of a tool that trains: a ticket first, then waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.character import CharacterSpec
from lyrad.model.job import Progress
from lyrad.model.names import Fields
from lyrad.ports.backend import Finished, Lost, Ticket, Working
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOrder:
    """What `train.lora` asks of a trainer: one LoRA file, or two where the base has two experts.

    `dataset` is the clean copy: `ref_0001.png` with `ref_0001.txt` and so on, `pictures` many; it
    is lyrad's own and nobody else's. `name` is the LoRA's name without version (`MIRA`). `preset`
    is the text of the training's settings as they were when the job was ordered, a template.
    `work` is the step's own folder: whatever the trainer writes, it writes there.
    """

    dataset: Path
    pictures: int
    name: str
    spec: CharacterSpec
    preset: str
    seed: int
    work: Path
    job: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lora:
    """One trained file, proven to be one; `expert` is `low` or `high` where the base has two.

    `epochs` are earlier states of it, oldest first, that an editor may prefer.
    """

    path: Path
    expert: str = ""
    epochs: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What a trainer brought. `curve` is a picture of the loss; `samples` are pictures it made.

    `facts` are for the receipt: config, base model, the trainer's commit, steps, losses.
    """

    loras: tuple[Lora, ...]
    curve: Path | None
    samples: tuple[Path, ...]
    facts: Fields


class Trainer(Protocol):
    """A tool that trains LoRAs. Errors are `Temporary` or `Permanent`."""

    name: str
    outlives: bool

    def probe(self, order: TrainingOrder) -> Fault | None:
        """Return what is in the way of training this now, or None; takes no graphics card."""
        ...

    def submit(self, order: TrainingOrder) -> Ticket:
        """Start the work and return its ticket.

        What had been started for the same folder is taken up again, as far as that can be trusted.
        """
        ...

    def poll(self, order: TrainingOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands. Raises Permanent or Temporary where it failed."""
        ...

    def fetch(
        self,
        order: TrainingOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Trained:
        """Prove the result and return it; everything lies in the order's work folder."""
        ...

    def cancel(self, order: TrainingOrder, ticket: Ticket) -> None:
        """Stop this work and nothing else; return when its processes are gone."""
        ...
