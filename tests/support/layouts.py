"""Scenes as they are cut, for cues to lie in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lyrad.config.cue_file import CueFile
from lyrad.core.cues.strip import of_lengths
from lyrad.model.cue import CueKey, CueSpec
from lyrad.model.layout import Layout
from lyrad.model.names import ShotKey

FILM, NTSC_FILM, PAL, NTSC = (
    Fraction(24),
    Fraction(24000, 1001),
    Fraction(25),
    Fraction(30000, 1001),
)

CUE = CueKey(scene="SC010", cue="1M1")


def scene(*frames: int, code: str = "SC010", rate: Fraction = FILM) -> Layout:
    """Return a scene of shots SH0010, SH0020, ... with these lengths."""
    shots = [
        ShotKey(scene=code, shot=f"SH{number * 10:04}") for number in range(1, 1 + len(frames))
    ]
    return of_lengths(code, rate, zip(shots, frames, strict=True))


def wanted(rate: Fraction = FILM, **said: Any) -> CueSpec:
    """Return a cue as `cue.yaml` says it; `start` is its `in`."""
    if "start" in said:
        said["in"] = said.pop("start")
    return CueFile.model_validate({"prompt": "Low strings", **said}).spec(CUE, rate)
