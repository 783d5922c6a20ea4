"""The demo's drawings: the same every time, rich enough to find a way between, and cheap."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pytest

from lyrad.vision.between import Method, between
from lyrad.vision.drawn.brush import Canvas, smooth
from lyrad.vision.drawn.dusk import Dusk
from lyrad.vision.drawn.landscape import ASPECT, coast

SIZE = (640, 360)


@lru_cache
def dusk() -> Dusk:
    return Dusk(SIZE)


@pytest.mark.parametrize("shot", ["push", "pan", "walk"])
def test_frames_are_pictures_of_the_size_asked_for(shot: str) -> None:
    for frame in getattr(dusk(), shot)():
        assert frame.shape == (SIZE[1], SIZE[0], 3)
        assert frame.dtype == np.uint8
        assert frame.std() > 30  # a picture, not a wash


def test_the_same_shot_is_drawn_the_same_every_time() -> None:
    again = Dusk(SIZE)
    for one, other in zip(dusk().walk() + dusk().push(), again.walk() + again.push(), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("shot", ["push", "pan", "walk"])
def test_a_way_is_found_between_the_frames(shot: str) -> None:
    way = between(*getattr(dusk(), shot)())
    assert way.method is Method.LAYERED
    assert way.explained > 0.9


def test_only_the_keeper_moves_while_the_camera_stands_still() -> None:
    first, last = dusk().walk()
    moved = cv2.absdiff(first, last).max(axis=2) > 12
    columns = np.flatnonzero(moved.any(axis=0))
    assert 0.01 < moved.mean() < 0.15
    assert columns.min() > 0.1 * SIZE[0]
    assert not moved[: SIZE[1] // 2].any()


def test_the_coast_is_the_same_picture_at_every_size() -> None:
    small, large = coast(270), coast(540)
    halved = cv2.resize(large.paint, small.size, interpolation=cv2.INTER_AREA)
    assert small.size == (round(ASPECT * 270), 270)
    assert np.abs(halved - small.paint).mean() < 0.05


def test_even_a_tiny_size_is_drawn() -> None:
    first, last = Dusk((64, 36)).pan()
    assert first.shape == last.shape == (36, 64, 3)


def test_a_part_of_a_canvas_is_painted_where_it_lies() -> None:
    canvas = Canvas.blank(2.0, 50)
    corner = canvas.part(1.5, 0.5, 2.0, 1.0)
    corner.lay((1.0, 0.0, 0.0))
    assert corner.size == (25, 25)
    red = canvas.paint[..., 0] > 0.5
    assert red.sum() == 25 * 25
    assert red[-1, -1]
    assert tuple(canvas.picture()[-1, -1] > 128) == (False, False, True)


def test_light_never_burns_out_and_a_copy_is_a_copy() -> None:
    canvas = Canvas.blank(1.0, 40)
    other = canvas.copy()
    for _ in range(20):
        canvas.shine((1.0, 0.9, 0.5), canvas.glow((0.5, 0.5), (0.2, 0.2)))
    assert canvas.paint.max() <= 1.0
    assert not other.paint.any()


def test_an_outline_covers_what_it_encloses() -> None:
    canvas = Canvas.blank(1.0, 200)
    square = canvas.outline((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
    assert square.mean() == pytest.approx(0.25, abs=0.01)
    assert square[100, 100] == 1
    assert square[10, 10] == 0


def test_smooth_goes_either_way() -> None:
    steps = np.array([0.0, 0.5, 1.0], np.float32)
    assert smooth(0.0, 1.0, steps).tolist() == [0.0, 0.5, 1.0]
    assert smooth(1.0, 0.0, steps).tolist() == [1.0, 0.5, 0.0]
