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

from lyrad.config.shotlist.clips import Clip, Times
from lyrad.config.shotlist.faulty import unreadable
from lyrad.core.shotlist.timecode import frame_of, says_drop

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

    @property
    def counts_drop(self) -> bool:
        """Return whether its timecodes leave out numbers."""
        return says_drop(self.start) if self.drop is None else self.drop


def clips(text: str, shown: str, rate: Fraction) -> tuple[Clip, ...]:
    """Return the uses of clips in the picture.

    Raises:
        ConfigError: no line is an event, or a record time does not exist at the rate.
    """
    timed = _timed(text, shown, rate)
    return tuple(clip for _, clip in timed if clip.frames > 0 and _is_shot(clip))


def times(text: str, shown: str, rate: Fraction) -> Times:
    """Return when each clip is seen: record times, from the first event's on.

    Raises:
        ConfigError: as `clips` does.
    """
    timed = [one for one in _timed(text, shown, rate) if one[1].frames > 0]
    if not timed:
        raise unreadable("No event of this EDL has a length.", shown, _CURE)
    head = min(clip.start for _, clip in timed)
    shots = (replace(clip, start=clip.start - head) for _, clip in timed if _is_shot(clip))
    return Times(
        clips=tuple(shots),
        rate=rate,
        frames=max(clip.start + clip.frames for _, clip in timed) - head,
        head=head,
        drop=any(event.counts_drop for event, _ in timed),
    )


def _timed(text: str, shown: str, rate: Fraction) -> tuple[tuple[_Event, Clip], ...]:
    """Return the picture's events, each with its clip on the cut's clock, black ones too."""
    events = tuple(_events(text.splitlines()))
    if not events:
        raise unreadable("No line of this file is an event of an EDL.", shown, _CURE)
    return tuple((event, _clip(event, shown, rate)) for event in events)


def _clip(event: _Event, shown: str, rate: Fraction) -> Clip:
    where = f"event {event.number}"
    start, end = (frame_of(time, rate, drop=event.drop) for time in (event.start, event.end))
    if start is None or end is None:
        raise unreadable(
            f"{event.start} or {event.end} is no timecode at {float(rate):g} frames a second.",
            f"{shown}, {where}",
            "Write the rate of the cut into production.yaml as `fps:`.",
        )
    name = (event.second or event.first) if event.dissolve else event.first
    return Clip(
        name=name or event.reel, frames=end - start, where=where, words=event.words, start=start
    )


def _is_shot(clip: Clip) -> bool:
    return clip.name.upper() not in _NOT_SHOTS


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
