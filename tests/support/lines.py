"""Ledger lines for tests, whole, of which a test changes what it speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lyrad.model.names import Fingerprint, JobId, RelPath
from lyrad.model.take import (
    BatchReleased,
    Held,
    Published,
    Released,
    RetakeOrdered,
    TakeGiven,
    VersionGiven,
)
from tests.support.nouns import FOLDER, NOON, SHOT

JOB = JobId("0123456789abcdef0123")
FINGERPRINT = Fingerprint("f" * 20)


def version_given(**changes: Any) -> VersionGiven:
    line = VersionGiven(at=NOON, shot=SHOT, version=1, version_key="e" * 20, job=JOB)
    return replace(line, **changes)


def take_given(**changes: Any) -> TakeGiven:
    return replace(TakeGiven(at=NOON, shot=SHOT, take=1, job=JOB), **changes)


def published(**changes: Any) -> Published:
    line = Published(
        at=NOON,
        shot=SHOT,
        take=1,
        version=1,
        job=JOB,
        rule="render-shot",
        fingerprint=FINGERPRINT,
        version_key="e" * 20,
        attempt=1,
        folder=RelPath(f"{FOLDER}/takes/T01"),
        outputs=("ab" * 32,),
    )
    return replace(line, **changes)


def retake(**changes: Any) -> RetakeOrdered:
    line = RetakeOrdered(
        at=NOON,
        shot=SHOT,
        rule="render-shot",
        fingerprint=FINGERPRINT,
        attempt=2,
        request="u1",
        note="slower",
    )
    return replace(line, **changes)


def held(**changes: Any) -> Held:
    return replace(Held(at=NOON, shot=SHOT, reason="HOLD", request="u2"), **changes)


def released(**changes: Any) -> Released:
    return replace(Released(at=NOON, shot=SHOT, request="u3"), **changes)


def batch(**changes: Any) -> BatchReleased:
    return replace(BatchReleased(at=NOON, jobs=(JOB,), request="u4"), **changes)
