"""How large a picture a model is asked for, so that nothing is stretched on the way.

The picture keeps its shape: it is made smaller until the model can hold it, and lies in the middle
of a canvas whose sides the model takes. What the canvas has more is filled with the picture's own
edge and cut off again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lyrad.model.media import Size
from lyrad.model.workflow import SizeRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """The `model`'s picture, and the film's `picture` within it, `left` and `top` from its corner.

    All in pixels of the model.
    """

    model: Size
    picture: Size
    left: int
    top: int


def canvas(size: Size, rule: SizeRule, *, part: float = 1.0) -> Canvas:
    """Return the largest canvas for pictures of a size; never larger than the film's own size.

    With a `part`, the picture has that part of the width and height that it would have had.
    """
    pixels = rule.largest.width * rule.largest.height
    scale = part * min(1.0, math.sqrt(pixels / (size.width * size.height)))
    while True:
        picture = Size(width=_even(size.width * scale), height=_even(size.height * scale))
        model = Size(width=_up(picture.width, rule.step), height=_up(picture.height, rule.step))
        if model.width * model.height <= pixels or scale < _SMALLEST:
            break
        scale *= _SMALLER
    return Canvas(
        model=model,
        picture=picture,
        left=(model.width - picture.width) // 2,
        top=(model.height - picture.height) // 2,
    )


_SMALLER = 0.99
_SMALLEST = 0.01


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)


def _up(length: int, step: int) -> int:
    return -(-length // step) * step
