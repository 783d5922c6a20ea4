"""Find where a cue lies in the film: its first frame, its length, and its hits, on frames.

A timecode is a moment of the film's clock; `out` is the frame at which the music is over, as in an
EDL. A shot's code begins a cue with the shot's first use, and ends it with its last one. Numbers
are left out (drop frame) everywhere in a cue as soon as one semicolon, or the cut, says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from lyrad.core.cues.strip import Strip, strip_of
from lyrad.core.shotlist.timecode import (
    drops,
    exists,
    frame_of,
    is_timecode,
    says_drop,
    timecode_of,
)
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.cue import CueSpan, CueSpec, Hit
from lyrad.model.layout import Layout

OWN = "cue.yaml"
"""The source of a span whose both ends are timecodes."""

LONGEST = 3600
"""Seconds of the longest cue: one that is longer was meant otherwise."""


def needs_shots(spec: CueSpec) -> bool:
    """Return whether the scenes' cut has to be known: not where all places are timecodes."""
    return not _clocked(spec) or any(not is_timecode(point) for point, _ in spec.hits)


def placed(
    spec: CueSpec, layouts: Sequence[Layout], *, start: str, shown: str
) -> tuple[CueSpan, tuple[Hit, ...]]:
    """Return the cue's place in the film, and its hits in their order.

    Args:
        spec: what `cue.yaml` says.
        layouts: its scenes as they are cut, in the film's order; all of them where `needs_shots`,
            else at least one that says the rate.
        start: the production's start timecode.
        shown: what the spec is called in faults.

    Raises:
        ConfigError: with every fault of the places that it names.
    """
    finder = _Finder(spec=spec, strip=_strip(spec, layouts, start, shown), shown=shown)
    found = finder.find()
    if found is None or finder.faults:
        raise ConfigError(*finder.faults)
    return found


def _strip(spec: CueSpec, layouts: Sequence[Layout], start: str, shown: str) -> Strip:
    rates = {layout.rate: layout.scene for layout in layouts}
    if len(rates) > 1:
        told = " and ".join(f"{scene} {float(rate):.5g}" for rate, scene in rates.items())
        cure = "Bring the scenes to one rate, or write a cue for each."
        what = f"The scenes run at different frames per second: {told}."
        raise ConfigError(Fault(code=Code.CUE_PLACE, what=what, where=shown, next=cure))
    points = (spec.start, spec.end, *(point for point, _ in spec.hits))
    return strip_of(layouts, start=start, drop=any(map(says_drop, points)))


def faded(spec: CueSpec, span: CueSpan) -> CueSpec:
    """Return the cue with the fades that nobody wrote made short enough for it.

    Together they take at most half of what the written ones leave.
    """
    unsaid = spec.fade_in + spec.fade_out - _said(spec)
    room = (span.seconds - _said(spec)) / 2
    if unsaid <= room:
        return spec
    part = max(Fraction(0), room) / unsaid
    return replace(
        spec,
        fade_in=spec.fade_in if "fade_in" in spec.own else spec.fade_in * part,
        fade_out=spec.fade_out if "fade_out" in spec.own else spec.fade_out * part,
    )


def _said(spec: CueSpec) -> Fraction:
    """Return how long the fades are that somebody wrote, together."""
    fades = {"fade_in": spec.fade_in, "fade_out": spec.fade_out}
    return sum((fade for name, fade in fades.items() if name in spec.own), Fraction(0))


def _clocked(spec: CueSpec) -> bool:
    return is_timecode(spec.start) and is_timecode(spec.end)


