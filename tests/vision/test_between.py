from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import pytest

from lyrad.vision.between import Method, between, eased, slow_pull, slow_push
from lyrad.vision.compare import ssim
from tests.support import scenes
from tests.support.scenes import light, orbit, pan, pull, push, roll, subject, truck, unrelated

QUARTERS = (0.25, 0.5, 0.75)
BLENDED, LAYERED, HYBRID = Method.BLEND, Method.LAYERED, Method.HYBRID


@pytest.mark.parametrize(
    ("draw", "method", "least"),
    [
        (pan, LAYERED, 0.99),
        (partial(pan, share=0.4), LAYERED, 0.99),
        (push, LAYERED, 0.99),
        (partial(push, times=2.8), LAYERED, 0.98),
        (pull, LAYERED, 0.985),
        (roll, LAYERED, 0.99),
        (partial(subject, walks=0.1), LAYERED, 0.98),
        (subject, LAYERED, 0.99),
        (partial(subject, share=0.15), LAYERED, 0.98),
        (light, BLENDED, 0.99),
        (partial(light, share=0.15), LAYERED, 0.985),
        (orbit, HYBRID, 0.85),
        (truck, HYBRID, 0.92),
    ],
    ids=lambda value: "",
)
def test_a_known_move_is_followed(draw, method, least):
    move = draw(scenes.SMALL)
    way = between(move.first, move.last)
    assert way.method is method, move.name
    for t in QUARTERS:
        assert ssim(way.frame(t), move.at(t)) >= least, (move.name, t)


@pytest.mark.parametrize("draw", [push, subject, orbit, light, unrelated])
def test_the_given_frames_come_back_untouched(draw):
    move = draw(scenes.SMALL)
    first, last = move.first, move.last
    way = between(first, last)
    assert np.array_equal(way.frame(0), first)
    assert np.array_equal(way.frame(1), last)
    way.frame(0.5)
    assert np.array_equal(first, move.first)
    assert np.array_equal(last, move.last)


@pytest.mark.parametrize("draw", [push, partial(subject, share=0.15), orbit])
def test_the_picture_does_not_jump_next_to_the_given_frames(draw):
    move = draw(scenes.SMALL)
    way = between(move.first, move.last)
    assert ssim(way.frame(0.002), move.first) > 0.97
    assert ssim(way.frame(0.998), move.last) > 0.97


@pytest.mark.parametrize("draw", [partial(subject, share=0.15), orbit])
def test_the_same_frames_give_the_same_pictures(draw):
    move = draw(scenes.SMALL)
    once, again = (between(move.first, move.last).frame(0.4) for _ in range(2))
    assert np.array_equal(once, again)


def test_pictures_with_nothing_in_common_are_dissolved_and_it_is_said():
    move = unrelated()
    way = between(move.first, move.last)
    assert way.method is Method.DISSOLVE
    assert way.explained < 0.25
    assert ssim(way.frame(0.5), move.at(0.5)) > 0.999


def test_one_picture_twice_is_held_still():
    picture = push().first
    way = between(picture, picture.copy())
    assert way.method is Method.HELD
    assert np.array_equal(way.frame(0.37), picture)


def test_flat_colours_are_dissolved_without_complaint():
    black, white = (np.full((90, 160, 3), level, np.uint8) for level in (0, 255))
    assert between(black, white).method is Method.DISSOLVE


def test_frames_of_different_sizes_are_refused():
    picture = push().first
    with pytest.raises(ValueError, match="differ in size"):
        between(picture, picture[:-2])


@pytest.mark.parametrize("size", [(64, 36), (127, 71), (90, 160)])
@pytest.mark.parametrize("draw", [pan, orbit])
def test_every_size_and_shape_can_be_rendered(draw, size):
    move = draw(size)
    assert between(move.first, move.last).frame(0.5).shape == move.first.shape


def test_a_single_first_frame_is_pushed_into_slowly():
    picture = push().first
    way = slow_push(picture)
    assert way.method.value == "slow push on one frame"
    assert np.array_equal(way.frame(0), picture)
    height, width = picture.shape[:2]
    rows, columns = round(0.024 * height), round(0.024 * width)
    inner = picture[rows : height - rows, columns : width - columns]
    nearer = cv2.resize(inner, (width, height), interpolation=cv2.INTER_CUBIC)
    assert ssim(way.frame(1), nearer) > 0.9


def test_a_single_last_frame_is_pulled_back_to():
    picture = push().first
    way = slow_pull(picture)
    assert np.array_equal(way.frame(1), picture)
    assert np.array_equal(way.frame(0), slow_push(picture).frame(1))
    assert ssim(way.frame(0.99), picture) > 0.97


def test_moments_are_eased_and_end_exactly():
    moments = eased(25)
    steps = np.diff(moments)
    assert moments[0] == 0
    assert moments[-1] == 1
    assert moments[12] == pytest.approx(0.5)
    assert steps.min() > 0
    assert steps[0] < steps[12] / 4
    assert eased(2) == (0, 1)
    assert eased(1) == (0,)
