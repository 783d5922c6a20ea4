"""Decide what becomes of the sound that a video model made: in step with the film, or missed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from lyrad.errors import Permanent
from lyrad.model.media import Sound
from lyrad.model.names import JSON
from lyrad.model.plan import Artifact
from lyrad.model.take import Check
from lyrad.ports import Bench, Rendered, SoundOrder

KIND = "sound"
"""The artifact: a file that holds the model's sound, as it came.

Its fact `spans` says how many seconds lie between the first and the last picture that the sound
belongs to, as text: `10`, `125/24`.
"""

_NAME = "sound.wav"


def sound_made(bench: Bench, rendered: Rendered) -> tuple[Artifact, ...]:
    """Return the sound that a tool brought, for the steps that follow; or nothing."""
    if rendered.sound is None:
        return ()
    path = rendered.sound.relative_to(bench.job_work).as_posix()
    facts: dict[str, JSON] = {} if rendered.spans is None else {"spans": str(rendered.spans)}
    return (Artifact(kind=KIND, path=path, facts=facts),)


def sound(bench: Bench) -> tuple[Path | None, tuple[Check, ...]]:
    """Return the sound of the take, made if it is not there yet, and whether there is any.

    Nothing is checked where nobody asked for sound, or where no step made any.
    """
    made = _made(bench)
    if made is None or bench.plan.spec.sound is not Sound.KEEP:
        return None, ()
    target = bench.work / _NAME
    try:
        if not target.exists():
            bench.media.sound(_order(bench, made, target), bench.signal)
    except Permanent as error:
        return None, (Check(name=KIND, passed=False, figure=error.fault.what),)
    return target, (Check(name=KIND, passed=True, figure="as long as the picture"),)


def _made(bench: Bench) -> Artifact | None:
    return next((one for one in reversed(bench.earlier) if one.kind == KIND), None)


def _order(bench: Bench, made: Artifact, target: Path) -> SoundOrder:
    spec = bench.plan.spec
    usual = Fraction(spec.frames - 1) / spec.rate
    return SoundOrder(
        source=bench.job_work / made.path,
        target=target,
        frames=spec.frames,
        rate=spec.rate,
        spans=Fraction(str(made.facts.get("spans", usual))),
    )
