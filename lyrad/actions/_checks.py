"""Look a master through before it is published: what is odd makes the take suspicious.

What may not be published at all (it does not decode, or does not fit) was refused before.
"""

from __future__ import annotations

from pathlib import Path

from lyrad.actions._given import given
from lyrad.core.clip_words import clip_checks
from lyrad.core.smaller import smaller_check
from lyrad.core.take_words import DISSOLVE
from lyrad.errors import Permanent
from lyrad.model.media import Sound
from lyrad.model.spec import Frame
from lyrad.model.take import Check
from lyrad.ports import Bench, LookOrder

LOOKED = "look"
"""The check that fails where a clip could not be looked through; the take is good all the same."""


def judged(bench: Bench, master: Path) -> tuple[Check, ...]:
    """Return the checks of a master that was measured already; none of them stops its publishing.

    Raises:
        Temporary: a tool is missing, or was ended from outside.
    """
    spec = bench.plan.spec
    order = LookOrder(
        clip=master,
        frames=spec.frames,
        size=spec.size,
        first=given(bench, Frame.FIRST),
        last=given(bench, Frame.LAST),
        sound=_sound(bench),
    )
    try:
        found = bench.judge.judge(order, bench.signal)
    except Permanent as error:
        return (Check(name=LOOKED, passed=False, figure=error.fault.what),)
    planned = any(one.facts.get("method") == DISSOLVE for one in bench.earlier)
    drawn = any(one.facts.get("draft") is True for one in bench.earlier)
    return clip_checks(found, dissolve=planned, eased=drawn)


def rendered_smaller(bench: Bench) -> tuple[Check, ...]:
    """Return a check that fails where a step rendered smaller than it could have; else none."""
    found = (smaller_check(one.facts) for one in bench.earlier)
    return tuple(check for check in found if check)


def _sound(bench: Bench) -> Path | None:
    """Return the sound that a step made, where it was asked for."""
    if bench.plan.spec.sound is not Sound.KEEP:
        return None
    made = (one.path for one in reversed(bench.earlier) if one.kind == "sound")
    path = next(made, None)
    return bench.job_work / path if path else None
