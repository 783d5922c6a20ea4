"""Decide how much of a shot's continuity each measure spends: one table, pure.

Risk is 1 minus the product of (1 - r) over the axes: several small differences add up, and none
can be outweighed. The ramps follow film practice (the 30-degree rule, the 180-degree line) and
were tuned on drawn pairs; what a given model does is learnt from the seam log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log, log2, prod

from lyrad.model.seam import Axis, Measures

CHANGED = (0.10, 0.20, 0.45, 0.72)
SPENT = (0.0, 0.33, 0.55, 0.92)
"""What changed of the aligned picture, and what it costs."""

FLAT, DEEP = 0.005, 0.015
"""From the one parallax to the other, what can be followed counts less and less as changed, ..."""

FOLLOWED = 0.85
"""... but never as wholly unchanged: it is seen from another side."""

RESHAPED, REFRAMED = 0.02, 0.04
"""Changes of the file's shape and of the picture's between bars, as natural logarithms."""

TELLING = 0.02
"""A smaller risk is no reason."""


def ramp(value: float, low: float, high: float) -> float:
    """Return 0 up to low, 1 from high on, and a straight line between."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def risks(found: Measures) -> Mapping[Axis, float]:
    """Return the risk along each axis that tells, largest first."""
    spent = {
        **(_moved(found) if found.mapped else _lost(found)),
        Axis.LIGHT: 0.55 * max(ramp(abs(found.stops), 0.7, 2.0), ramp(found.colour, 10, 32)),
        Axis.FORMAT: 0.5 if other_format(found) else 0.0,
        Axis.STILL: 0.45 * (1 - ramp(found.stir, 0.001, 0.004)),
    }
    telling = ((axis, risk) for axis, risk in spent.items() if risk > TELLING)
    return dict(sorted(telling, key=lambda one: -one[1]))


def together(spent: Iterable[float]) -> float:
    """Return the risk of all axes together."""
    return 1 - prod(1 - risk for risk in spent)


def other_format(found: Measures) -> bool:
    """Return whether the frames' shapes differ: another aspect, or bars on one of them."""
    canvas = abs(log(found.first.canvas / found.last.canvas))
    picture = abs(log(found.first.picture / found.last.picture))
    return canvas > RESHAPED or picture > REFRAMED


def gone(found: Measures) -> float:
    """Return what changed of the aligned picture, without what only parallax moved."""
    if found.tracked is None:
        return found.changed
    only_moved = max(0.0, found.changed - (1 - found.tracked))
    return found.changed - only_moved * FOLLOWED * ramp(found.parallax, FLAT, DEEP)


def _moved(found: Measures) -> dict[Axis, float]:
    turned = abs(found.roll)
    # An intact place with points off its plane is a subject that walked, not a new angle.
    around = 0.8 * ramp(found.changed, 0.18, 0.40) * ramp(found.parallax, 0.02, 0.15)
    lost = 1.0 if found.tracked is None else ramp(1 - found.tracked, 0, 0.5)
    thin = 0.35 if found.soft else 0.5 * ramp(0.35 - found.inliers, 0, 0.3) * lost
    return {
        Axis.SCALE: 0.9 * ramp(abs(log2(found.scale)), log2(1.2), log2(3.2)),
        Axis.SHIFT: 0.9 * ramp(1 - found.overlap, 0.20, 0.76),
        Axis.ROLL: max(0.62 * ramp(turned, 4, 26), 0.9 * ramp(turned, 35, 80)),
        Axis.ANGLE: max(0.8 * ramp(found.perspective, 0.06, 0.42), around),
        Axis.COMPOSITION: _between(gone(found), CHANGED, SPENT),
        Axis.EVIDENCE: thin,
    }


def _lost(found: Measures) -> dict[Axis, float]:
    return {Axis.MIRROR if found.mirrored else Axis.UNRELATED: 0.92}


def _between(value: float, points: tuple[float, ...], heights: tuple[float, ...]) -> float:
    """Return the height at a value on a line through points, level beyond its ends."""
    total = heights[0]
    for k in range(1, len(points)):
        total += (heights[k] - heights[k - 1]) * ramp(value, points[k - 1], points[k])
    return total
