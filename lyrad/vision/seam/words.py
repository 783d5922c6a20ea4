"""Say each reason as a filmmaker would: what the last frame does that the first did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lyrad.model.seam import Aspect, Axis, Measures

SHAPES = ((16 / 9, "16:9"), (4 / 3, "4:3"), (3 / 2, "3:2"), (1.0, "1:1"), (9 / 16, "9:16"))
CLOSE = 0.012
"""A shape this near to a known one, as a share, is called by its name."""

NOTICED = 0.3
"""Stops from which a change of exposure is worth a word."""

TINTED = 6.0
"""Shift in b* from which the picture is called warmer or cooler."""


def words(axis: Axis, found: Measures) -> str:
    """Return one plain sentence."""
    return WORDS[axis](found)


def times(scale: float) -> str:
    """Return a change of size as people say it: `2.8x closer`."""
    return f"{scale:.1f}x closer" if scale >= 1 else f"{1 / scale:.1f}x wider"


def share(part: float) -> str:
    """Return a share as people write it: `45 %`."""
    return f"{100 * part:.0f} %"


def shape(aspect: Aspect) -> str:
    """Return a frame's shape: `16:9`, or `2.39:1 inside 16:9` where it has bars."""
    canvas, picture = _ratio(aspect.canvas), _ratio(aspect.picture)
    return canvas if canvas == picture else f"{picture} inside {canvas}"


def _ratio(ratio: float) -> str:
    near = (name for value, name in SHAPES if abs(ratio / value - 1) < CLOSE)
    return next(near, f"{ratio:.2f}:1")


def _scale(found: Measures) -> str:
    return f"The last frame is {times(found.scale)}."


def _shift(found: Measures) -> str:
    # What slides to the left in the picture is a camera that turns to the right.
    if abs(found.across) >= abs(found.down):
        way = "right" if found.across < 0 else "left"
    else:
        way = "down" if found.down < 0 else "up"
    return f"The view moves {way}: only {share(found.overlap)} of the picture is in both frames."


def _roll(found: Measures) -> str:
    way = "clockwise" if found.roll > 0 else "counter-clockwise"
    return f"The picture turns by {abs(found.roll):.0f} degrees, {way}."


def _composition(found: Measures) -> str:
    return f"Laid onto each other, {share(found.changed)} of the picture shows something else."


def _light(found: Measures) -> str:
    said = []
    if abs(found.stops) >= NOTICED:
        way = "brighter" if found.stops > 0 else "darker"
        said.append(f"{abs(found.stops):.1f} stops {way}")
    if abs(found.warmth) >= TINTED:
        said.append("warmer" if found.warmth > 0 else "cooler")
    return f"The last frame is {' and '.join(said) or 'of another colour'}."


def _format(found: Measures) -> str:
    return f"The first frame is {shape(found.first)}, the last is {shape(found.last)}."


WORDS: Mapping[Axis, Callable[[Measures], str]] = {
    Axis.SCALE: _scale,
    Axis.SHIFT: _shift,
    Axis.ROLL: _roll,
    Axis.ANGLE: lambda _: "The camera looks at the place from another angle.",
    Axis.COMPOSITION: _composition,
    Axis.LIGHT: _light,
    Axis.FORMAT: _format,
    Axis.MIRROR: lambda _: "The last frame is flipped: what faced left now faces right.",
    Axis.UNRELATED: lambda _: "The two frames have nothing in common that could be followed.",
    Axis.EVIDENCE: lambda _: "Little in the frames can be followed, so this is less certain.",
    Axis.STILL: lambda _: "The two frames are nearly the same: the clip may stand still.",
}
