"""Find which file of a shot's folder plays which part.

Knows names only: what a file holds is looked at elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from lyrad.core.naming import body
from lyrad.model.names import ShotKey
from lyrad.model.spec import FrameChoice

PICTURES = ("png", "jpg", "jpeg", "tif", "tiff", "webp")
OTHER_PICTURES = ("heic", "heif", "psd", "exr", "dpx", "gif", "bmp", "avif", "jxl", "tga", "raw")
SPEC = re.compile(r"shot\.(yaml|yml)(\.txt)?", re.IGNORECASE)
DRAFT = "shot.draft.yaml"

_FRAME = re.compile(
    r"(?:(?P<stem>.+)_)?(?P<role>first|last)(?:_v(?P<version>\d+))?\.(?P<kind>[a-z0-9]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The file that plays a part; `over` are older versions that it replaces."""

    name: str
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """No file plays the part, by intent (`none`) or not yet."""

    meant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """More than one file could play the part."""

    names: tuple[str, ...]


def spec_files(names: Iterable[str]) -> tuple[str, ...]:
    """Return the files that are a shot's spec, under any of the names that editors give it."""
    return tuple(sorted(name for name in names if SPEC.fullmatch(name)))


def frame_file(
    role: str, choice: FrameChoice, names: Iterable[str], shot: ShotKey
) -> Found | Absent | Ambiguous:
    """Decide which file is the given frame.

    A path in the spec decides; else the highest `first_v##` wins, and two equals are ambiguous.
    """
    if choice.none:
        return Absent(meant=True)
    if choice.path is not None:
        return Found(name=choice.path)
    ranked = sorted(
        ((version, name) for name in names if (version := _version(role, name, shot)) is not None),
        reverse=True,
    )
    if not ranked:
        return Absent(meant=False)
    best = [name for version, name in ranked if version == ranked[0][0]]
    if len(best) > 1:
        return Ambiguous(names=tuple(sorted(best)))
    return Found(name=best[0], over=tuple(name for _, name in ranked[1:]))


def looks_like_frame(name: str, shot: ShotKey) -> str | None:
    """Return the role that a file's name claims, or None."""
    for role in ("first", "last"):
        if _version(role, name, shot) is not None:
            return role
    return None


def _version(role: str, name: str, shot: ShotKey) -> int | None:
    found = _FRAME.fullmatch(name)
    if not found or found["role"].lower() != role:
        return None
    if found["kind"].lower() not in PICTURES + OTHER_PICTURES:
        return None
    stem = found["stem"]
    if stem and _plain(stem) not in _stems(shot):
        return None
    return int(found["version"] or 0)


def _stems(shot: ShotKey) -> frozenset[str]:
    """Return what may stand before `_first`: the codes as typed, or as lyrad writes them."""
    return frozenset(map(_plain, (f"{shot.scene}_{shot.shot}", shot.shot, body(shot))))


def _plain(text: str) -> str:
    """Return text for comparing: a Mac writes an umlaut as two characters, others as one."""
    return unicodedata.normalize("NFC", text).casefold()
