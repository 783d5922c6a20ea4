"""Takes of cues as they stand on the disk, written by hand."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from lyrad.disk.cues import receipt_text
from lyrad.model.cue import CueKey
from lyrad.model.cue_take import CueReceipt
from lyrad.model.names import Fingerprint, JobId
from lyrad.model.take import FileRecord
from tests.support.nouns import NOON, PRODUCTION


def cue_take(
    root: Path,
    scene: str,
    cue: str,
    number: int,
    *,
    head: int,
    frames: int,
    music: bytes = b"",
    **changes: Any,
) -> Path:
    """Write a take of a cue; return its music."""
    folder = root / f"scenes/{scene}/cues/{cue}/takes/T{number:02d}"
    (folder / "_info").mkdir(parents=True)
    path = folder / f"{cue}_dawn_v001_01-00-00-00.wav"
    data = music or f"music of {cue} {number}".encode()
    path.write_bytes(data)
    record = FileRecord(
        name=path.name,
        role="master",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        xxh64="",
    )
    receipt = CueReceipt(
        schema=1,
        lyrad="0.1.0",
        production=PRODUCTION,
        cue=CueKey(scene=scene, cue=cue),
        take=number,
        job=JobId(f"{cue} {number}"),
        rule="score-cue",
        fingerprint=Fingerprint("f" * 20),
        version_key="e" * 20,
        attempt=number,
        seed=1,
        draft=False,
        licence="",
        spec={},
        span={"head": head, "frames": frames, "timecode": "01:00:00:00", "rate": "24"},
        inputs=(),
        outputs=(record,),
        steps=(),
        checks=(),
        ordered_at=NOON,
        published_at=NOON,
    )
    name = folder / "_info" / "receipt.json"
    name.write_bytes(receipt_text(replace(receipt, **changes)))
    return path
