"""Decide when a pair of frames is judged, when it holds a job, and what its card says then."""

from __future__ import annotations

from lyrad.core.card_words import GO_HINT, Saying
from lyrad.model.card import SUGGESTED, CardState
from lyrad.model.rule import Rule
from lyrad.model.seam import OnLikelyCut, Seam, Verdict

BUILTIN = "builtin"
"""What it makes costs no card's time, so nothing is held for its sake."""

_USE = "paint it anew, and make two shots that meet in it. lyrad never uses it by itself."


def is_asked(rule: Rule, policy: OnLikelyCut) -> bool:
    """Decide whether the pairs of this rule's drops are judged: another tool would render them."""
    tools = (step.fields.get("backend", BUILTIN) for step in rule.steps)
    return policy is not OnLikelyCut.OFF and any(tool != BUILTIN for tool in tools)


def holds(seam: Seam | None, policy: OnLikelyCut) -> bool:
    """Decide whether nothing may be rendered of this pair until a person says so."""
    cut = seam is not None and seam.verdict is Verdict.CUT_LIKELY
    return cut and policy is OnLikelyCut.HOLD


def held_saying(seam: Seam, *, suggested: bool = False) -> Saying:
    """Return what the card says of a pair that waits; `suggested` that a middle lies beside it."""
    reasons = "\n".join(f"  {reason.words}" for reason in seam.reasons)
    advice = "\n".join(f"  {line}" for line in seam.advice)
    body = (
        "Between these two frames a model will probably cut or dissolve instead of moving"
        f" (risk {seam.risk:.2f}):\n{reasons}\n"
    )
    if advice:
        body += f"What helps:\n{advice}\n"
    if suggested:
        body += f"{SUGGESTED} shows the framing half-way, made of your two frames: {_USE}\n"
    body += "Nothing is rendered until you change a frame, or want it all the same. " + GO_HINT
    return Saying(state=CardState.HELD, detail="likely cut", body=body)