@dataclass(slots=True)
class _Finder:
    """Finds a cue's places, and collects what is wrong with them.

    Where both ends are timecodes, a place is a frame of the clock and the scenes' cut does not
    matter; else it is a frame of the scenes' strip.
    """

    spec: CueSpec
    strip: Strip
    shown: str
    faults: list[Fault] = field(default_factory=list)

    def find(self) -> tuple[CueSpan, tuple[Hit, ...]] | None:
        """Return the span and its hits, or None where an end of it cannot be found."""
        begin, end = self.spec.start, self.spec.end
        heads: tuple[int, ...] = self._places(begin, "in") if begin else (0,)
        ends = self._places(end, "out", end=True) if end else (self.strip.frames,)
        if not heads or not ends or not self._fits(heads[0], ends[-1]):
            return None
        head, frames, rate = heads[0], ends[-1] - heads[0], self.strip.rate
        clock = head if self._by_clock else self.strip.clock(head)
        span = CueSpan(
            frames=frames,
            rate=rate,
            head=clock,
            timecode=timecode_of(clock, rate, drop=self.strip.drop),
            source=OWN if self._by_clock else self.strip.source,
        )
        return span, tuple(sorted(self._hits(head, frames), key=lambda hit: hit.frame))

    @property
    def _by_clock(self) -> bool:
        return _clocked(self.spec)

    def _hits(self, head: int, frames: int) -> Iterator[Hit]:
        """Yield each hit at the first of its places that lies in the cue."""
        for point, words in self.spec.hits:
            places = [place - head for place in self._places(point, "hits")]
            inside = [frame for frame in places if 0 <= frame < frames]
            if inside:
                yield Hit(frame=inside[0], words=words)
            elif places:
                self._fault(f"The hit `{point}` lies outside the cue.", "hits")

    def _places(self, point: str, key: str, *, end: bool = False) -> tuple[int, ...]:
        """Return where a point lies, a shot at each of its uses; nothing where that is a fault."""
        if not is_timecode(point):
            uses = self.strip.shots(point)
            if not uses:
                self._fault(f"`{point}` names no shot of the scene as it is cut.", key)
            on_strip = [over if end else begin for begin, over in uses]
            return tuple(map(self.strip.clock, on_strip) if self._by_clock else on_strip)
        clock = self._clock(point, key)
        if clock is None or self._by_clock:
            return () if clock is None else (clock,)
        place = self.strip.at_clock(clock, last=end)
        if place is None:
            self._fault(f"`{point}` lies outside the scene, which runs {self.strip.told}.", key)
        return () if place is None else (place,)

    def _clock(self, text: str, key: str) -> int | None:
        """Return the frame that a timecode names, counted from midnight, None for a fault."""
        rate, drop = self.strip.rate, self.strip.drop
        if says_drop(text) and not drops(rate):
            what = f"`{text}` counts drop frame, which there is not at {float(rate):.5g} fps."
            self._fault(what, key)
        elif exists(text, rate, drop=drop):
            return frame_of(text, rate, drop=drop)
        else:
            self._fault(f"No frame has the timecode `{text}` at {float(rate):.5g} fps.", key)
        return None

    def _fits(self, head: int, end: int) -> bool:
        """Return whether a cue may be so long."""
        seconds = (end - head) / self.strip.rate
        if seconds <= 0:
            self._fault("The cue is over before it begins: `out` does not lie after `in`.", "out")
        elif seconds > LONGEST:
            what = f"The cue is {float(seconds / 60):.0f} minutes long; up to an hour is made."
            self._fault(what, "out")
        elif _said(self.spec) > seconds:
            self._fault(f"The fades are longer than the cue's {float(seconds):.2f} s.", "fade_out")
        else:
            return True
        return False

    def _fault(self, what: str, key: str) -> None:
        self.faults.append(
            Fault(code=Code.CUE_PLACE, what=what, where=f"{self.shown}: {key}", next=_CURES[key])
        )


_CURES = {
    "in": "Correct `in`, or leave the line out to begin with the scene.",
    "out": "Correct `out`, or leave the line out to go on to the scene's end.",
    "hits": "Correct the hit, or take it out.",
    "fade_out": "Write shorter fades, such as `fade_out: 0.2s`.",
}
