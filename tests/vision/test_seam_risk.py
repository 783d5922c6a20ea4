"""What each measure costs, and how it is said: pure tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.model.seam import Aspect, Axis, Measures
from lyrad.vision.seam.advice import advice, legs
from lyrad.vision.seam.risk import risks, together
from lyrad.vision.seam.words import words

WIDE = Aspect(canvas=16 / 9, picture=16 / 9)
FINE = Measures(
    first=WIDE, last=WIDE, mapped=True, seen=1.0, known=1.0, changed=0.0, tracked=1.0, inliers=1.0
)


def risk(**changes) -> float:
    return together(risks(replace(FINE, **changes)).values())


def test_a_pair_that_only_moves_a_little_spends_nothing():
    assert risk() == 0


@pytest.mark.parametrize(
    ("measure", "steps"),
    [
        ("scale", (1.1, 1.5, 2.2, 3.0)),
        ("scale", (0.9, 0.6, 0.45, 0.3)),
        ("roll", (3, 12, 24, 60, 90)),
        ("perspective", (0.05, 0.2, 0.4)),
        ("changed", (0.05, 0.2, 0.5, 0.8)),
        ("stops", (0.5, 1.2, 2.0)),
        ("stops", (-0.5, -1.2, -2.0)),
        ("colour", (5, 20, 32)),
    ],
)
def test_farther_apart_is_never_safer(measure, steps):
    spent = [risk(**{measure: step}) for step in steps]
    assert spent == sorted(spent)
    assert spent[0] < spent[-1]


def test_overlap_counts_from_the_side_that_shares_more():
    assert risk(seen=0.25, known=1.0) == 0
    assert risk(seen=0.4, known=0.4) > 0.5


def test_small_differences_add_up():
    each = [risk(scale=1.6), risk(roll=12), risk(stops=1.2)]
    assert risk(scale=1.6, roll=12, stops=1.2) > max(each)
    assert risk(scale=1.6, roll=12, stops=1.2) < sum(each)


def test_a_subject_that_walks_is_no_new_angle_while_its_place_is_intact():
    spent = risks(replace(FINE, parallax=0.2, changed=0.15))
    assert Axis.ANGLE not in spent


def test_what_only_parallax_moved_has_hardly_changed():
    assert risk(changed=0.4, parallax=0.03, tracked=0.95) < risk(changed=0.4) / 2


def test_light_alone_never_makes_a_cut():
    assert risk(stops=6.0, colour=90.0) < 0.66


def test_reasons_come_with_the_largest_first():
    spent = list(risks(replace(FINE, scale=2.5, roll=10, stops=1.0)).values())
    assert spent == sorted(spent, reverse=True)


@given(st.lists(st.floats(0, 1), max_size=8))
def test_risks_together_stay_a_risk_and_outweigh_each(spent):
    total = together(spent)
    assert 0 <= total <= 1
    assert all(total >= one - 1e-9 for one in spent)


@given(st.floats(0.05, 20))
def test_keyframes_part_a_push_into_even_legs(scale):
    places = (1.0, *legs(scale), max(scale, 1 / scale))
    steps = [after / before for before, after in pairwise(places)]
    assert max(steps) / min(steps) == pytest.approx(1)
    assert len(steps) >= 2
    assert max(steps) <= 1.6 + 1e-6


@pytest.mark.parametrize(
    ("axis", "changes", "said"),
    [
        (Axis.SCALE, {"scale": 2.8}, "The last frame is 2.8x closer."),
        (Axis.SCALE, {"scale": 0.5}, "The last frame is 2.0x wider."),
        (
            Axis.SHIFT,
            {"across": -0.55, "seen": 0.45, "known": 0.45},
            "The view moves right: only 45 % of the picture is in both frames.",
        ),
        (Axis.ROLL, {"roll": -25.2}, "The picture turns by 25 degrees, counter-clockwise."),
        (
            Axis.LIGHT,
            {"stops": -1.9, "warmth": -9.0},
            "The last frame is 1.9 stops darker and cooler.",
        ),
        (
            Axis.FORMAT,
            {"last": Aspect(canvas=16 / 9, picture=2.39)},
            "The first frame is 16:9, the last is 2.39:1 inside 16:9.",
        ),
    ],
    ids=lambda value: "",
)
def test_a_reason_says_what_the_last_frame_does(axis, changes, said):
    assert words(axis, replace(FINE, **changes)) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scale": 2.5}, "Add a keyframe between them, 1.58x closer than the first frame."),
        (
            {"scale": 4.0},
            "Go in 3 legs, with keyframes 1.59x and 2.52x closer than the first frame.",
        ),
        (
            {"seen": 0.45, "known": 0.45},
            "Add a keyframe half-way, or shorten the move: it goes over 55 % of a frame.",
        ),
        ({"roll": 25}, "Add a keyframe at 12 degrees, or turn the camera less."),
    ],
    ids=lambda value: "",
)
def test_advice_names_the_keyframe(changes, said):
    found = replace(FINE, **changes)
    assert said in advice(risks(found), found)


def test_a_small_difference_needs_no_advice():
    found = replace(FINE, scale=1.3)
    assert list(advice(risks(found), found)) == []


@pytest.mark.parametrize("axis", Axis)
def test_every_axis_has_its_words_and_its_advice(axis):
    assert words(axis, FINE).endswith(".")
    assert [one for one in advice({axis: 0.5}, FINE) if one.endswith(".")]
