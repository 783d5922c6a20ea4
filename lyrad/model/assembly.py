"""A scene's assembly: the latest good take of each shot after another, music under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Literal

from lyrad.model.cue import CueKey
from lyrad.model.media import Size
from lyrad.model.names import Fingerprint, JobId, RelPath, ShotKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """A take, as it can be cut in.

    `path` is its master: a file, or the folder of its numbered pictures, of which `first` is the
    name of the first. `frames` at `rate`; `head` is the first one, counted from midnight.
    `sha256` is the content's; `made` is IPTC's word for how it was made, '' where nobody says.
    """

    shot: ShotKey
    take: int
    version: int
    path: RelPath
    sha256: str
    frames: int
    rate: Fraction
    size: Size
    head: int = 0
    first: str = ""
    made: str = ""
    draft: bool = False
    suspicious: bool = False
    circled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CutShot:
    """A shot, as the assembly sees it: what can be cut in, and how long it is planned to be.

    `frames` at `rate`, None where no spec says it.
    """

    shot: ShotKey
    frames: int | None
    rate: Fraction
    words: str
    footage: tuple[Footage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One shot in the assembly; without footage it is a slate.

    `start` counts from the assembly's first frame. `words` are the shot's description, `reason`
    says why this take, for people.
    """

    shot: ShotKey
    start: int
    frames: int
    footage: Footage | None
    words: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFootage:
    """A cue's take, as it can be laid under; `head` is its first frame, counted from midnight.

    Both `head` and `frames` are counted at its own `rate`.
    """

    cue: CueKey
    take: int
    path: RelPath
    sha256: str
    head: int
    frames: int
    rate: Fraction
    made: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidCue:
    """A cue in the assembly: from frame `at` on, `frames` long, its first `skip` left out."""

    footage: CueFootage
    at: int
    skip: int
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """A scene put together: shots in order, none overlapping, and the cues under them.

    `start` is its first frame, counted from midnight in real frames; `drop` says that its timecode
    leaves out numbers. `told` is what a person should know of it, a line each.
    """

    scene: str
    rate: Fraction
    size: Size
    start: int
    drop: bool
    items: tuple[Item, ...]
    cues: tuple[LaidCue, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def frames(self) -> int:
        """Return the whole length."""
        return sum(item.frames for item in self.items)

    @property
    def footage(self) -> tuple[Footage, ...]:
        """Return the takes in it, in the order of the cut."""
        return tuple(item.footage for item in self.items if item.footage)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyGiven:
    """An assembly's version number was given. Numbers are never used twice.

    Written once more before its files get their names, with their sha256 sums.
    """

    event: Literal["assembling"] = "assembling"
    at: datetime
    scene: str
    version: int
    job: JobId
    outputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyPublished:
    """An assembly stands in its scene's folder; `files` are its names, `outputs` their sums."""

    event: Literal["assembled"] = "assembled"
    at: datetime
    scene: str
    version: int
    job: JobId
    rule: str
    fingerprint: Fingerprint
    folder: RelPath
    frames: int
    files: tuple[str, ...]
    outputs: tuple[str, ...]
    told: tuple[str, ...]


AssemblyLine = AssemblyGiven | AssemblyPublished
