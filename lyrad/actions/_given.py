"""Decide how a given frame looks at the film's size: prepared once for each step."""

from __future__ import annotations

from pathlib import Path

from lyrad.model.spec import Frame
from lyrad.ports import Bench


def given(bench: Bench, frame: Frame) -> Path | None:
    """Return the prepared picture in the step's work folder, None where none was given.

    Raises:
        Permanent: it cannot be read.
    """
    member = bench.plan.member(frame.role)
    if member is None:
        return None
    target = bench.work / f"given_{frame.role}.png"
    if not target.exists():
        spec = bench.plan.spec
        bench.pictures.prepare(
            bench.store(member.sha256), target, size=spec.size, fit=spec.fit, shown=member.path
        )
    return target
