"""Decide to which shot a file belongs that was dropped under the shot's name.

`SC010_SH0020_first.png` and `SC010 SH0020 last v02.jpg` name the shot and the part they play;
`SC010_SH0020.m4a` and `SC010_SH0020_brief.txt` tell of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.core.frames import PICTURES, looks_like_frame
from lyrad.core.naming import body
from lyrad.core.portable import same
from lyrad.core.shotlist import codes
from lyrad.core.tellings import MEMOS, TEXTS
from lyrad.model.brief import Kind
from lyrad.model.names import ShotKey

_NAME = re.compile(
    r"(?P<stem>.+?)[\s._-]+(?P<role>first|last)(?:[\s._-]*v(?P<version>\d{1,4}))?"
    rf"\.(?P<kind>{'|'.join(PICTURES)})",
    re.IGNORECASE,
)

_TOLD = re.compile(
    r"(?P<stem>.+?)(?:[\s._-]+(?P<word>brief|memo|notes?)(?:[\s._-]*(?P<number>v?\d{1,4}))?)?"
    rf"\.(?P<kind>{'|'.join((*MEMOS, *TEXTS))})",
    re.IGNORECASE,
)
_BRIEF = re.compile(r"(?<![a-z])brief(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFile:
    """What a file's name says: of which shot, which part, and how it is called there."""

    stem: str
    role: str
    name: str


def named_frame(name: str) -> NamedFile | None:
    """Return what a file's name says, or None where it names no shot and part."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    role = found["role"].lower()
    version = f"_v{found['version']}" if found["version"] else ""
    return NamedFile(
        stem=found["stem"], role=role, name=f"{role}{version}.{found['kind'].lower()}"
    )


def named_telling(name: str) -> NamedFile | None:
    """Return what the name of a brief or a memo says, or None where it is neither."""
    found = _TOLD.fullmatch(name)
    if not found:
        return None
    kind = found["kind"].lower()
    role = Kind.MEMO if kind in MEMOS else Kind.TEXT
    number = f"_{found['number'].lower()}" if found["number"] else ""
    return NamedFile(stem=found["stem"], role=role, name=f"{role}{number}.{kind}")


def means_a_shot(name: str, told: NamedFile) -> bool:
    """Return whether a file is surely meant for a shot, though its name may not say for which."""
    return told.role == Kind.MEMO or _BRIEF.search(name) is not None


def says_a_code(told: NamedFile) -> bool:
    """Return whether a name holds what may be a shot's code."""
    said = codes.split(told.stem)
    # Phones call a recording "New Recording 12", which says no scene.
    return said is not None and codes.slated(said) and any(map(str.isdigit, said.scene))


def shot_of(frame: NamedFile, shots: Iterable[ShotKey]) -> ShotKey | None:
    """Return the one shot whose code stands in the frame's name, or None."""
    shots = tuple(shots)
    stem = same(codes.clean(frame.stem))
    exact = [one for one in shots if stem in {same(body(one)), same(f"{one.scene}_{one.shot}")}]
    if len(exact) == 1:
        return exact[0]
    said = codes.split(frame.stem)
    alike = [one for one in shots if said and codes.key(one) == codes.key(said)]
    return alike[0] if len(alike) == 1 else None


def taken(frame: NamedFile, names: Iterable[str], shot: ShotKey) -> str:
    """Return the file in the shot's folder that plays the part already, '' where none does.

    Of briefs and memos there may be several, each under a name of its own.
    """
    if frame.role in {Kind.MEMO, Kind.TEXT}:
        return next((name for name in names if same(name) == same(frame.name)), "")
    playing = (name for name in names if looks_like_frame(name, shot) == frame.role)
    return next(iter(sorted(playing)), "")
