"""Read the clips of an OpenTimelineIO file: names, and how long each is in the cut.

OTIO's JSON is plain and old versions stay readable: a clip's `source_range` is its length, else
its media's `available_range`. Sound tracks, gaps and what is disabled are no shots. Only what is
needed is read; the format's own library is written in C++ and has no part here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from math import isfinite
from typing import Any

from pydantic_core import PydanticCustomError

from lyrad.config.lengths import read_rate
from lyrad.config.shotlist.clips import Clip
from lyrad.config.shotlist.faulty import unreadable

MOST_DEEP = 50
CURE = "Export the timeline again as .otio."
_HOLDERS = ("SerializableCollection", "Timeline", "Stack", "Track", "Sequence")


def clips(text: str, shown: str, rate: Fraction) -> tuple[Clip, ...]:
    """Return the uses of clips in the picture, their lengths brought to the film's rate.

    Raises:
        ConfigError: it is no OTIO, or a clip has no length.
    """
    document = read(text, shown)
    found = []
    for number, clip in enumerate(_clips(document), 1):
        where = f"clip {number}"
        frames = _frames(clip, rate)
        if frames is None:
            raise unreadable(
                f"{clip.get('name') or 'A clip'} says no length.", f"{shown}, {where}", CURE
            )
        name = clip.get("name")
        found.append(Clip(name=name if isinstance(name, str) else "", frames=frames, where=where))
    return tuple(found)


def read(text: str, shown: str) -> dict[str, Any]:
    """Return the JSON of an OTIO file. Raises ConfigError where it is none."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable("This is no OTIO file: its JSON cannot be read.", shown, CURE) from error
    if not isinstance(document, dict) or kind_of(document) not in _HOLDERS:
        raise unreadable("This JSON is no OTIO timeline.", shown, CURE)
    return document


def _clips(thing: dict[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the clips below a thing, in the order of the cut."""
    if depth > MOST_DEEP or thing.get("enabled") is False or thing.get("kind") == "Audio":
        return
    kind = kind_of(thing)
    if kind == "Clip":
        yield thing
    elif kind == "Timeline":
        if isinstance(tracks := thing.get("tracks"), dict):
            yield from _clips(tracks, depth + 1)
    elif kind in _HOLDERS:
        children = thing.get("children")
        for child in children if isinstance(children, list) else ():
            if isinstance(child, dict):
                yield from _clips(child, depth + 1)


def _frames(clip: dict[str, Any], rate: Fraction) -> int | None:
    """Return a clip's length at the rate, half a frame up, or None where it says none."""
    media = clip.get("media_reference")
    if media is None:
        key = clip.get("active_media_reference_key", "DEFAULT_MEDIA")
        media = get(clip, "media_references", str(key))
    given = clip.get("source_range") or get(media, "available_range")
    value, speed = get(given, "duration", "value"), get(given, "duration", "rate")
    if not is_number(value) or not is_number(speed) or speed <= 0:
        return None
    own = exact_rate(speed)
    return int(Fraction(value) / own * rate + Fraction(1, 2))


def exact_rate(speed: float) -> Fraction:
    """Return a rate that was written with decimals as what it means: 23.976 is 24000/1001."""
    try:
        return read_rate(f"{speed:.4f}".rstrip("0").rstrip("."))
    except PydanticCustomError:
        return Fraction(speed)


def kind_of(thing: dict[str, Any]) -> str:
    """Return what a thing is, its schema's version left out."""
    return str(thing.get("OTIO_SCHEMA", "")).partition(".")[0]


def get(thing: Any, *path: str) -> Any:  # noqa: ANN401 - JSON as it comes
    """Return what stands at a path, or None."""
    for name in path:
        thing = thing.get(name) if isinstance(thing, dict) else None
    return thing


def is_number(value: object) -> bool:
    """Return whether a value is a number that can be counted with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
