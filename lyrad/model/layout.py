"""How a scene is cut: which shots follow each other, and how long each is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from lyrad.model.names import ShotKey


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedShot:
    """One use of a shot in a scene: `start` is counted in frames from the scene's first one."""

    shot: ShotKey
    start: int
    frames: int

    @property
    def end(self) -> int:
        """Return the frame after its last one."""
        return self.start + self.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A scene as it is cut at present.

    `frames` is its whole length at `rate`, black and gaps included. `head` is its first frame,
    counted from midnight in real frames, None where nothing says a timecode; `drop` says that its
    timecode leaves out numbers. `source` says whose lengths these are, `given` that they are an
    editor's own.
    """

    scene: str
    rate: Fraction
    frames: int
    shots: tuple[PlacedShot, ...]
    source: str
    head: int | None = None
    drop: bool = False
    given: bool = False
