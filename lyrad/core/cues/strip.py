"""Lay scenes end to end, so that every frame of them has a place and a timecode.

A scene whose cut says a timecode keeps it. The first scene without one begins at the production's
start timecode, as every take does; a later one runs on from the scene before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lyrad.core.shotlist import codes
from lyrad.core.shotlist.timecode import drops, frame_of, timecode_of
from lyrad.model.layout import Layout, PlacedShot
from lyrad.model.names import ShotKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One scene on the strip: it begins at frame `at` of the strip, and at `head` on the clock."""

    layout: Layout
    at: int
    head: int

    @property
    def end(self) -> int:
        """Return the frame of the strip after its last one."""
        return self.at + self.layout.frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Scenes end to end; `drop` says that the film's timecode leaves out numbers."""

    stretches: tuple[Stretch, ...]
    rate: Fraction
    drop: bool

    @property
    def frames(self) -> int:
        """Return the whole length."""
        return self.stretches[-1].end

    def clock(self, frame: int) -> int:
        """Return the frame on the clock, counted from midnight, at a frame of the strip."""
        last = self.stretches[-1]
        stretch = next((one for one in self.stretches if frame < one.end), last)
        return stretch.head + frame - stretch.at

    @property
    def source(self) -> str:
        """Return whose lengths these are."""
        return " and ".join(dict.fromkeys(one.layout.source for one in self.stretches))

    @property
    def told(self) -> str:
        """Return from where to where it runs, for people."""
        first, last = self.stretches[0].head, self.stretches[-1]
        ends = (first, last.head + last.layout.frames)
        begin, end = (timecode_of(one, self.rate, drop=self.drop) for one in ends)
        return f"from {begin} to {end} by {self.source}"

    def at_clock(self, clock: int, *, last: bool = False) -> int | None:
        """Return the frame of the strip at a moment of the clock, None where no scene has it.

        Args:
            clock: frames from midnight.
            last: take the last scene that has it, and let it be the frame after the scene's last.
        """
        over = 1 if last else 0
        found = [
            one.at + clock - one.head
            for one in self.stretches
            if 0 <= clock - one.head < one.layout.frames + over
        ]
        return (found[-1] if last else found[0]) if found else None

    def shots(self, code: str) -> tuple[tuple[int, int], ...]:
        """Return the first frame, and the one after the last, of each use of a shot."""
        return tuple(
            (stretch.at + placed.start, stretch.at + placed.end)
            for stretch in self.stretches
            for placed in stretch.layout.shots
            if means(code, placed.shot)
        )


def strip_of(layouts: Sequence[Layout], *, start: str, drop: bool) -> Strip:
    """Return the layouts end to end.

    Args:
        layouts: at least one, in the film's order, all at one rate.
        start: the timecode of the first frame where no cut says another.
        drop: whether somebody wrote a timecode that leaves out numbers.
    """
    rate = layouts[0].rate
    counted = (drop or any(layout.drop for layout in layouts)) and drops(rate)
    stretches: list[Stretch] = []
    at, clock = 0, frame_of(start, rate, drop=counted) or 0
    for layout in layouts:
        head = clock if layout.head is None else layout.head
        stretches.append(Stretch(layout=layout, at=at, head=head))
        at, clock = at + layout.frames, head + layout.frames
    return Strip(stretches=tuple(stretches), rate=rate, drop=counted)


def of_lengths(scene: str, rate: Fraction, lengths: Iterable[tuple[ShotKey, int]]) -> Layout:
    """Return a scene as its shots' own lengths lay it out, one after the other."""
    placed: list[PlacedShot] = []
    start = 0
    for shot, frames in lengths:
        placed.append(PlacedShot(shot=shot, start=start, frames=frames))
        start += frames
    return Layout(
        scene=scene, rate=rate, frames=start, shots=tuple(placed), source="the shots' lengths"
    )


def means(code: str, shot: ShotKey) -> bool:
    """Return whether a code names this shot, with its scene before it or without."""
    whole = codes.split(code)
    if whole is not None and codes.key(whole) == codes.key(shot):
        return True
    return not codes.names_scene(code) and codes.shot_key(code) == codes.shot_key(shot.shot)
