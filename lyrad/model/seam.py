"""The seam between two given frames: what was measured, what it means, what a render showed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lyrad.model.names import Fields


class Verdict(StrEnum):
    """What a model will probably make of a pair of frames."""

    OK = "OK"
    CAUTION = "CAUTION"
    CUT_LIKELY = "CUT-LIKELY"


class Axis(StrEnum):
    """A way in which two frames can be apart; each spends some of the shot's continuity."""

    SCALE = "scale"
    SHIFT = "shift"
    ROLL = "roll"
    ANGLE = "angle"
    COMPOSITION = "composition"
    LIGHT = "light"
    FORMAT = "format"
    MIRROR = "mirror"
    UNRELATED = "unrelated"
    EVIDENCE = "evidence"
    STILL = "still"


class OnLikelyCut(StrEnum):
    """What a production does with a pair of which a model will probably make a cut.

    `hold` waits for a person, `note` renders it and says so, `off` does not look at all.
    """

    HOLD = "hold"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which risk on a pair is worth a warning, and from which a cut is expected."""

    caution: float = 0.33
    cut: float = 0.66

    def __post_init__(self) -> None:
        if not 0 < self.caution <= self.cut <= 1:
            raise ValueError(f"0 < caution <= cut <= 1: {self.caution}, {self.cut}")

    def verdict(self, risk: float) -> Verdict:
        """Return what a risk means."""
        if risk < self.caution:
            return Verdict.OK
        return Verdict.CAUTION if risk < self.cut else Verdict.CUT_LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """Width over height: of the file, and of the picture between its black bars."""

    canvas: float
    picture: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """How the last frame differs from the first.

    Where no map from one to the other was found (`mapped` is False), what rests on one keeps its
    default. Shares are of the picture between black bars, 0 to 1.
    """

    first: Aspect
    last: Aspect

    mapped: bool = False
    """A camera move was found that carries the first frame onto the last."""

    soft: bool = False
    """The map rests on how the blurred frames lie, since there is too little detail to match."""

    mirrored: bool = False
    """The last frame agrees with the first when it is flipped left to right."""

    scale: float = 1.0
    """How much larger things are in the last frame."""

    roll: float = 0.0
    """Degrees by which the horizon turns, clockwise."""

    across: float = 0.0
    """Shift of the middle of the picture to the right, in widths of the last frame."""

    down: float = 0.0
    """The same, downwards, in heights."""

    seen: float = 0.0
    """Share of the first frame that the last one still shows."""

    known: float = 0.0
    """Share of the last frame that the first one showed already."""

    perspective: float = 0.0
    """How far the corners leave a plain zoom, pan and roll, in widths of the first frame."""

    parallax: float = 0.0
    """How far points leave the map, in widths: the 80th percentile of those in one 3-D scene."""

    changed: float = 1.0
    """Share of the aligned picture where something else is to be seen."""

    tracked: float | None = None
    """Share of the detailed places in the last frame that can be followed; None if too few."""

    inliers: float = 0.0
    """Share of the matches that agree with the map."""

    stops: float = 0.0
    """Change of exposure, in stops; above 0 the last frame is brighter."""

    colour: float = 0.0
    """Shift of the mean colour in CIELAB's a*b* plane."""

    warmth: float = 0.0
    """Shift of the mean b*: above 0 the last frame is warmer."""

    stir: float = 1.0
    """Share of the frame that differs visibly when nothing is aligned; 0 for the same picture."""

    @property
    def overlap(self) -> float:
        """Return how much the frames share, however the camera zooms."""
        return max(self.seen, self.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One axis along which the frames are apart, its risk from 0 to 1, and the same in words."""

    axis: Axis
    risk: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """A pair of frames, judged. Reasons come with the largest risk first."""

    risk: float
    verdict: Verdict
    reasons: tuple[Reason, ...]
    advice: tuple[str, ...]
    measures: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class SeamRecord:
    """What was foretold of a pair, and what the render of it showed; a line of the seam log.

    `cut` is a hard cut in the clip, `soft` a dissolve or a fade that nobody asked for.
    """

    at: datetime
    shot: str
    job: str
    risk: float
    verdict: Verdict
    measures: Fields
    cut: bool
    soft: bool = False

    @property
    def broke(self) -> bool:
        """Return whether the clip does not run through."""
        return self.cut or self.soft
