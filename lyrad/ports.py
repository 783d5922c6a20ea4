"""The shapes of the doors.

What rooms may ask of each other. Protocols and the small nouns that pass through them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.job import Job, Progress, StepRecord
from lyrad.model.media import Clip, Fit, Master, Size
from lyrad.model.names import Fields, JobId
from lyrad.model.plan import Artifact, Outcome, Plan
from lyrad.model.take import Receipt


class Clock(Protocol):
    """Time, handed in so that tests can lie about it."""

    def now(self) -> datetime:
        """Return the time in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never jump, from an unknown start."""
        ...


class Signal(Protocol):
    """Tells work in flight to stop; asked often, waited on instead of sleeping."""

    def check(self) -> None:
        """Raise `Stopping` when lyrad stops, `Cancelled` when the job was cancelled or held."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until `check` would raise; then raise as `check` does."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A backend's own handle for work in flight, written down before waiting."""

    id: str
    facts: Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenOrder:
    """What `render.between` asks of a backend: a clip from the first to the last given frame.

    Pictures are prepared: upright, 8-bit BGR PNG at `size`. `frames` counts both of them. Either
    may be None.
    `work` is the step's own folder: whatever the backend writes, it writes there.
    """

    first: Path | None
    last: Path | None
    frames: int
    rate: Fraction
    size: Size
    seed: int
    prompt: str
    work: Path


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
    """

    path: Path
    method: str
    draft: bool
    facts: Fields


class BetweenBackend(Protocol):
    """A tool that renders between two frames. Errors are `Temporary` or `Permanent`."""

    name: str

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

    def fetch(self, order: BetweenOrder, ticket: Ticket) -> Rendered:
        """Bring the result into the order's work folder."""
        ...

    def cancel(self, order: BetweenOrder, ticket: Ticket) -> None:
        """Stop this work and nothing else; return when its processes are gone."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterOrder:
    """What the delivered file must be.

    `timecode` is that of its first frame, `reel` the take's stem.
    """

    source: Path
    target: Path
    master: Master
    frames: int
    rate: Fraction
    size: Size
    timecode: str
    reel: str


class Media(Protocol):
    """What FFmpeg does for lyrad.

    Every call polls the signal and leaves no process behind; errors are Permanent or Temporary.
    """

    def master(
        self, order: MasterOrder, signal: Signal, progress: Callable[[Progress], None]
    ) -> None:
        """Write the master at the order's target.

        A file, or a folder of numbered pictures for `png`.
        """
        ...

    def proxy(
        self, source: Path, target: Path, *, height: int, rate: Fraction, signal: Signal
    ) -> None:
        """Write a small H.264 of the same frame count and rate."""
        ...

    def picture(self, source: Path, target: Path, *, frame: int, signal: Signal) -> None:
        """Write one frame, counted from 0, as PNG or JPEG by the target's name.

        The source is a clip, or a folder of numbered pictures.
        """
        ...

    def probe(self, path: Path, signal: Signal) -> Clip:
        """Return what is in the file, decoded to the end."""
        ...

    def version(self) -> str:
        """Return FFmpeg's own version word."""
        ...


class Pictures(Protocol):
    """Still pictures: reading what people made, writing what people look at."""

    def prepare(self, source: Path, target: Path, *, size: Size, fit: Fit) -> Fields:
        """Decode fully and write an upright 8-bit PNG at the size.

        Return what was done to it, for the receipt.
        """
        ...

    def sheet(self, tiles: Sequence[tuple[str, Path]], target: Path) -> None:
        """Write a contact sheet of labelled pictures."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What a take will hold: files in the work folder, by the name they get in the take's folder.

    A name with the `{stem}` mark gets the take's stem; `_info/` in front puts it beside the
    receipt.
    """

    files: tuple[tuple[str, Path], ...]


class Publisher(Protocol):
    """Puts takes into the production, exactly once each."""

    def begun(self, plan: Plan) -> int:
        """Return the version number of the plan's take, given now if it was not yet.

        Written to the ledger.
        """
        ...

    def published(self, plan: Plan) -> Receipt | None:
        """Return the receipt of the take that this job already made, or None."""
        ...

    def number(self, plan: Plan) -> int:
        """Return the take number of the job, given now if it was not yet.

        Written to the ledger.
        """
        ...

    def stem(self, plan: Plan, *, take: int, version: int) -> str:
        """Return the take's stem, `SC010_SH0020_T03_v002`."""
        ...

    def publish(self, plan: Plan, receipt: Receipt, staged: Staged) -> Receipt:
        """Put the take in place with one rename; return the receipt as written, outputs hashed.

        Raises:
            Temporary: the share is full or locked, or the lease is not ours; the work folder keeps
            everything.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What a step has at hand while it performs.

    `work` is the step's own folder, kept across tries and restarts; `job_work` the job's, against
    which artifacts are named.
    `earlier` are the artifacts of the steps before. `history` is what the engine knows of them,
    for the receipt.
    """

    plan: Plan
    step: int
    tries: int
    work: Path
    job_work: Path
    earlier: tuple[Artifact, ...]
    clock: Clock
    signal: Signal
    progress: Callable[[Progress], None]
    store: Callable[[str], Path]
    backends: Mapping[str, BetweenBackend]
    media: Media
    pictures: Pictures
    publisher: Publisher


class Action(Protocol):
    """A verb that a rule may use; its fields are its YAML."""

    def perform(self, bench: Bench) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made.

        Raises Temporary or Permanent.
        """
        ...


Perform = Callable[
    [Plan, int, int, tuple[Artifact, ...], Signal, Callable[[Progress], None]], Outcome
]
"""What the engine calls for one try of one step.

Plan, step, tries, earlier artifacts, signal, progress.
"""


class Engine(Protocol):
    """The durable queue. Every call may be repeated without harm."""

    def submit(self, plan: Plan, *, held: bool = False) -> None:
        """Order a job; a job that the engine knows already is left as it is."""
        ...

    def jobs(self) -> tuple[Job, ...]:
        """Return every job that the engine knows."""
        ...

    def job(self, job: JobId) -> Job | None:
        """Return one job, or None."""
        ...

    def steps(self, job: JobId) -> tuple[StepRecord, ...]:
        """Return every try of every step so far, oldest first."""
        ...

    def cancel(self, job: JobId) -> None:
        """End a job; a step at work is told at once."""
        ...

    def retry(self, job: JobId) -> None:
        """Start a failed or cancelled job again at the step where it stopped.

        Hurry a waiting one.
        """
        ...

    def hold(self, job: JobId) -> None:
        """Keep a queued job from starting, or a working one from its next step."""
        ...

    def go(self, job: JobId) -> None:
        """Let a held job go on from where it was."""
        ...

    def reorder(self, job: JobId, order: int) -> None:
        """Give a queued job another place."""
        ...

    def pause(self, lanes: Sequence[str] | None = None, *, now: bool = False) -> None:
        """Start nothing more on these lanes (all).

        With `now`, put the steps at work back into the queue.
        """
        ...

    def resume(self, lanes: Sequence[str] | None = None) -> None:
        """Undo a pause."""
        ...

    def paused(self) -> tuple[str, ...]:
        """Return the lanes that are paused."""
        ...
