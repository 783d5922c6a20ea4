"""Where a clip breaks is told to the frame; what only looks like a break is not told at all."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import pytest

from lyrad.model.clip_check import Blend, Kept
from lyrad.vision.adherence import adherence, alike, dark
from lyrad.vision.clip import look_through
from tests.support.apart import View
from tests.support.clips_with_cuts import NEAR, clips, grained
from tests.support.cut_shots import view as seen
from tests.support.places import place

SAMPLE = {f"{clip.kind}, {clip.where}": clip for clip in clips("test", seed=2, places=1)}
PLACE = "hills"


def small(pictures):
    return [cv2.resize(one, (160, 90), interpolation=cv2.INTER_AREA) for one in pictures]


def view(**changes):
    return View(**{"width": 0.55, **changes}).of(place(PLACE))


@pytest.mark.parametrize("name", SAMPLE)
def test_what_breaks_is_told_and_nothing_else(name):
    clip = SAMPLE[name]
    found = look_through(small(grained(clip.draw(), seed=3)))
    assert found.frames == clip.frames
    told = [*found.cuts, *((one.first + one.last) // 2 for one in found.blends)]
    true = [*clip.cuts, *clip.soft]
    assert len(told) == len(true)
    reach = 8 if clip.soft else NEAR
    assert all(abs(one - other) <= reach for one, other in zip(told, true, strict=True))


def test_a_still_stretch_is_measured_from_where_it_begins():
    moving = [seen(PLACE, 0.4 + 0.01 * number, 0.5, 0.5) for number in range(10)]
    found = look_through(small(grained([*moving, *[moving[-1]] * 20], seed=1)))
    assert (found.still.first, found.still.frames) == (9, 21)
    assert found.cuts == ()


def test_black_frames_are_counted_and_a_fade_through_them_is_told():
    picture, other = view(), View(width=0.3).of(place("retina"))
    light = [*np.linspace(1, 0, 8), 0, 0, *np.linspace(0, 1, 8)]
    frames = [
        cv2.convertScaleAbs(picture if number < 9 else other, alpha=float(one))
        for number, one in enumerate(light)
    ]
    found = look_through(small(frames))
    assert found.black >= 4
    assert [blend.kind for blend in found.blends] == [Blend.THROUGH_BLACK]


def test_a_clip_of_no_frame_is_refused_and_one_of_a_single_frame_is_not():
    with pytest.raises(ValueError, match="no frame"):
        look_through([])
    assert look_through(small([view()])).still.frames == 1


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        (partial(view), Kept.KEPT),
        (lambda: cv2.convertScaleAbs(view(), alpha=1.06), Kept.KEPT),
        (lambda: cv2.medianBlur(view(), 31), Kept.REDRAWN),
        (partial(view, width=0.55 / 1.03), Kept.REFRAMED),
        (partial(view, x=0.5 + 8 * 0.55 / 1280), Kept.REFRAMED),
        (partial(view, roll=3), Kept.REFRAMED),
        (lambda: View(width=0.55).of(place("cat")), Kept.GONE),
    ],
    ids=["the same", "brighter", "redrawn", "nearer", "shifted", "turned", "another"],
)
def test_a_given_frame_is_kept_redrawn_reframed_or_gone(made, kept):
    assert adherence(view(), made()).kept is kept


def test_a_reframed_frame_is_told_by_how_much():
    nearer = adherence(view(), view(width=0.55 / 1.03))
    assert nearer.scale == pytest.approx(1.03, abs=0.003)
    shifted = adherence(view(), view(x=0.5 + 8 * 0.55 / 1280))
    assert (shifted.across, shifted.down) == pytest.approx((-8, 0), abs=0.5)
    assert adherence(view(), view(roll=3)).roll == pytest.approx(-3, abs=0.2)


def test_exposure_is_told_apart_from_structure():
    brighter = np.clip(view() * 2 ** (0.5 / 2.2), 0, 255).astype(np.uint8)
    assert adherence(view(), brighter).stops == pytest.approx(0.5, abs=0.15)
    assert adherence(view(), view()).stops == pytest.approx(0, abs=0.01)


def test_two_given_frames_of_the_same_picture_are_known_and_black_ones_too():
    assert alike(view(), grainy(view()))
    assert not alike(view(), view(x=0.51))
    assert dark(np.zeros((36, 64, 3), np.uint8))
    assert not dark(view())


def grainy(picture):
    grain = np.random.default_rng(1).normal(0, 3, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)
