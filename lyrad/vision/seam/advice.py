"""Say what to do about each reason that weighs: keyframes between, another crop, two shots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import ceil, log

from lyrad.model.seam import Axis, Measures
from lyrad.vision.seam.words import share

WEIGHS = 0.2
"""A smaller risk needs no advice."""

LEG = 1.6
"""How much closer a model goes in one leg without losing the place."""


def advice(spent: Mapping[Axis, float], found: Measures) -> Iterator[str]:
    """Yield a sentence for each axis that weighs, in the axes' order."""
    for axis, risk in spent.items():
        if risk >= WEIGHS:
            yield ADVICE[axis](found)


def legs(scale: float) -> tuple[float, ...]:
    """Return where keyframes belong in a push or a pull: factors between 1 and the whole."""
    whole = max(scale, 1 / scale)
    count = max(2, ceil(log(whole) / log(LEG) - 1e-9))
    return tuple(whole ** (k / count) for k in range(1, count))


def _scale(found: Measures) -> str:
    way = "closer" if found.scale >= 1 else "wider"
    places = [f"{factor:.2f}x" for factor in legs(found.scale)]
    if len(places) == 1:
        return f"Add a keyframe between them, {places[0]} {way} than the first frame."
    listed = f"{', '.join(places[:-1])} and {places[-1]}"
    return f"Go in {len(places) + 1} legs, with keyframes {listed} {way} than the first frame."


def _shift(found: Measures) -> str:
    moved = share(1 - found.overlap)
    return f"Add a keyframe half-way, or shorten the move: it goes over {moved} of a frame."


def _roll(found: Measures) -> str:
    return f"Add a keyframe at {abs(found.roll) / 2:.0f} degrees, or turn the camera less."


ADVICE: Mapping[Axis, Callable[[Measures], str]] = {
    Axis.SCALE: _scale,
    Axis.SHIFT: _shift,
    Axis.ROLL: _roll,
    Axis.ANGLE: lambda _: (
        "Go round the subject in legs of at most 15 degrees, with a keyframe for each."
    ),
    Axis.COMPOSITION: lambda _: "Lock the camera, or move the subject in two legs.",
    Axis.LIGHT: lambda _: "Ask for the change of light in the prompt, or grade it afterwards.",
    Axis.FORMAT: lambda _: "Crop both frames to the same shape.",
    Axis.MIRROR: lambda _: "Flip the last frame back, or give the other side a shot of its own.",
    Axis.UNRELATED: lambda _: "Render them as two shots.",
    Axis.EVIDENCE: lambda _: "Look at the take closely, or give frames with more detail.",
    Axis.STILL: lambda _: "Ask for a movement in the prompt, or give another last frame.",
}
