"""Read the events of a CMX3600 EDL: reel, record times, and the clip's name in the comments.

The file says no frame rate, so its timecodes are counted at the production's. Black, sound and
the empty half of a dissolve are no shots. CMX3600's columns are told apart by spaces, as every
program writes them now; the reel may have more than eight letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from lyrad.config.shotlist.clips import Clip
from lyrad.config.shotlist.faulty import unreadable
from lyrad.core.shotlist.timecode import frame_of

_TIME = r"(\d{1,2}:\d{2}:\d{2}[:;.,]\d{2,3})"
_EVENT = re.compile(
    rf"(?P<number>\d{{1,6}})\s+(?P<reel>.+?)\s+(?P<track>[A-Z0-9/]+)\s+"
    rf"(?P<kind>C|D|W\d*|KB?|KO?)(?:\s+\d+)?\s+{_TIME}\s+{_TIME}\s+{_TIME}\s+{_TIME}\s*"
)
_NAME = re.compile(r"\*\s*(?P<which>FROM|TO)\s+CLIP\s+NAME\s*:\s*(?P<name>.*)", re.IGNORECASE)
_COMMENT = re.compile(r"\*\s*COMMENT\s*:\s*(?P<words>.*)", re.IGNORECASE)
_COUNTING = re.compile(r"FCM\s*:\s*(?P<non>NON[\s-]*)?DROP", re.IGNORECASE)
_LONGEST = 400
_NOT_SHOTS = frozenset({"BL", "BLACK"})
_CURE = "Export a CMX3600 EDL with clip names as comments."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    number: str
    reel: str
    dissolve: bool
    start: str
    end: str
    drop: bool | None
    first: str = ""
    second: str = ""
    words: str = ""


def clips(text: str, shown: str, rate: Fraction) -> tuple[Clip, ...]:
    """Return the uses of clips in the picture.

    Raises:
        ConfigError: no line is an event, or a record time does not exist at the rate.
    """
    events = tuple(_events(text.splitlines()))
    if not events:
        raise unreadable("No line of this file is an event of an EDL.", shown, _CURE)
    found = []
    for event in events:
        where = f"event {event.number}"
        start, end = (frame_of(time, rate, drop=event.drop) for time in (event.start, event.end))
        if start is None or end is None:
            raise unreadable(
                f"{event.start} or {event.end} is no timecode at {float(rate):g} frames a second.",
                f"{shown}, {where}",
                "Write the rate of the cut into production.yaml as `fps:`.",
            )
        name = (event.second or event.first) if event.dissolve else event.first
        name = name or event.reel
        if end > start and name.upper() not in _NOT_SHOTS:
            found.append(Clip(name=name, frames=end - start, where=where, words=event.words))
    return tuple(found)


def _events(lines: list[str]) -> Iterator[_Event]:
    """Yield the picture's events, each with the comments below it."""
    event: _Event | None = None
    drop: bool | None = None
    for line in (line.strip()[:_LONGEST] for line in lines):
        if counting := _COUNTING.match(line):
            drop = counting["non"] is None
        elif found := _EVENT.fullmatch(line):
            if event:
                yield event
            event = _event(found, drop) if _is_picture(found["track"]) else None
        elif event:
            event = _with_comment(event, line)
    if event:
        yield event


def _is_picture(track: str) -> bool:
    """Return whether an event is in the picture: `V`, `V2`, `B` and `AA/V` are, `A2` is not."""
    return "V" in track or track.startswith("B")


def _event(found: re.Match[str], drop: bool | None) -> _Event:  # noqa: FBT001 - None asks the text
    times = found.groups()[-2:]
    return _Event(
        number=found["number"],
        reel=found["reel"].strip(),
        dissolve=found["kind"] != "C",
        start=times[0],
        end=times[1],
        drop=drop,
    )


def _with_comment(event: _Event, line: str) -> _Event:
    if name := _NAME.match(line):
        said = name["name"].strip()
        return (
            replace(event, second=said)
            if name["which"].upper() == "TO"
            else replace(event, first=said)
        )
    if comment := _COMMENT.match(line):
        return replace(event, words=f"{event.words} {comment['words']}".strip())
    return event
