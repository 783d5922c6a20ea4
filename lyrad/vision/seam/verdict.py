"""Judge a pair of frames before a render is spent on it: will a model run through, or cut?

Puts together what is measured, what it costs and how it is said; each is decided beside this.
"""

from __future__ import annotations

from lyrad.model.seam import Reason, Seam, Thresholds
from lyrad.vision.arrays import Picture
from lyrad.vision.seam.advice import advice
from lyrad.vision.seam.look import looks
from lyrad.vision.seam.measure import measure
from lyrad.vision.seam.risk import risks, together
from lyrad.vision.seam.words import words

USUAL = Thresholds()


def judge(first: Picture, last: Picture, thresholds: Thresholds = USUAL) -> Seam:
    """Return the verdict on a pair of frames, the same for the same frames.

    Args:
        first: height x width x 3, 8-bit BGR.
        last: the same, of any size.
        thresholds: where caution and cuts begin.
    """
    found, _ = measure(*looks(first, last))
    spent = risks(found)
    total = together(spent.values())
    return Seam(
        risk=total,
        verdict=thresholds.verdict(total),
        reasons=tuple(Reason(axis=a, risk=r, words=words(a, found)) for a, r in spent.items()),
        advice=tuple(advice(spent, found)),
        measures=found,
    )
