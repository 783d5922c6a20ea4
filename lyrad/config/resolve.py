"""Lay a shot over its scene, its production and the built-in defaults.

Decides which fields are the shot's own (they make its identity) and which it inherits (they make
takes stale when they change). Works on canonical plain data only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from lyrad.config.lengths import FEWEST_FRAMES, MOST_FRAMES, Length, decimal_text
from lyrad.config.reading import CheckedShot
from lyrad.config.references import read_character
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.media import Fit, Master, Origin, Retime, Size, Smaller, Sound
from lyrad.model.names import JSON, Fields
from lyrad.model.production import Production, Scene
from lyrad.model.spec import Priority, ShotSpec

BUILT_IN: Fields = {
    "description": "",
    "duration": "4s",
    "fps": "24",
    "size": "1280x720",
    "fit": Fit.CROP.value,
    "takes": 1,
    "origin": Origin.AI.value,
    "master": Master.H264.value,
    "priority": "normal",
}
"""What holds where nobody said anything.

The origin errs on the side that a published clip must declare: a frame of unknown origin is `ai`.
"""

LENGTHS = frozenset({"duration", "frames"})
ROLES = frozenset({"first", "last"})
NOT_PICTURE_MAKING = frozenset({"takes", "due", "priority"})


def resolve(production: Production, scene: Scene | None, shot: CheckedShot) -> ShotSpec:
    """Return the shot with everything that it inherits filled in.

    Raises:
        ConfigError: the length at the shot's rate is no number of frames that a shot may have.
    """
    laid: Mapping[str, JSON] = BUILT_IN
    for layer in (production.defaults, scene.defaults if scene else {}, shot.fields):
        laid = overlaid(laid, layer)
    own = {key: value for key, value in shot.fields.items() if _own(key, value)}
    picture: dict[str, Any] = dict(laid)
    rate = Fraction(picture["fps"])
    return ShotSpec(
        description=picture["description"],
        first=shot.first,
        last=shot.last,
        frames=_frames(picture, rate, shot),
        rate=rate,
        size=_size(picture["size"]),
        fit=Fit(picture["fit"]),
        takes=picture["takes"],
        seed=picture.get("seed"),
        origin=Origin(picture["origin"]),
        master=Master(picture["master"]),
        retime=Retime(picture.get("retime", Retime.INTERPOLATE)),
        sound=Sound(picture.get("sound", Sound.DROP)),
        smaller=Smaller(picture.get("smaller", Smaller.NEVER)),
        negative=picture.get("negative", ""),
        characters=tuple(map(read_character, picture.get("characters", ()))),
        camera=picture.get("camera", ""),
        styles=tuple(picture.get("style", ())),
        priority=Priority[picture["priority"].upper()],
        due=date.fromisoformat(picture["due"]) if "due" in picture else None,
        own=own,
        inherited={
            **{key: value for key, value in laid.items() if _inherited(key, own)},
            "start_timecode": production.start_timecode,
        },
    )


def overlaid(lower: Fields, upper: Fields) -> Fields:
    """Return the upper fields over the lower; `duration` and `frames` replace each other."""
    hidden = LENGTHS if LENGTHS & upper.keys() else frozenset()
    return {**{key: value for key, value in lower.items() if key not in hidden}, **upper}


def _own(key: str, value: JSON) -> bool:
    """Return whether a field of the shot's file makes its pictures; frames count by content."""
    return value == "none" if key in ROLES else key not in NOT_PICTURE_MAKING


def _inherited(key: str, own: Fields) -> bool:
    return key not in own and key not in ROLES and key not in NOT_PICTURE_MAKING


def _size(text: str) -> Size:
    width, height = text.split("x")
    return Size(width=int(width), height=int(height))


def _frames(picture: Mapping[str, Any], rate: Fraction, shot: CheckedShot) -> int:
    if "frames" in picture:
        return int(picture["frames"])
    duration: str = picture["duration"]
    frames = Length(seconds=Fraction(duration.removesuffix("s"))).in_frames(rate)
    if FEWEST_FRAMES <= frames <= MOST_FRAMES:
        return frames
    raise ConfigError(
        Fault(
            code=Code.BAD_VALUE,
            what=f"{duration} at {decimal_text(rate)} frames per second is {frames} frames;"
            f" {FEWEST_FRAMES} to {MOST_FRAMES} are possible.",
            where=shot.length_at,
            next="Give the shot another length, such as `duration: 4s`.",
        )
    )
