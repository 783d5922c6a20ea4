"""What was seen in a clip that was looked through. Frames are counted from 0, as in the file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Blend(StrEnum):
    """How one shot becomes another without a hard cut."""

    SOFT_CUT = "soft cut"
    DISSOLVE = "dissolve"
    THROUGH_BLACK = "fade through black"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blended:
    """A place where one shot becomes another over several frames; `last` belongs to it."""

    kind: Blend
    first: int
    last: int


class Kept(StrEnum):
    """What a clip made of a given frame that it should begin or end with.

    `redrawn` shows the same view in other strokes, `reframed` the same picture larger, smaller or
    elsewhere, `gone` another picture.
    """

    KEPT = "kept"
    REDRAWN = "redrawn"
    REFRAMED = "reframed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adherence:
    """How a given frame stands in the clip.

    `likeness` is SSIM, after laying the given frame on the clip's where it was reframed. `scale`
    says how much larger things are in the clip, `across` and `down` by how many of the film's
    pixels its middle moved, `roll` by how many degrees it turned. `stops` is the change of
    exposure; above 0 the clip is brighter.
    """

    kept: Kept
    likeness: float
    scale: float = 1.0
    across: float = 0.0
    down: float = 0.0
    roll: float = 0.0
    stops: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """The longest stretch in which nothing visibly moves: where it begins, how many frames."""

    first: int
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFindings:
    """A clip, looked through.

    `cuts` are the first frames of new shots. `black` counts black frames. `alike` says that the
    two given frames are nearly the same picture, `black_given` that one of them is black. `first`
    and `last` are None where no such frame was given; `loudest` is the sound's peak in decibels
    below full scale, None where there is none to listen to.
    """

    frames: int
    cuts: tuple[int, ...]
    blends: tuple[Blended, ...]
    black: int
    still: Still
    alike: bool = False
    black_given: bool = False
    first: Adherence | None = None
    last: Adherence | None = None
    loudest: float | None = None
