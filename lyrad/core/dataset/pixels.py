"""Decide what a picture's pixels are good for: large enough, of a usable shape, whole."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.errors import Code, Fault
from lyrad.model.dataset import Look, Seen
from lyrad.model.finding import Case, Finding
from lyrad.model.media import Size

SHORTEST = 512
"""A shorter side shows too little of a face; far below, a trainer ends without naming the file."""

TRAINED = 1024
"""SDXL and FLUX train on pictures of about 1024 x 1024 pixels, whatever their shape."""

NEARLY = 0.9
"""A picture with this share of the pixels trained on is not worth a word."""

LONGEST, LONG = 3.0, 2.0
"""From these ratios of the sides on, a trainer's buckets cut the picture, or crop it visibly."""

SOFT = 0.65
"""From this much blur in its sharpest part on, a picture is soft: a blur of 2 to 3 pixels
where it is 1024 wide (`tests/vision/test_dataset_look.py`)."""

_REFUSALS = {
    Code.NOT_A_PICTURE: Case.NOT_A_PICTURE,
    Code.PICTURE_KIND: Case.KIND,
    Code.PICTURE_BROKEN: Case.BROKEN,
    Code.PICTURE_TOO_LARGE: Case.TOO_LARGE,
}


def pixel_findings(seen: Seen) -> Iterator[Finding]:
    """Yield what was found of one file's pixels, and what was done."""
    if seen.fault:
        yield _refusal(seen.fault)
        return
    for words in seen.done:
        yield Finding(case=Case.CONVERTED, words=f"{words[0].upper()}{words[1:]}.")
    if seen.size:
        yield from _size(seen.size)
    if seen.look and is_soft(seen.look):
        words = "It is soft: nothing in it is sharp, and softness is learnt too."
        yield Finding(case=Case.SOFT, words=words)


def is_soft(look: Look) -> bool:
    """Return whether nothing in the picture is sharp."""
    return look.blur > SOFT


def _refusal(fault: Fault) -> Finding:
    case = _REFUSALS.get(fault.code, Case.UNREADABLE)
    return Finding(case=case, words=f"{fault.what} {fault.next}")


def _size(size: Size) -> Iterator[Finding]:
    short, long = sorted((size.width, size.height))
    if long > LONGEST * short:
        words = f"At {size} it is more than {LONGEST:.0f} times as long as wide. Crop it."
        yield Finding(case=Case.TOO_NARROW, words=words)
    elif short < SHORTEST:
        words = f"At {size} it is too small: its shorter side needs {SHORTEST} pixels. Find it"
        yield Finding(case=Case.TOO_SMALL, words=f"{words} larger; enlarging adds nothing.")
    else:
        if long > LONG * short:
            words = f"At {size} it is long: trainers cut its ends off. Crop it yourself."
            yield Finding(case=Case.LONG_SHAPE, words=words)
        if size.width * size.height < NEARLY * TRAINED**2:
            words = f"At {size} it is smaller than the usual {TRAINED}x{TRAINED}; not enlarged."
            yield Finding(case=Case.SMALL, words=words)
