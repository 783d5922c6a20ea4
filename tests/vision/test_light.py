from __future__ import annotations

import numpy as np
import pytest

from lyrad.vision.light import gain, halfway, lit, noticeable
from tests.support import scenes

PICTURE = scenes.push().first
EVERYWHERE = np.ones(PICTURE.shape[:2], np.uint8)


@pytest.mark.parametrize("change", [(0.6, 0.6, 0.6), (0.9, 1.0, 1.12), (1.0, 1.0, 1.0)])
def test_the_gain_between_two_exposures_is_found(change):
    brighter = lit(PICTURE, np.array(change))
    assert gain(PICTURE, brighter, EVERYWHERE) == pytest.approx(np.array(change), abs=0.01)


def test_nothing_is_said_where_nothing_is_seen():
    assert not noticeable(gain(PICTURE, 255 - PICTURE, 0 * EVERYWHERE))


def test_both_frames_meet_at_the_same_level():
    change = np.array([0.5, 0.5, 0.5])
    here, there = halfway(change, 0.25)
    assert here == pytest.approx(there * change)
    assert halfway(change, 0)[0] == pytest.approx(1)
    assert halfway(change, 1)[1] == pytest.approx(1)
