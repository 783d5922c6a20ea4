"""How a shot's folder stands: what a look into it found, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass

from lyrad.errors import Fault
from lyrad.model.brief import Briefed
from lyrad.model.drop import Drop
from lyrad.model.names import Fields, RelPath, ShotKey
from lyrad.model.rule import Match
from lyrad.model.spec import ShotSpec
from lyrad.model.take import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """Something is not there yet, or not whole; `detail` names it for the card's name.

    `arriving` says that it may come by itself, and `again_at` when to look for it (monotonic
    seconds; None as usual); `draft` that a draft of the spec would help.
    """

    detail: str
    body: str
    arriving: bool = False
    draft: bool = False
    again_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """Something is still changing; look again at `ready_at`, in monotonic seconds.

    `waits` is what a card says of it after a while, where there is more to say than that.
    """

    ready_at: float
    waits: Lacking | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What stands there cannot be used; every fault is named."""

    detail: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A drop that is whole, and the rules that speak of it.

    `finishes` are those that make better clips of its takes, when somebody asks for one.
    """

    drop: Drop
    spec: ShotSpec
    matches: tuple[Match, ...]
    notes: tuple[str, ...] = ()
    finishes: tuple[Match, ...] = ()


Standing = Unsettled | Lacking | Refused | Briefed | Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A file in a shot's folder that nothing uses; `advice` names the nearest fit.

    A harmless one is nobody's mistake: it is told, but never makes a card's name.
    """

    name: str
    advice: str
    harmless: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotLook:
    """One look into a shot's folder; with no `standing`, nothing of a shot is there.

    `takes` are the shot's own, in order of their numbers; `foreign` came with a copied folder and
    belong to another shot that still stands. `again_at` asks for another look (monotonic seconds).
    """

    shot: ShotKey
    folder: RelPath
    standing: Standing | None
    takes: tuple[Take, ...] = ()
    foreign: tuple[Take, ...] = ()
    unused: tuple[Unused, ...] = ()
    again_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """Takes whose inherited part has changed since; `changed` names the fields, old and new."""

    takes: tuple[int, ...]
    changed: Fields
