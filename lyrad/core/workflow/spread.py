"""Where in a model's clip each frame of the shot lies: the ends stay the ends."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lyrad.model.media import Retime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A frame of the source, counted from 0, and how far (0 to below 1) on the way to the next."""

    frame: int
    on: Fraction


def spread(frames: int, source: int, retime: Retime) -> tuple[Place, ...]:
    """Return where each of `frames` lies in a clip of `source` frames; both at least 1.

    The first lies on the first and the last on the last, the others evenly between them; where
    nothing is to be drawn anew, each on the nearest frame that there is.
    """
    step = Fraction(source - 1, max(1, frames - 1))
    return tuple(_place(number * step, retime) for number in range(frames))


def _place(where: Fraction, retime: Retime) -> Place:
    if retime is Retime.INTERPOLATE:
        return Place(frame=int(where), on=where - int(where))
    return Place(frame=round(where), on=Fraction(0))
