"""When a pair of frames is judged, and what its card says when it holds a job."""

from __future__ import annotations

import pytest

from lyrad.core.seam_hold import held_saying, holds, is_asked
from lyrad.model.card import CardState
from lyrad.model.rule import Rule, RuleStep, When
from lyrad.model.seam import Aspect, Axis, Measures, OnLikelyCut, Reason, Seam, Verdict

SHAPE = Aspect(canvas=16 / 9, picture=16 / 9)


def seam(verdict=Verdict.CUT_LIKELY):
    return Seam(
        risk=0.9,
        verdict=verdict,
        reasons=(Reason(axis=Axis.UNRELATED, risk=0.9, words="They share nothing."),),
        advice=("Render it as two shots.",),
        measures=Measures(first=SHAPE, last=SHAPE),
    )


def rule(**fields):
    step = RuleStep(action="render.between", fields=fields)
    return Rule(name="r", when=When(path="x"), steps=(step,), source="r.yaml")


def test_only_pairs_that_cost_a_cards_time_are_judged():
    assert is_asked(rule(backend="comfyui"), OnLikelyCut.HOLD)
    assert is_asked(rule(backend="comfyui"), OnLikelyCut.NOTE)
    assert not is_asked(rule(backend="comfyui"), OnLikelyCut.OFF)
    assert not is_asked(rule(backend="builtin"), OnLikelyCut.HOLD)
    assert not is_asked(rule(), OnLikelyCut.HOLD)


@pytest.mark.parametrize(
    ("verdict", "policy", "held"),
    [
        (Verdict.CUT_LIKELY, OnLikelyCut.HOLD, True),
        (Verdict.CUT_LIKELY, OnLikelyCut.NOTE, False),
        (Verdict.CAUTION, OnLikelyCut.HOLD, False),
        (Verdict.OK, OnLikelyCut.HOLD, False),
    ],
)
def test_only_a_likely_cut_waits_for_a_person(verdict, policy, held):
    assert holds(seam(verdict), policy) is held


def test_what_could_not_be_judged_holds_nothing():
    assert not holds(None, OnLikelyCut.HOLD)


def test_the_card_says_why_and_what_helps():
    said = held_saying(seam())
    assert (said.state, said.detail) == (CardState.HELD, "likely cut")
    assert "They share nothing." in said.body
    assert "Render it as two shots." in said.body
    assert "GO" in said.body
