"""What a scene's assembly has at hand: takes, something that cuts, a home."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.model.assembly import CueFootage, Footage
from lyrad.model.cue import CueKey
from lyrad.model.job import Progress
from lyrad.model.media import Clip, Size
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.plan import Artifact, AssemblyPlan
from lyrad.model.take import Take
from lyrad.ports.bench import Workplace
from lyrad.ports.marks import Marker
from lyrad.ports.time import Signal


class FootageShelf(Protocol):
    """What stands in a production and can be cut in. A share that is away raises Temporary."""

    def of(self, shot: ShotKey, takes: Sequence[Take]) -> tuple[Footage, ...]:
        """Return the shot's takes whose masters are there, circled ones wherever they lie."""
        ...

    def cue(self, cue: CueKey, folder: RelPath) -> tuple[CueFootage, ...]:
        """Return a cue's takes whose music is there."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnIn:
    """What is written into the picture: `label` on the left, frame and timecode on the right.

    `start` is the timecode of the first frame, counted from midnight in real frames.
    """

    label: str
    start: int
    drop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOrder:
    """One shot as it lies in the assembly: exactly `frames` at `rate` and `size`.

    `source` is a clip, or a folder of numbered pictures at `own_rate`; None for a slate with these
    `words`. `content` tells one source from another.
    """

    source: Path | None
    content: str
    frames: int
    own_rate: Fraction
    rate: Fraction
    size: Size
    words: tuple[str, ...]
    burn_in: BurnIn | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of music in the mix; all three in samples at 48 kHz."""

    source: Path
    at: int
    skip: int
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MixOrder:
    """The sound of an assembly: pieces in silence, exactly `samples` at 48 kHz."""

    target: Path
    pieces: tuple[Piece, ...]
    samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinOrder:
    """Clips that become one without being encoded again, and the sound under them.

    `clips` are at `rate`, each with how many frames it has; `timecode` is the first one's, as
    written.
    """

    clips: tuple[tuple[Path, int], ...]
    sound: Path | None
    target: Path
    rate: Fraction
    timecode: str
    comment: str


class Cutter(Protocol):
    """Cuts clips together. Every call polls the signal and leaves no process behind.

    Errors are Permanent or Temporary.
    """

    def part(self, order: PartOrder, signal: Signal, progress: Callable[[Progress], None]) -> Path:
        """Return the part; one that was made before, of the same content, is used again."""
        ...

    def alike(self, clips: Sequence[Path], rate: Fraction, signal: Signal) -> bool:
        """Return whether clips can be joined as they are: one codec, size, rate and settings."""
        ...

    def mix(self, order: MixOrder, signal: Signal) -> None:
        """Write the sound at the order's target, as a WAV."""
        ...

    def join(self, order: JoinOrder, signal: Signal) -> None:
        """Write the whole at the order's target."""
        ...

    def probe(self, path: Path, signal: Signal) -> Clip:
        """Return what is in the file, decoded to the end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What is published: the film and the timeline, which belong together."""

    film: Path
    timeline: bytes


class AssemblyHome(Protocol):
    """Puts assemblies into scenes' folders, exactly once each."""

    def begun(self, plan: AssemblyPlan) -> None:
        """Make sure that this production is still ours. Raises Temporary."""
        ...

    def done(self, plan: AssemblyPlan) -> Artifact | None:
        """Return the assembly that this job already put there, or None."""
        ...

    def path(self, path: RelPath) -> Path:
        """Return where a file of the production lies; it is only read there."""
        ...

    def version(self, plan: AssemblyPlan) -> int:
        """Return the version number of the job, given now if it was not yet."""
        ...

    def publish(self, plan: AssemblyPlan, version: int, made: Assembled) -> Artifact | None:
        """Put both files in place under this version; None where a name is taken meanwhile.

        Raises:
            Temporary: the share is full, locked or away, or the lease is another run's.
            Permanent: the scene's folder is gone.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyBench(Workplace):
    """What a step has at hand that is performed for a scene."""

    plan: AssemblyPlan
    cutter: Cutter
    marker: Marker
    home: AssemblyHome

    def done(self) -> Artifact | None:
        """Return the assembly that the job already made, or None."""
        return self.home.done(self.plan)

    def begin(self) -> None:
        """Make sure that the step may begin."""
        self.home.begun(self.plan)


class AssemblyAction(Protocol):
    """A verb that a rule over scenes may use; its fields are its YAML."""

    def perform(self, bench: AssemblyBench) -> tuple[Artifact, ...]:
        """Do the work in the bench's folder and return what was made.

        Raises Temporary or Permanent.
        """
        ...
