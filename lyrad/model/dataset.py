"""A dataset: the folder of reference pictures that a character is trained on, and what is wrong.

A *picture* is one file that somebody put there, with what was found of it and what became of it; a
*caption* the words beside it; the *balance* what the whole set shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from lyrad.errors import Fault
from lyrad.model.finding import Case, Finding, Verdict
from lyrad.model.media import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The words beside a picture, on one line; `source` is the file, empty for lyrad's words."""

    text: str = ""
    source: str = ""
    findings: tuple[Finding, ...] = ()


CELLS = 48
"""Cells of the grid on which pictures are compared place by place: a mouth covers a few."""


class Framing(StrEnum):
    """How much of somebody a picture shows."""

    CLOSE = "close-up"
    MEDIUM = "medium shot"
    FULL = "full figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was measured of a picture's pixels.

    Attributes:
        pixels: a hash of the pixels themselves, in hex; equal for the same picture in other files.
        hash: the perceptual hash, 256 bits.
        mirrored: the perceptual hash of the picture flipped left to right.
        cells: the picture on a grid of `CELLS` x `CELLS`, row by row, three bytes (BGR) each.
        blur: how soft the sharpest part is, 0 to 1.
        brightness: mean lightness (L* of CIELAB), 0 to 100.
        ground: mean L*, a*, b* of the picture's left, upper and right rim: what lies behind.
        framing: by the outline before a plain ground; None where that cannot be told.
    """

    pixels: str
    hash: int
    mirrored: int
    cells: bytes
    blur: float
    brightness: float
    ground: tuple[float, ...]
    framing: Framing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A file as it was read: what it is and what was done to its pixels, or why it cannot be."""

    name: str
    kind: str = ""
    size: Size | None = None
    look: Look | None = None
    done: tuple[str, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One file of the set, by its path below the folder, and what becomes of it.

    `copied` is its name in the copy, without ending (`ref_0001`); empty for a refused picture.
    """

    name: str
    findings: tuple[Finding, ...] = ()
    size: Size | None = None
    look: Look | None = None
    caption: Caption | None = None
    copied: str = ""

    @property
    def told(self) -> tuple[Finding, ...]:
        """Return all that was found, of its pixels first, then of its caption."""
        return (*self.findings, *(self.caption.findings if self.caption else ()))

    @property
    def verdict(self) -> Verdict:
        """Return the worst that any finding makes of it."""
        found = {finding.case.verdict for finding in self.told}
        worst = (one for one in (Verdict.REFUSED, Verdict.MENDED) if one in found)
        return next(worst, Verdict.KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A file that is no picture of the set and was left alone, and what it is."""

    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that the set shows: how often each kind of it, in how many it is not known.

    `advice` is one sentence, or empty; `method` says how it was measured.
    """

    title: str
    counts: tuple[tuple[str, int], ...]
    unmeasured: int
    advice: str
    method: str

    @property
    def measured(self) -> int:
        """Return in how many pictures it is known."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What the pictures that can be used show, taken together."""

    rows: tuple[Row, ...]

    @property
    def advice(self) -> str:
        """Return the one sentence that matters most."""
        given = next((row.advice for row in self.rows if row.advice), "")
        unknown = [row.title.lower() for row in self.rows if row.unmeasured > row.measured]
        rest = f"; look at the {' and the '.join(unknown)} yourself" if unknown else ""
        return given or f"Nothing that was measured stands out{rest}."


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetReport:
    """All that is told of a folder.

    Attributes:
        folder: the folder as the person named it.
        word: what captions call the subject; empty where nothing says it.
        pictures: every one, in the order of their names.
        aside: the other files.
        balance: what the usable pictures show.
        repeats: how often each picture should be shown in an epoch, and why; may be empty.
        wants: why the set cannot be trained on; empty where it can.
    """

    folder: str
    word: str
    pictures: tuple[Picture, ...]
    aside: tuple[Aside, ...]
    balance: Balance
    repeats: str
    wants: tuple[str, ...]

    @property
    def usable(self) -> tuple[Picture, ...]:
        """Return the pictures that are kept or mended."""
        return tuple(one for one in self.pictures if one.verdict is not Verdict.REFUSED)

    def counted(self, verdict: Verdict) -> int:
        """Return how many pictures have the verdict."""
        return sum(one.verdict is verdict for one in self.pictures)

    @property
    def cases(self) -> frozenset[Case]:
        """Return every case that was met."""
        told = chain.from_iterable(one.told for one in self.pictures)
        return frozenset(finding.case for finding in told)
