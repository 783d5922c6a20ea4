"""What lyrad asks of a tool that renders: a ticket first, then waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.job import Progress
from lyrad.model.media import Retime, Size, Smaller, Sound
from lyrad.model.names import Fields
from lyrad.model.workflow import Workflow
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A backend's own handle for work in flight, written down before waiting."""

    id: str
    facts: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLora:
    """A LoRA that a render uses: lyrad's own copy of the file, and the name that people know.

    `expert` is `low` or `high` where the base has two.
    """

    path: Path
    name: str
    sha256: str
    strength: float
    expert: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenOrder:
    """What `render.between` asks of a backend: a clip from the first to the last given frame.

    Pictures are prepared: upright, 8-bit BGR PNG at `size`. `frames` counts both of them. Either
    may be None.
    `work` is the step's own folder: whatever the backend writes, it writes there.
    `workflow` is what ComfyUI runs; `retime` says how a model's own rate becomes `rate`;
    `smaller` whether the model may be asked for less where a card's memory is not enough;
    `lossless` that the frames must not pass through a lossy codec on their way.
    `job` names the work to people who look at the tool. `loras` are the characters' own. With a
    `video`, a clip that is there is made better, and there are no given frames.
    """

    first: Path | None
    last: Path | None
    frames: int
    rate: Fraction
    size: Size
    seed: int
    prompt: str
    work: Path
    negative: str = ""
    workflow: Workflow | None = None
    retime: Retime = Retime.INTERPOLATE
    sound: Sound = Sound.DROP
    smaller: Smaller = Smaller.NEVER
    lossless: bool = False
    job: str = ""
    loras: tuple[OrderedLora, ...] = ()
    video: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """Work in flight."""

    progress: Progress | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Work that ended well: `fetch` has something to bring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The backend knows nothing of the ticket (restarted, killed): submit again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A clip that a backend brought: lossless where it can, exactly as long as was ordered.

    `method` is what a person may read ("layered in-between"); `draft` is true for embedded work.
    `sound` is a file with the model's sound as it came, where sound was to be kept; `spans` the
    seconds between the first and the last picture that it belongs to.
    """

    path: Path
    method: str
    draft: bool
    facts: Fields
    sound: Path | None = None
    spans: Fraction | None = None


class BetweenBackend(Protocol):
    """A tool that renders between two frames. Errors are `Temporary` or `Permanent`.

    `outlives` says that its work goes on while lyrad is stopped, so that it is left at work then.
    """

    name: str
    outlives: bool

    @property
    def busy(self) -> Mapping[str, float]:
        """Return for each of its servers the share of time, 0 to 1, in which it worked for us.

        Only of those that have begun to; a tool without servers has none.
        """
        ...

    def probe(self) -> Fault | None:
        """Return what is in the way of using it now, or None."""
        ...

    def submit(self, order: BetweenOrder) -> Ticket:
        """Start the work and return its ticket.

        What had been started for the same folder is taken up again.
        """
        ...

    def poll(self, order: BetweenOrder, ticket: Ticket) -> Working | Finished | Lost:
        """Return how the work stands. Raises Permanent or Temporary where it failed."""
        ...

    def fetch(
        self,
        order: BetweenOrder,
        ticket: Ticket,
        signal: Signal,
        progress: Callable[[Progress], None],
    ) -> Rendered:
        """Bring the result into the order's work folder, with an ear to the signal."""
        ...

    def cancel(self, order: BetweenOrder, ticket: Ticket) -> None:
        """Stop this work and nothing else; return when its processes are gone."""
        ...

    def give_up(self, works: Iterable[Path]) -> None:
        """End what is in flight for these steps' folders: their jobs were cancelled meanwhile.

        Nobody is at work on them who could call `cancel`. Asked every few seconds; what cannot be
        ended now is kept in mind and ended later.
        """
        ...
