"""Decide to which shot a frame belongs that was dropped under the shot's name.

`SC010_SH0020_first.png` and `SC010 SH0020 last v02.jpg` name the shot and the part they play.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.core.frames import PICTURES, looks_like_frame
from lyrad.core.naming import body
from lyrad.core.portable import same
from lyrad.core.shotlist import codes
from lyrad.model.names import ShotKey

_NAME = re.compile(
    r"(?P<stem>.+?)[\s._-]+(?P<role>first|last)(?:[\s._-]*v(?P<version>\d{1,4}))?"
    rf"\.(?P<kind>{'|'.join(PICTURES)})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFrame:
    """What a picture's name says: of which shot, which part, and how it is called there."""

    stem: str
    role: str
    name: str


def named_frame(name: str) -> NamedFrame | None:
    """Return what a file's name says, or None where it names no shot and part."""
    found = _NAME.fullmatch(name)
    if not found:
        return None
    role = found["role"].lower()
    version = f"_v{found['version']}" if found["version"] else ""
    return NamedFrame(
        stem=found["stem"], role=role, name=f"{role}{version}.{found['kind'].lower()}"
    )


def shot_of(frame: NamedFrame, shots: Iterable[ShotKey]) -> ShotKey | None:
    """Return the one shot whose code stands in the frame's name, or None."""
    shots = tuple(shots)
    stem = same(codes.clean(frame.stem))
    exact = [one for one in shots if stem in {same(body(one)), same(f"{one.scene}_{one.shot}")}]
    if len(exact) == 1:
        return exact[0]
    said = codes.split(frame.stem)
    alike = [one for one in shots if said and codes.key(one) == codes.key(said)]
    return alike[0] if len(alike) == 1 else None


def taken(frame: NamedFrame, names: Iterable[str], shot: ShotKey) -> str:
    """Return the file in the shot's folder that plays the part already, '' where none does."""
    playing = (name for name in names if looks_like_frame(name, shot) == frame.role)
    return next(iter(sorted(playing)), "")
