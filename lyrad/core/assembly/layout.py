"""Lay a scene's shots after another, exactly on frames, and its cues under them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from lyrad.core.assembly import told
from lyrad.core.assembly.choice import chosen, reason
from lyrad.core.naming import natural_key
from lyrad.core.shotlist import timecode
from lyrad.model.assembly import Assembly, CueFootage, CutShot, Footage, Item, LaidCue
from lyrad.model.media import Size

HOUR_ONE = "01:00:00:00"
"""Where film starts its programmes, and an assembly where the film says nothing that will do."""


def laid(
    scene: str, shots: Iterable[CutShot], cues: Iterable[CueFootage], start: str
) -> Assembly | None:
    """Return the scene's assembly; None where no shot of it has a take yet.

    Args:
        scene: its code.
        shots: every shot of it, in any order; they are cut in the natural order of their codes.
        cues: the take of each cue that is to be heard.
        start: the timecode of the first frame; a semicolon says that numbers are dropped.
    """
    ordered = sorted(shots, key=lambda one: natural_key(one.shot.shot))
    takes = [chosen(one.footage) for one in ordered]
    if not any(takes):
        return None
    rate, size = _format(takes)
    items = tuple(_items(ordered, takes, rate))
    first, drop = _start(start, rate)
    placed = _placed(cues, first, sum(item.frames for item in items), rate)
    return Assembly(
        scene=scene,
        rate=rate,
        size=size,
        start=first,
        drop=drop,
        items=items,
        cues=tuple(cue for cue in placed if cue.frames > 0),
        told=(
            *told.shots(ordered, items, rate),
            *told.cues(placed, rate, drop=drop),
        ),
    )


def _format(takes: Sequence[Footage | None]) -> tuple[Fraction, Size]:
    """Return the rate and size that most takes have; of two the one that is cut in first."""
    found = [(take.rate, take.size) for take in takes if take]
    rate = Counter(rate for rate, _ in found).most_common(1)[0][0]
    size = Counter(size for _, size in found).most_common(1)[0][0]
    return rate, size


def _items(
    shots: Sequence[CutShot], takes: Sequence[Footage | None], rate: Fraction
) -> Iterator[Item]:
    start = 0
    for shot, take in zip(shots, takes, strict=True):
        frames = _frames(shot, take, rate)
        if frames:
            yield Item(
                shot=shot.shot,
                start=start,
                frames=frames,
                footage=take,
                words=shot.words,
                reason=reason(take, shot.footage) if take else "no take yet",
            )
        start += frames


def _frames(shot: CutShot, take: Footage | None, rate: Fraction) -> int:
    """Return how long a shot is at the assembly's rate, half a frame up; 0 where nobody knows."""
    if take is not None:
        return max(1, converted(take.frames, take.rate, rate))
    return converted(shot.frames, shot.rate, rate) if shot.frames else 0


def converted(frames: int, own: Fraction, rate: Fraction) -> int:
    """Return as many frames as last as long at another rate, half a frame up."""
    return frames if own == rate else int(frames / own * rate + Fraction(1, 2))


def _start(text: str, rate: Fraction) -> tuple[int, bool]:
    """Return the first frame and whether numbers are dropped, as the timecode says."""
    drop = timecode.drops(rate) and timecode.says_drop(text)
    frame = timecode.frame_of(text, rate, drop=drop)
    return (timecode.frame_of(HOUR_ONE, rate) or 0, False) if frame is None else (frame, drop)


def _placed(
    cues: Iterable[CueFootage], start: int, frames: int, rate: Fraction
) -> tuple[LaidCue, ...]:
    """Return each cue in its place; what hangs over is cut off, one that lies outside is empty."""
    ordered = sorted(cues, key=lambda one: (one.head / one.rate, natural_key(one.cue.cue)))
    return tuple(_laid(cue, start, frames, rate) for cue in ordered)


def _laid(cue: CueFootage, start: int, frames: int, rate: Fraction) -> LaidCue:
    head = _on_clock(cue.head, cue.rate, rate)
    end = head + converted(cue.frames, cue.rate, rate)
    return LaidCue(
        footage=cue,
        at=max(0, head - start),
        skip=max(0, start - head),
        frames=max(0, min(end, start + frames) - max(head, start)),
    )


def _on_clock(frame: int, own: Fraction, rate: Fraction) -> int:
    """Return the frame of the same timecode at another rate: a timecode counts nominal seconds."""
    if own == rate:
        return frame
    seconds = Fraction(frame, timecode.nominal(own))
    return int(seconds * timecode.nominal(rate) + Fraction(1, 2))
