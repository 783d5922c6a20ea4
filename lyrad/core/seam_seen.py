"""Say what a published take teaches of its pair of frames: what was foretold, what came of it."""

from __future__ import annotations

from lyrad.core.clip_words import CUT
from lyrad.model.clip_check import Blend
from lyrad.model.seam import SeamRecord, Verdict
from lyrad.model.take import Receipt


def seen(receipt: Receipt) -> SeamRecord | None:
    """Return the line for the seam log, or None where there is nothing to learn.

    That is so where the pair was not judged, the clip not looked through, or the take a draft:
    the embedded renderer never cuts, so it says nothing of what a model would do.
    """
    risk, verdict = receipt.seam.get("risk"), receipt.seam.get("verdict")
    looked = {check.name: bool(check.frames) for check in receipt.checks}
    if receipt.draft or CUT not in looked or verdict not in set(Verdict):
        return None
    if isinstance(risk, bool) or not isinstance(risk, int | float):
        return None
    measures = receipt.seam.get("measures")
    return SeamRecord(
        at=receipt.published_at,
        shot=str(receipt.shot),
        job=receipt.job,
        risk=float(risk),
        verdict=Verdict(str(verdict)),
        measures=measures if isinstance(measures, dict) else {},
        cut=looked[CUT],
        soft=any(looked.get(kind.value, False) for kind in Blend),
    )
