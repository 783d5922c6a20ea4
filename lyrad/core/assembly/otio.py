"""Write an assembly as an OpenTimelineIO timeline, which editing programs open.

Its JSON is plain, so it is written here; the format's own library, which is compiled, reads it in
the tests. Clips are written as `Clip.1`: what reads later versions reads it too, and programs that
know no later one exist. Media are named relative to the timeline, so that both may be mounted
anywhere. Times are those of the media's own timecode.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from lyrad.core.naming import body
from lyrad.model.assembly import Assembly, Footage, Item, LaidCue
from lyrad.model.names import JSON, Fields, RelPath

_UNSAFE = re.compile(r"[^A-Za-z0-9._~/-]")
_NUMBERED = re.compile(r"(?P<prefix>.*?)(?P<number>\d+)(?P<suffix>\.\w+)")


def timeline(assembly: Assembly, *, name: str, folder: RelPath, about: Fields) -> str:
    """Return the timeline's text.

    Args:
        assembly: what is in it.
        name: the timeline's, which editing programs show.
        folder: where it will lie, below the production's root.
        about: what it says of itself beside that: the job, the version.
    """
    sounds = enumerate(_lanes(assembly), 1)
    tracks = [
        _pictures(assembly, folder),
        *(_sound(lane, assembly, folder, f"A{number}") for number, lane in sounds),
    ]
    document: dict[str, JSON] = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": name,
        "global_start_time": _time(assembly.start, assembly.rate),
        "metadata": {"lyrad": {"scene": assembly.scene, **about}},
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "name": "tracks",
            "metadata": {},
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": True,
            "children": tracks,
        },
    }
    return json.dumps(document, indent=4, ensure_ascii=False) + "\n"


def _pictures(assembly: Assembly, folder: RelPath) -> JSON:
    children = [_shot(item, assembly.rate, folder) for item in assembly.items]
    return _track("Video", "V1", children)


def _shot(item: Item, rate: Fraction, folder: RelPath) -> JSON:
    """Return a shot's clip, or a gap as long as it will be."""
    name, take = body(item.shot), item.footage
    if take is None:
        return _gap(item.frames, rate, name, {"shot": str(item.shot), "reason": item.reason})
    told: Fields = {
        "shot": str(item.shot),
        "take": take.take,
        "version": take.version,
        "draft": take.draft,
        "circled": take.circled,
        "suspicious": take.suspicious,
        "sha256": take.sha256,
    }
    head = Fraction(take.head) if take.rate == rate else take.head / take.rate * rate
    used = _range(head, item.frames, rate)
    return _clip(name, _media(take, folder), used, told)


def _sound(lane: Sequence[LaidCue], assembly: Assembly, folder: RelPath, name: str) -> JSON:
    """Return a track of cues, none of which overlap, each in its place."""
    children: list[JSON] = []
    end = 0
    for laid in lane:
        if laid.at > end:
            children.append(_gap(laid.at - end, assembly.rate, "", {}))
        children.append(_cue(laid, assembly.rate, folder))
        end = laid.at + laid.frames
    return _track("Audio", name, children)


def _cue(laid: LaidCue, rate: Fraction, folder: RelPath) -> JSON:
    own = laid.footage
    media: dict[str, JSON] = {
        "OTIO_SCHEMA": "ExternalReference.1",
        "name": "",
        "metadata": {},
        "available_range": _range(own.head, own.frames, rate),
        "target_url": _url(own.path, folder),
    }
    told: Fields = {
        "cue": str(own.cue),
        "take": own.take,
        "draft": own.draft,
        "sha256": own.sha256,
    }
    used = _range(own.head + laid.skip, laid.frames, rate)
    return _clip(own.cue.cue, media, used, told)


def _media(take: Footage, folder: RelPath) -> dict[str, JSON]:
    """Return what a take's clip is made of: a file, or numbered pictures."""
    common: dict[str, JSON] = {
        "name": "",
        "metadata": {},
        "available_range": _range(take.head, take.frames, take.rate),
    }
    found = _NUMBERED.fullmatch(take.first)
    if found is None:
        kind: dict[str, JSON] = {"OTIO_SCHEMA": "ExternalReference.1"}
        return {**kind, **common, "target_url": _url(take.path, folder)}
    return {
        "OTIO_SCHEMA": "ImageSequenceReference.1",
        **common,
        "target_url_base": f"{_url(take.path, folder)}/",
        "name_prefix": _quoted(found["prefix"]),
        "name_suffix": found["suffix"],
        "start_frame": int(found["number"]),
        "frame_step": 1,
        "rate": float(take.rate),
        "frame_zero_padding": len(found["number"]),
        "missing_frame_policy": "error",
    }


def _lanes(assembly: Assembly) -> Iterable[Sequence[LaidCue]]:
    """Return the cues in tracks: one that begins before another ends gets the next track."""
    lanes: list[list[LaidCue]] = []
    for laid in assembly.cues:
        free = (lane for lane in lanes if lane[-1].at + lane[-1].frames <= laid.at)
        lane = next(free, None)
        if lane is None:
            lanes.append([laid])
        else:
            lane.append(laid)
    return lanes


def _track(kind: str, name: str, children: list[JSON]) -> JSON:
    return {
        "OTIO_SCHEMA": "Track.1",
        "name": name,
        "kind": kind,
        "metadata": {},
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "children": children,
    }


def _clip(name: str, media: dict[str, JSON], used: JSON, told: Fields) -> JSON:
    return {
        "OTIO_SCHEMA": "Clip.1",
        "name": name,
        "metadata": {"lyrad": dict(told)},
        "source_range": used,
        "effects": [],
        "markers": list(_markers(told, used)),
        "enabled": True,
        "media_reference": media,
    }


def _markers(told: Fields, used: JSON) -> Iterator[JSON]:
    """Yield a marker on a circled take: editing programs show it, as dailies' notes are shown."""
    if told.get("circled"):
        yield {
            "OTIO_SCHEMA": "Marker.2",
            "name": "Circled",
            "metadata": {},
            "color": "GREEN",
            "marked_range": used,
        }


def _gap(frames: int, rate: Fraction, name: str, told: Fields) -> JSON:
    return {
        "OTIO_SCHEMA": "Gap.1",
        "name": name,
        "metadata": {"lyrad": dict(told)} if told else {},
        "source_range": _range(0, frames, rate),
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _range(start: int | Fraction, frames: int, rate: Fraction) -> JSON:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(start, rate),
        "duration": _time(frames, rate),
    }


def _time(frames: int | Fraction, rate: Fraction) -> JSON:
    return {"OTIO_SCHEMA": "RationalTime.1", "value": float(frames), "rate": float(rate)}


def _url(path: RelPath, folder: RelPath) -> str:
    return _quoted(posixpath.relpath(path, folder))


def _quoted(text: str) -> str:
    """Return a path as it stands in a URL, every other character by its bytes (RFC 3986)."""
    return _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)
