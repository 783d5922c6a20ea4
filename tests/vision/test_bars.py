from __future__ import annotations

import numpy as np

from lyrad.vision.bars import Bars, bars_of
from tests.support.pictures import pixels


def barred(*, top: int = 0, left: int = 0, seed: int = 1) -> np.ndarray:
    picture = pixels(120, 80, seed=seed) + 1
    bars = Bars(top=top, bottom=top, left=left, right=left)
    return bars.round(picture)


def test_the_bars_that_both_frames_have_are_found_and_put_back() -> None:
    first, last = barred(left=40), barred(left=40, seed=2)
    bars = bars_of(first, last)
    assert (bars.left, bars.right, bars.top, bars.bottom) == (40, 40, 0, 0)
    assert np.array_equal(bars.round(bars.inside(first)), first)


def test_bars_of_one_frame_only_belong_to_the_scene() -> None:
    assert not bars_of(barred(top=10), pixels(120, 100, seed=2) + 1).any


def test_a_dark_edge_on_one_side_is_no_bar() -> None:
    first = pixels(120, 80) + 1
    first[:20] = 0
    assert not bars_of(first, first).any


def test_a_frame_that_is_nearly_all_black_is_left_alone() -> None:
    night = np.zeros((80, 120, 3), np.uint8)
    night[38:42, 58:62] = 255
    assert not bars_of(night, night).any
    assert not bars_of(np.zeros_like(night), np.zeros_like(night)).any
