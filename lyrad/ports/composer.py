"""What lyrad asks of a tool that makes music: a ticket first, then waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.cue import CueSpan
from lyrad.model.job import Progress
from lyrad.model.names import Fields
from lyrad.ports.backend import Finished, Lost, Ticket, Working
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedHit:
    """A hit on the music's own clock: its sample at 48 kHz from the head, and what happens."""

    sample: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposeOrder:
    """What `score.cue` asks of a composer: one piece of music at least as long as the span.

    `prompt` is what is wanted in words, everything filled in. `key` is written `D minor`, `meter`
    `4/4`; either may be empty. `picture` is the scene's clip where the rule wants the music made
    to it, else None. `options` are the step's own fields for this tool (`model`, `steps` ...).
    `work` is the step's own folder: whatever the tool brings lies there.
    """

    span: CueSpan
    prompt: str
    negative: str
    mood: tuple[str, ...]
    bpm: int | None
    key: str
    meter: str
    hits: tuple[TimedHit, ...]
    seed: int
    work: Path
    picture: Path | None = None
    options: Fields = field(default_factory=dict)
    frozen: Fields = field(default_factory=dict)
    job: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """Music as a tool made it, in the order's work folder, of any format, rate and length.

    `seed` is the one that the tool says it used, None where it does not say; `draft` is true for
    the embedded scratch score. `facts` are for the receipt: model, versions, what was asked.
    """

    path: Path
    seed: int | None
    draft: bool
    facts: Fields


class Composer(Protocol):
    """A tool that makes music. Errors are `Temporary` or `Permanent`.

    `licence` says in a sentence what its results may not be used for, empty where nothing
    forbids; `commercial` is False where they may not be sold. `card` says that it needs the
    graphics card. `outlives` says that work in flight goes on when lyrad stops.
    """

    name: str
    licence: str
    commercial: bool
    card: bool
    outlives: bool

    def probe(self, order: ComposeOrder) -> Fault | None:
        """Return what is in the way of using it now for this order, or None.

        Raises:
            Permanent: it can never make what is ordered, however long one waits.
        """
        ...

    def submit(self, order: ComposeOrder) -> Ticket:
        """Hand the work over and return the tool's own handle for it."""
        ...

    def poll(self, order: ComposeOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands. Raises Permanent or Temporary where it failed."""
        ...

    def fetch(
        self,
        order: ComposeOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Composed:
        """Bring the music into the order's work folder."""
        ...

    def cancel(self, order: ComposeOrder, ticket: Ticket) -> None:
        """Stop this work and nothing else, as far as the tool lets itself be stopped."""
        ...
