"""Nouns for tests: whole ones with sensible values, of which a test changes what it speaks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from lyrad.model.drop import Member
from lyrad.model.media import Fit, Master, Origin, Size
from lyrad.model.names import Fingerprint, JobId, ProductionId, RelPath, ShotKey
from lyrad.model.plan import ShotPlan, Step
from lyrad.model.spec import FrameChoice, Priority, ShotSpec
from lyrad.model.take import Receipt

SHOT = ShotKey(scene="SC010", shot="SH0020")
FOLDER = RelPath("scenes/SC010/SH0020")
PRODUCTION = ProductionId("6a0c9f0e-4f4e-4c0e-9f86-0f0f3a3b7c11")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def shot_spec(**changes: Any) -> ShotSpec:
    return replace(
        ShotSpec(
            description="A slow push-in on the lighthouse.",
            first=FrameChoice(),
            last=FrameChoice(),
            frames=25,
            rate=Fraction(24),
            size=Size(width=320, height=180),
            fit=Fit.CROP,
            takes=1,
            seed=None,
            origin=Origin.DRAWN,
            master=Master.H264,
            priority=Priority.NORMAL,
            due=None,
            own={"description": "A slow push-in on the lighthouse.", "frames": 25},
            inherited={"fps": "24", "size": "320x180"},
        ),
        **changes,
    )


def member(role: str = "first", **changes: Any) -> Member:
    suffix = "yaml" if role == "spec" else "png"
    return replace(
        Member(
            role=role,
            path=RelPath(f"{FOLDER}/{role}.{suffix}"),
            size=1234,
            sha256="ab" * 32,
            xxh64="cd" * 8,
        ),
        **changes,
    )


def plan(**changes: Any) -> ShotPlan:
    return replace(
        ShotPlan(
            job=JobId("0123456789abcdef0123"),
            production=PRODUCTION,
            rule="render-shot",
            rule_source="rules/render-shot.yaml",
            shot=SHOT,
            folder=FOLDER,
            lead=RelPath(f"{FOLDER}/shot.yaml"),
            fingerprint=Fingerprint("f" * 20),
            version_key="e" * 20,
            attempt=1,
            seed=1,
            order=100,
            spec=shot_spec(),
            members=(member("spec"), member("first"), member("last")),
            steps=(
                Step(action="render.between", fields={"backend": "builtin"}, lane="cpu"),
                Step(action="publish.take", fields={"poster": True}, lane="cpu"),
            ),
            ordered_at=NOON,
        ),
        **changes,
    )


def receipt(**changes: Any) -> Receipt:
    return replace(
        Receipt(
            schema=1,
            lyrad="0.1.0",
            production=PRODUCTION,
            shot=SHOT,
            take=1,
            version=1,
            job=JobId("0123456789abcdef0123"),
            rule="render-shot",
            fingerprint=Fingerprint("f" * 20),
            version_key="e" * 20,
            attempt=1,
            seed=1,
            draft=True,
            spec={},
            inherited={},
            inputs=(),
            outputs=(),
            steps=(),
            checks=(),
            tools={},
            ordered_at=NOON,
            published_at=NOON,
        ),
        **changes,
    )
