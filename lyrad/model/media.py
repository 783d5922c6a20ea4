"""Pictures and clips as the film sees them: size, rate, fit, master."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    def times(self, scale: int) -> Size:
        """Return the size with each side so many times as long."""
        return Size(width=self.width * scale, height=self.height * scale)


class Fit(StrEnum):
    """What happens to a frame of another aspect: its edges are cut, or bars are added."""

    CROP = "crop"
    PAD = "pad"


class Retime(StrEnum):
    """How a model's own frames per second become the film's.

    Frames are shown twice where one is missing, or drawn between their neighbours; or each frame
    of the model is one of the shot, which changes how fast things move.
    """

    DUPLICATE = "duplicate"
    INTERPOLATE = "interpolate"
    AS_IS = "as-is"


class Sound(StrEnum):
    """What becomes of the sound that a video model makes."""

    KEEP = "keep"
    DROP = "drop"


class Smaller(StrEnum):
    """Whether a render that a card's memory is not enough for may be made smaller, as a last way.

    It is brought to the film's size afterwards.
    """

    NEVER = "never"
    ALLOW = "allow"


class Master(StrEnum):
    """The file that a take delivers."""

    H264 = "h264"
    PRORES_422_HQ = "prores_422_hq"
    DNXHR_HQX = "dnxhr_hqx"
    PNG = "png"


class Origin(StrEnum):
    """Where the given frames come from; what is published says so."""

    CAPTURED = "captured"
    DRAWN = "drawn"
    AI = "ai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What a probe found in a video file, or in a folder of numbered pictures.

    `frames` were counted by decoding to the end; `rate` is exact (24000/1001, not 23.976).
    """

    frames: int
    rate: Fraction
    size: Size
    codec: str
    pixel_format: str
    timecode: str | None = None
