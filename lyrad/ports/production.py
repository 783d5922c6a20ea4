"""What the daemon asks of a production's tree and of the pictures in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.core.history import History
from lyrad.errors import Fault
from lyrad.model.card import Card, Page, Request, Summary
from lyrad.model.drop import Seen, Wholeness
from lyrad.model.layout import Layout
from lyrad.model.ledger import LedgerLine
from lyrad.model.names import RelPath
from lyrad.model.seam import Seam
from lyrad.model.take import Take


class Index(Protocol):
    """The tree as it was last seen."""

    def __iter__(self) -> Iterator[RelPath]:
        """Iterate over the folders whose content is known."""
        ...

    def seen(self, path: RelPath) -> Seen | None:
        """Return what was last seen at the path, or None."""
        ...

    def children(self, folder: RelPath) -> tuple[Seen, ...]:
        """Return what stands directly in the folder."""
        ...

    def changed_below(self, folder: RelPath) -> float | None:
        """Return when anything in the folder's subtree last changed, lyrad's own takes apart."""
        ...

    def gap_below(self, folder: RelPath) -> float:
        """Return the longest pause between changes below the folder while what arrives arrives.

        In seconds; 0.0 where nothing changed yet, or nothing more than once. A pause of more than
        a minute ends an arrival; what changes after it begins a new one.
        """
        ...

    def own(self, folder: RelPath) -> None:
        """Take the folder for lyrad's own publication: it does not count as a change."""
        ...


class Watch(Protocol):
    """Sees one production's tree: events as a hint, scans as the truth."""

    @property
    def index(self) -> Index:
        """Return the tree as it was last seen."""
        ...

    @property
    def healthy(self) -> bool:
        """Return whether the root is there; if not, nothing of it is known and nothing is gone."""
        ...

    @property
    def closed(self) -> frozenset[RelPath]:
        """Return the folders that could not be listed last; what is in them is unknown."""
        ...

    @property
    def mode(self) -> str:
        """Return how this root is watched, in words."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what people should know of the watching, in words."""
        ...

    def start(self) -> None:
        """Begin to listen for events."""
        ...

    def stop(self) -> None:
        """End listening."""
        ...

    def wait(self, seconds: float) -> None:
        """Wait for an event or a nudge, at most so long."""
        ...

    def nudge(self) -> None:
        """End a wait."""
        ...

    @property
    def keeps(self) -> bool:
        """Return whether much vanished at once, and is kept until somebody says it was meant."""
        ...

    def accept(self) -> None:
        """Take for deleted, at the next look, what vanished at once and was kept until then."""
        ...

    def look(self, *, full: bool = False) -> tuple[RelPath, ...]:
        """Look at what may have changed, or at everything; return the paths that did change."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A private copy that was taken; hashes are hex."""

    size: int
    sha256: str
    xxh64: str


class Store(Protocol):
    """Private copies by content."""

    def keep(self, source: Path, *, within: Path) -> Kept:
        """Copy a file that must lie within a folder; Temporary when it changes meanwhile."""
        ...

    def path(self, sha256: str) -> Path:
        """Return where the copy with this content is."""
        ...


class Ledger(Protocol):
    """The production's append-only list."""

    @property
    def history(self) -> History:
        """Return what all lines together say."""
        ...

    def refresh(self) -> History:
        """Read what others added since, and return what all lines together say."""
        ...

    def append(self, line: LedgerLine) -> None:
        """Write one line and make it durable."""
        ...


class Takes(Protocol):
    """The takes that stand in shots' folders."""

    def of(self, folder: RelPath) -> tuple[Take, ...]:
        """Return a shot's takes in order of their numbers."""
        ...


class CardRack(Protocol):
    """Shows cards; repeated calls cost little."""

    def show(self, folder: RelPath, card: Card | None) -> Fault | None:
        """Show a folder's one card, or take it away; return what prevented it."""
        ...

    def summary(self, folder: RelPath, summary: Summary | None) -> Fault | None:
        """Show a scene's or the root's summary, or take it away; return what prevented it."""
        ...

    def pages(self, folder: RelPath, pages: Iterable[Page]) -> Fault | None:
        """Show these pages beside a folder's card, and no others; return what prevented it."""
        ...

    def touch(self, folder: RelPath) -> Fault | None:
        """Renew the time of the folder's summary: lyrad is alive; return what prevented it."""
        ...


class RequestTray(Protocol):
    """Requests that people dropped into folders."""

    def claim(self, folder: RelPath) -> tuple[Request, ...]:
        """Claim new requests in the folder; return them and those claimed earlier."""
        ...

    def remove(self, request: Request) -> None:
        """Take a request away that has been seen to."""
        ...


class PictureCheck(Protocol):
    """Looks at a picture before a job is ordered."""

    def check(self, path: Path, shown: str) -> Fault | None:
        """Decode the picture fully; return what is wrong with it, or None."""
        ...


class CutReader(Protocol):
    """Reads a scene's cut: an EDL, an OTIO timeline, or the film of it."""

    def layout(self, path: Path, shown: str, *, scene: str, rate: Fraction) -> Layout:
        """Return how the scene is cut; `rate` is the film's, where the cut says no other.

        Raises:
            ConfigError: the cut cannot be read, with what is wrong with it.
        """
        ...


class Suggestions(Protocol):
    """Suggested middle frames beside cards; nothing of lyrad's reads them."""

    def offer(self, folder: RelPath, first: Path, last: Path, seam: Seam) -> bool:
        """Lay down the suggestion for a held pair, once; return whether it stands there now."""
        ...

    def withdraw(self, folder: RelPath) -> None:
        """Take away what was suggested in a folder, unless a person made it their own."""
        ...


Whole = Callable[[Path], Wholeness]
"""Says whether a file is all there."""

JudgePair = Callable[[Path, Path], Seam | None]
"""Says of a first and a last frame what a model will make between them."""
