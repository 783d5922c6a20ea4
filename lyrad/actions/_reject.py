"""Decide what happens to a result that must not be published: it is kept aside, for a look."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from lyrad.errors import Code, Fault, Permanent
from lyrad.model.media import Clip
from lyrad.model.take import Check
from lyrad.ports import Bench, Workplace

REJECTS = "rejects"


def measured(bench: Bench, path: Path, *, made_by: str) -> tuple[Check, ...]:
    """Return the checks of a clip or folder of pictures against the plan, all passed.

    Raises:
        Permanent: it does not decode, or has other frames, rate or size; it lies in the rejects.
    """
    try:
        clip = bench.media.probe(path, bench.signal)
    except Permanent as error:
        aside = set_aside(bench, path)
        raise Permanent(_undecodable(error.fault, aside)) from error
    checks = _checks(bench, clip)
    failed = [check for check in checks if not check.passed]
    if failed:
        raise Permanent(_wrong(bench, failed, set_aside(bench, path), made_by))
    return checks


def set_aside(bench: Workplace, path: Path) -> Path:
    """Move a result to the job's rejects and return where it lies now."""
    folder = bench.job_work / REJECTS
    folder.mkdir(parents=True, exist_ok=True)
    action = bench.plan.steps[bench.step].action
    names = (f"{action}-{number}-{path.name}" for number in range(1, 10_000))
    target = next(folder / name for name in names if not (folder / name).exists())
    path.rename(target)
    return target


def _checks(bench: Bench, clip: Clip) -> tuple[Check, ...]:
    spec = bench.plan.spec
    pictures = clip.rate == Fraction(0)  # a folder of them has no rate of its own
    rate = () if pictures else (_check("rate", clip.rate, spec.rate),)
    return (
        Check(name="decodes", passed=True, figure=f"{clip.frames} frames to the end"),
        _check("frames", clip.frames, spec.frames),
        *rate,
        _check("size", clip.size, spec.size),
    )


def _check(name: str, found: object, wanted: object) -> Check:
    return Check(name=name, passed=found == wanted, figure=f"{found} of {wanted}")


def _wrong(bench: Bench, failed: Sequence[Check], aside: Path, made_by: str) -> Fault:
    figures = ", ".join(f"{check.name} {check.figure}" for check in failed)
    return Fault(
        code=Code.CLIP_WRONG,
        what=f"{made_by} made another clip than was ordered: {figures}.",
        where=f"{bench.plan.shot}; kept as {aside}",
        next="`lyrad retry` makes it again; if that fails too, look at the kept file.",
    )


def _undecodable(fault: Fault, aside: Path) -> Fault:
    return Fault(
        code=Code.CLIP_WRONG,
        what=fault.what,
        where=f"kept as {aside}",
        next="`lyrad retry` makes it again; if that fails too, look at the kept file.",
    )
