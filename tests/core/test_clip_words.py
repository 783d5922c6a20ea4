"""What was seen in a clip becomes checks, and words that a filmmaker would use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lyrad.core.again import suspicious
from lyrad.core.clip_words import CHECKS, clip_checks, clip_words
from lyrad.core.seam_seen import seen
from lyrad.core.smaller import smaller_check
from lyrad.core.take_words import take_words
from lyrad.model.clip_check import Adherence, Blend, Blended, ClipFindings, Kept, Still
from lyrad.model.seam import Verdict
from lyrad.model.take import Check, StepReceipt
from tests.support.nouns import receipt

KEPT = Adherence(kept=Kept.KEPT, likeness=0.97, stops=-0.04)
GONE = Adherence(kept=Kept.GONE, likeness=0.3, stops=2.0)
FINE = ClipFindings(
    frames=97, cuts=(), blends=(), black=0, still=Still(first=0, frames=2), first=KEPT, last=KEPT
)
DISSOLVE = Blended(kind=Blend.DISSOLVE, first=30, last=43)
JUDGED = {"risk": 0.7, "verdict": "CUT-LIKELY", "reasons": [], "measures": {"scale": 2.8}}


def said(found, **more):
    return clip_words(clip_checks(found, **more))


def test_a_good_clip_passes_and_says_nothing():
    checks = clip_checks(FINE)
    assert all(check.passed for check in checks)
    assert {check.name for check in checks} == CHECKS - {"sound"}
    assert clip_words(checks) == ()


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        ({"cuts": (40,)}, "cut at frame 41"),
        ({"cuts": (9, 40)}, "cut at frames 10, 41"),
        ({"blends": (DISSOLVE,)}, "dissolve in frames 31 to 44"),
        ({"still": Still(first=9, frames=88)}, "stands still from frame 10 on"),
        ({"still": Still(first=0, frames=97)}, "stands still throughout"),
        ({"still": Still(first=9, frames=40)}, "stands still in frames 10 to 49"),
        ({"black": 12}, "black in 12 of 97 frames"),
        ({"last": GONE}, "the last frame is not yours"),
        ({"loudest": -91.0}, "sound is silent"),
        ({"first": replace(KEPT, stops=0.6)}, "exposure off by +0.6 stops"),
    ],
)
def test_what_is_odd_is_said_in_a_filmmakers_words(odd, words):
    assert said(replace(FINE, **odd)) == (words,)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"scale": 1.03}, "1.03x"),
        ({"across": -8.2}, "8 px"),
        ({"scale": 1.03, "down": 12.0}, "1.03x and 12 px"),
        ({"roll": 2.5}, "2.5 degrees"),
    ],
)
def test_a_reframed_frame_says_by_how_much(how, words):
    first = Adherence(kept=Kept.REFRAMED, likeness=0.98, **how)
    assert said(replace(FINE, first=first)) == (f"the first frame reframed by {words}",)


@pytest.mark.parametrize(
    ("odd", "more"),
    [
        ({"blends": (DISSOLVE,)}, {"dissolve": True}),
        ({"still": Still(first=0, frames=97), "alike": True}, {}),
        ({"black": 12, "black_given": True}, {}),
        ({"still": Still(first=0, frames=11)}, {}),
        ({"last": replace(KEPT, kept=Kept.REDRAWN, likeness=0.8)}, {}),
        ({"first": None, "last": None}, {}),
        ({"loudest": -3.0}, {}),
    ],
    ids=["drawn so", "same frames", "black given", "a short rest", "redrawn", "none", "a sound"],
)
def test_what_was_to_be_expected_is_not_odd(odd, more):
    assert said(replace(FINE, **odd), **more) == ()


def test_a_fade_through_black_is_no_planned_dissolve():
    fade = Blended(kind=Blend.THROUGH_BLACK, first=3, last=3)
    assert said(replace(FINE, blends=(fade,)), dissolve=True) == ("fade through black at frame 4",)


def test_the_card_names_the_take_and_all_that_looks_wrong():
    checks = clip_checks(replace(FINE, cuts=(40,), last=GONE))
    assert take_words(receipt(take=3, checks=checks)) == (
        "T03 may be wrong: cut at frame 41, the last frame is not yours.",
    )


def test_a_take_of_a_judged_pair_teaches_what_came_of_it():
    checks = clip_checks(replace(FINE, cuts=(40,), blends=(DISSOLVE,)))
    line = seen(receipt(draft=False, checks=checks, seam=JUDGED))
    assert line is not None
    assert (line.risk, line.verdict, line.cut, line.soft) == (0.7, Verdict.CUT_LIKELY, True, True)
    assert line.measures == {"scale": 2.8}
    ran = seen(receipt(draft=False, checks=clip_checks(FINE), seam=JUDGED))
    assert ran is not None
    assert not ran.broke


@pytest.mark.parametrize(
    "changes",
    [{"draft": True}, {"checks": ()}, {"seam": {}}, {"seam": {**JUDGED, "risk": "high"}}],
    ids=["a draft", "not looked through", "not judged", "unreadable"],
)
def test_a_take_that_teaches_nothing_is_no_line(changes):
    told = {"draft": False, "checks": clip_checks(FINE), "seam": JUDGED, **changes}
    assert seen(receipt(**told)) is None


def test_a_take_that_was_rendered_smaller_says_so_on_its_card_and_is_not_made_again_by_itself():
    facts = {"asked_size": "896x512", "smaller_than": "1280x720"}
    check = smaller_check(facts)
    assert check == Check(name="rendered size", passed=False, figure="896x512 instead of 1280x720")
    assert smaller_check({"asked_size": "1280x720"}) is None
    step = StepReceipt(
        action="render.between", backend="comfyui", ticket="1", tries=1, seconds=1.0, facts=facts
    )
    found = receipt(take=3, checks=(check,), steps=(step,))
    assert take_words(found) == (
        "Rendered at 896x512 instead of 1280x720, because the graphics card's memory was not "
        "enough: softer than usual.",
    )
    assert suspicious(found) == ()
