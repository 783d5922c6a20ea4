"""Scenes to be assembled: takes and cues as they can be cut in, of which a test changes a part."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from lyrad.core.assembly.layout import laid
from lyrad.model.assembly import Assembly, CueFootage, CutShot, Footage
from lyrad.model.cue import CueKey
from lyrad.model.media import Size
from lyrad.model.names import Fingerprint, JobId, RelPath, ShotKey
from lyrad.model.plan import AssemblyPlan, Step
from tests.support.nouns import NOON, PRODUCTION

RATE = Fraction(24)
SIZE = Size(width=320, height=180)
HOUR = 24 * 3600
"""The first frame of hour one, at 24 frames a second."""


def key(code: str) -> ShotKey:
    return ShotKey(scene="SC010", shot=code)


def footage(code: str = "SH0010", take: int = 1, **changes: Any) -> Footage:
    stem = f"SC010_{code}_T{take:02d}_v001"
    return replace(
        Footage(
            shot=key(code),
            take=take,
            version=1,
            path=RelPath(f"scenes/SC010/{code}/takes/T{take:02d}/{stem}.mp4"),
            sha256=f"content of {stem}",
            frames=25,
            rate=RATE,
            size=SIZE,
            head=HOUR,
        ),
        **changes,
    )


def shot(code: str = "SH0010", *takes: Footage, **changes: Any) -> CutShot:
    return replace(
        CutShot(
            shot=key(code),
            frames=25,
            rate=RATE,
            words="A slow push-in on the lighthouse.",
            footage=takes,
        ),
        **changes,
    )


def cue(code: str = "1M1", **changes: Any) -> CueFootage:
    return replace(
        CueFootage(
            cue=CueKey(scene="SC010", cue=code),
            take=1,
            path=RelPath(f"scenes/SC010/cues/{code}/takes/T01/{code}_dawn_v001_01-00-00-00.wav"),
            sha256=f"music of {code}",
            head=HOUR,
            frames=48,
            rate=RATE,
        ),
        **changes,
    )


def assembly(*shots: CutShot, cues: tuple[CueFootage, ...] = ()) -> Assembly:
    """Return a scene put together; without shots, of one take and a slate."""
    shots = shots or (shot("SH0010", footage("SH0010")), shot("SH0020"))
    found = laid("SC010", shots, cues, "01:00:00:00")
    assert found is not None
    return found


def plan(of: Assembly | None = None, **changes: Any) -> AssemblyPlan:
    folder = RelPath("scenes/SC010")
    return replace(
        AssemblyPlan(
            job=JobId("a" * 20),
            production=PRODUCTION,
            rule="assemble-scene",
            rule_source="rules/assemble-scene.yaml",
            folder=folder,
            lead=folder,
            fingerprint=Fingerprint("f" * 20),
            version_key="e" * 20,
            attempt=1,
            seed=0,
            order=1,
            members=(),
            steps=(Step(action="assemble.scene", fields={}, lane="cpu"),),
            ordered_at=NOON,
            assembly=of or assembly(),
        ),
        **changes,
    )
