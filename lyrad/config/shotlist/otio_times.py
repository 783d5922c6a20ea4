"""Find when each clip of an OpenTimelineIO file is seen: tracks side by side, clips in a row.

Gaps and what is disabled take their time; transitions take none. What a nested stack or track has
outside its own range is not seen. In an assembly of lyrad's own each clip says its shot, and a gap
for a shot that has no take yet does, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from lyrad.config.shotlist.clips import Clip, Times
from lyrad.config.shotlist.faulty import unreadable
from lyrad.config.shotlist.otio import CURE, MOST_DEEP, exact_rate, get, is_number, kind_of, read

_ROWS = ("Track", "Sequence")
_SIDE_BY_SIDE = ("Stack", "Timeline")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A clip from one second of its holder to another."""

    name: str
    begin: Fraction
    end: Fraction


def times(text: str, shown: str, rate: Fraction) -> Times:
    """Return when each clip is seen, from the timeline's first frame on.

    The timeline's own rate is that of its start timecode; without one, the film's holds.

    Raises:
        ConfigError: it is no OTIO timeline, or something in it has no length.
    """
    document = read(text, shown)
    if kind_of(document) != "Timeline":
        raise unreadable("This JSON is no OTIO timeline.", shown, CURE)
    start = document.get("global_start_time")
    value, speed = get(start, "value"), get(start, "rate")
    clocked = is_number(value) and is_number(speed) and speed > 0
    own = exact_rate(speed) if clocked else rate
    seen, length = _of(document.get("tracks"), shown)
    return Times(
        clips=tuple(_clip(one, number, own) for number, one in enumerate(seen, 1)),
        rate=own,
        frames=_frame(length, own),
        head=int(value) if clocked else None,
    )


def _clip(seen: _Seen, number: int, rate: Fraction) -> Clip:
    start = _frame(seen.begin, rate)
    frames = _frame(seen.end, rate) - start
    return Clip(name=seen.name, frames=frames, where=f"clip {number}", start=start)


def _of(thing: Any, shown: str, depth: int = 0) -> tuple[list[_Seen], Fraction]:  # noqa: ANN401
    """Return the clips of a thing, by their seconds in it, and how long it is."""
    if not isinstance(thing, dict) or depth > MOST_DEEP:
        return [], Fraction(0)
    kind = kind_of(thing)
    inside: list[_Seen] = []
    length = Fraction(0)
    if kind in _ROWS or kind in _SIDE_BY_SIDE:
        for child in _children(thing):
            below, takes = _of(child, shown, depth + 1)
            at = length if kind in _ROWS else Fraction(0)
            inside += (replace(one, begin=one.begin + at, end=one.end + at) for one in below)
            length = length + takes if kind in _ROWS else max(length, takes)
        return _trimmed(thing, inside, length)
    if kind == "Transition":
        return [], length
    length = _length(thing, shown)
    name = _shot(thing)
    if name is None:
        return [], length
    return [_Seen(name=name, begin=Fraction(0), end=length)], length


def _shot(thing: dict[str, Any]) -> str | None:
    """Return which shot is seen in a clip or a gap, by its own name, or None."""
    own = get(thing, "metadata", "lyrad", "shot")
    if isinstance(own, str):
        return own
    if kind_of(thing) != "Clip" or thing.get("enabled") is False:
        return None
    name = thing.get("name")
    return name if isinstance(name, str) else ""


def _children(thing: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what stands in a track or stack, sound tracks and disabled layers apart."""
    children = thing.get("children")
    for child in children if isinstance(children, list) else ():
        if not isinstance(child, dict):
            continue
        layer = kind_of(thing) in _SIDE_BY_SIDE
        unseen = child.get("kind") == "Audio" or child.get("enabled") is False
        if not (layer and unseen):
            yield child


def _trimmed(
    thing: dict[str, Any], inside: list[_Seen], length: Fraction
) -> tuple[list[_Seen], Fraction]:
    """Return what a holder's own range leaves of it."""
    given = thing.get("source_range")
    begin, takes = _seconds(get(given, "start_time")), _seconds(get(given, "duration"))
    if takes is None:
        return inside, length
    begin = begin or Fraction(0)
    kept = (
        replace(one, begin=max(one.begin - begin, Fraction(0)), end=min(one.end - begin, takes))
        for one in inside
    )
    return [one for one in kept if one.end > one.begin], takes


def _length(thing: dict[str, Any], shown: str) -> Fraction:
    """Return how long a clip or gap is, in seconds."""
    media = thing.get("media_reference")
    if media is None:
        key = thing.get("active_media_reference_key", "DEFAULT_MEDIA")
        media = get(thing, "media_references", str(key))
    given = thing.get("source_range") or get(media, "available_range")
    found = _seconds(get(given, "duration"))
    if found is None:
        raise unreadable(f"{thing.get('name') or 'A clip'} says no length.", shown, CURE)
    return found


def _seconds(time: object) -> Fraction | None:
    value, speed = get(time, "value"), get(time, "rate")
    if not is_number(value) or not is_number(speed) or speed <= 0:
        return None
    return Fraction(value) / exact_rate(speed)


def _frame(seconds: Fraction, rate: Fraction) -> int:
    return int(seconds * rate + Fraction(1, 2))
