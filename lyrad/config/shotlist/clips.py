"""Make shots of the clips of a cut: a clip's name is the shot's code, its length the shot's.

A shot that is used more than once is as long as its longest use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from pydantic_core import PydanticCustomError

from lyrad.config.lengths import checked_frames
from lyrad.config.shotlist import length_cells
from lyrad.config.shotlist.faulty import wrong_row
from lyrad.config.shotlist.table import plain
from lyrad.config.yaml_faults import shortened
from lyrad.core.naming import parse_stem
from lyrad.core.shotlist import codes
from lyrad.errors import Fault
from lyrad.model.names import JSON, ShotKey
from lyrad.model.shotlist import ListedShot

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_FURTHER = re.compile(r"[\s._-]+(v\d{1,4}|t\d{1,4}|take[\s._-]*\d+)$", re.IGNORECASE)
_LONGEST = 255
_CURE = "Name the clip after its shot (SC010_SH0020), or take it out of the list."


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One use of a clip in a cut: its name, its frames at the film's rate, and where it stands.

    `start` is its first frame: on the cut's own clock in an EDL, from the cut's head in OTIO.
    """

    name: str
    frames: int
    where: str
    words: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """A cut on its clock: `rate` is its own, `frames` its whole length, black and gaps included.

    `head` is its first frame, counted from midnight in real frames, None where it says no
    timecode; `drop` says that numbers are left out. Clips start where the cut's first frame is 0.
    """

    clips: tuple[Clip, ...]
    rate: Fraction
    frames: int
    head: int | None = None
    drop: bool = False


@dataclass(slots=True)
class Cut:
    """The shots of a cut while it is read, and what is wrong, so far."""

    shown: str
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def shots(self, clips: Iterable[Clip]) -> tuple[ListedShot, ...]:
        """Return each shot once, in the order of their first use."""
        found: dict[tuple[str, str], tuple[ShotKey, Clip]] = {}
        twice: set[str] = set()
        for clip in clips:
            shot = self._shot(clip)
            if shot is None:
                continue
            key = codes.key(shot)
            first, longest = found.get(key, (shot, clip))
            if key in found:
                twice.add(str(first))
            found[key] = (first, max(longest, clip, key=lambda one: one.frames))
        if twice:
            names = ", ".join(sorted(twice))
            self.remarks.append(f"Used more than once, the longest use counts: {names}.")
        return tuple(self._listed(shot, clip) for shot, clip in found.values())

    def _shot(self, clip: Clip) -> ShotKey | None:
        name = shot_name(clip.name)
        shot = codes.split(name)
        if shot is None or not codes.slated(shot):
            what = f"{shortened(clip.name) or 'A clip without a name'} is no shot's code."
            self.faults.append(wrong_row(what, self.shown, clip.where, _CURE))
            return None
        for part in (shot.scene, shot.shot):
            if reason := codes.impossible(part):
                what = f"{part} cannot be a folder's name. {reason}"
                self.faults.append(wrong_row(what, self.shown, clip.where, _CURE))
                return None
        return shot

    def _listed(self, shot: ShotKey, clip: Clip) -> ListedShot:
        fields: dict[str, JSON] = {"frames": clip.frames}
        if words := plain(clip.words):
            fields = {"description": words, **fields}
        try:
            checked_frames(clip.frames)
        except PydanticCustomError as error:
            expected, cure = length_cells.said(error)
            what = f"{clip.name} is {clip.frames} frames long: {expected} are possible."
            self.faults.append(wrong_row(what, self.shown, clip.where, cure))
        return ListedShot(shot=shot, fields=fields, where=clip.where)


def shot_name(name: str) -> str:
    """Return a clip's name without its ending, take and version: `SC010_SH0020_T01_v002.mp4`."""
    stem = _ENDING.sub("", name[-_LONGEST:].strip().replace("\\", "/").rpartition("/")[2])
    take = parse_stem(stem)
    if take:
        return take.body
    while stem != (shorter := _FURTHER.sub("", stem)):
        stem = shorter
    return stem
