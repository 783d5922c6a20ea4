"""The seam guard's verdicts, on pairs that are apart by a known amount."""

from __future__ import annotations

from functools import partial

import cv2
import numpy as np
import pytest

from lyrad.model.seam import Axis, Thresholds, Verdict
from lyrad.vision.seam import judge, report, suggestion
from tests.support import scenes
from tests.support.pairs import pairs
from tests.support.scenes import light, orbit, pan, push, roll, subject, unrelated

OK, CAUTION, CUT = Verdict.OK, Verdict.CAUTION, Verdict.CUT_LIKELY
SAMPLE = [pair for pair in pairs("test", places=2) if pair.where == "rocket"]


def axes(seam) -> set[Axis]:
    return {reason.axis for reason in seam.reasons}


def picture() -> np.ndarray:
    return push(scenes.HD).first


def grainy(frame: np.ndarray, seed: int = 3) -> np.ndarray:
    grain = np.random.default_rng(seed).normal(0, 6, frame.shape)
    return np.clip(frame + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("draw", "verdict", "axis"),
    [
        (partial(push, times=1.2), OK, None),
        (partial(push, times=2.2), CAUTION, Axis.SCALE),
        (partial(push, times=3.2), CUT, Axis.SCALE),
        (pan, OK, None),
        (partial(pan, share=0.5), CAUTION, Axis.SHIFT),
        (partial(roll, degrees=6.0), OK, None),
        (partial(roll, degrees=25.0), CAUTION, Axis.ROLL),
        (partial(subject, walks=0.1), OK, None),
        (partial(light, stops=-0.4), OK, None),
        (partial(light, stops=-2.0), CAUTION, Axis.LIGHT),
        (partial(orbit, degrees=4.0), OK, None),
        (partial(orbit, degrees=45.0), CUT, Axis.ANGLE),
        (unrelated, CUT, Axis.UNRELATED),
    ],
    ids=lambda value: "",
)
def test_a_known_difference_gets_its_verdict_and_its_reason(draw, verdict, axis):
    move = draw(scenes.SMALL)
    seam = judge(move.first, move.last)
    assert seam.verdict is verdict, (move.name, seam)
    assert axis is None or axis in axes(seam), (move.name, seam)


def test_most_pairs_of_a_place_that_nothing_was_tuned_on_get_their_verdict():
    found = [(pair, judge(*pair.draw()).verdict) for pair in SAMPLE]
    wrong = [str(pair) for pair, verdict in found if verdict is not pair.label]
    assert len(found) == 22
    assert len(wrong) <= 0.1 * len(found) + 1, wrong
    assert not [pair for pair, verdict in found if pair.label is CUT and verdict is OK]


def test_the_same_frames_give_the_same_verdict_to_the_last_digit():
    move = orbit(scenes.SMALL, degrees=15.0)
    assert judge(move.first, move.last) == judge(move.first.copy(), move.last.copy())


@pytest.mark.parametrize("level", [0, 90, 255])
def test_one_picture_twice_warns_of_a_clip_that_stands_still(level):
    flat = np.full((720, 1280, 3), level, np.uint8)
    for first, last in ((picture(), picture()), (flat, flat.copy())):
        seam = judge(first, last)
        assert seam.verdict is CAUTION
        assert axes(seam) == {Axis.STILL}


def test_grain_alone_is_no_movement():
    seam = judge(grainy(picture(), 1), grainy(picture(), 2))
    assert seam.verdict is CAUTION
    assert axes(seam) == {Axis.STILL}


def test_a_slow_push_is_a_movement():
    move = push(scenes.HD, 1.04)
    assert judge(move.first, move.last).verdict is OK


def test_a_flipped_frame_is_called_flipped_and_not_unrelated():
    seam = judge(picture(), np.ascontiguousarray(picture()[:, ::-1]))
    assert seam.verdict is CUT
    assert axes(seam) == {Axis.MIRROR}


def test_bars_on_one_frame_only_are_a_reason_and_on_both_are_none():
    move = pan(scenes.HD)
    barred = [frame.copy() for frame in (move.first, move.last)]
    for frame in barred:
        frame[:92] = frame[-92:] = 4
    one, both = judge(move.first, barred[1]), judge(*barred)
    assert one.verdict is CAUTION
    assert axes(one) == {Axis.FORMAT}
    assert one.measures.last.picture == pytest.approx(2.39, abs=0.05)
    assert both.verdict is OK


def test_frames_of_two_sizes_are_compared_by_what_they_show():
    move = push(scenes.HD, 1.3)
    small = cv2.resize(move.last, (640, 360), interpolation=cv2.INTER_AREA)
    seam = judge(move.first, small)
    assert seam.verdict is OK
    assert seam.measures.scale == pytest.approx(1.3, abs=0.02)


@pytest.mark.parametrize("size", [(16, 9), (64, 36), (90, 160), (333, 251)])
def test_every_size_and_shape_is_judged(size):
    tiny = cv2.resize(picture(), size, interpolation=cv2.INTER_AREA)
    assert judge(tiny, tiny[:, ::-1].copy()).risk <= 1
    assert judge(tiny, picture()).risk <= 1


def test_thresholds_can_be_set():
    move = push(scenes.HD, 2.2)
    strict = Thresholds(caution=0.1, cut=0.3)
    assert judge(move.first, move.last, strict).verdict is CUT


@pytest.mark.parametrize(("caution", "cut"), [(0.0, 0.5), (0.7, 0.6), (0.3, 1.2)])
def test_thresholds_that_make_no_sense_are_refused(caution, cut):
    with pytest.raises(ValueError, match="caution"):
        Thresholds(caution=caution, cut=cut)


# The suggested keyframe.


def test_the_middle_of_a_push_is_suggested_and_lies_in_the_middle():
    move = push(scenes.SMALL, 2.2)
    whole = judge(move.first, move.last)
    middle = suggestion(move.first, move.last, whole)
    assert middle is not None
    legs = judge(move.first, middle), judge(middle, move.last)
    assert max(leg.risk for leg in legs) < whole.risk
    assert legs[0].measures.scale == pytest.approx(2.2**0.5, rel=0.03)


@pytest.mark.parametrize(
    "draw", [unrelated, partial(orbit, degrees=15.0), partial(orbit, degrees=45.0)]
)
def test_nothing_is_suggested_where_it_would_be_a_ghost(draw):
    move = draw(scenes.SMALL)
    assert suggestion(move.first, move.last, judge(move.first, move.last)) is None


def test_nothing_is_suggested_between_one_picture_and_itself():
    seam = judge(picture(), picture())
    assert suggestion(picture(), picture(), seam) is None


# The sheet.


def test_the_sheet_has_a_second_row_where_a_move_was_found():
    move, lost = pan(scenes.HD, 0.5), unrelated(scenes.HD)
    drawn = report(move.first, move.last, judge(move.first, move.last))
    short = report(lost.first, lost.last, judge(lost.first, lost.last))
    assert drawn.shape[1] == short.shape[1] == 1600
    assert drawn.shape[0] == 2 * short.shape[0]
    assert drawn.dtype == np.uint8


def test_what_is_new_is_blue_on_its_side_of_the_sheet():
    move = pan(scenes.HD, 0.5)
    drawn = report(move.first, move.last, judge(move.first, move.last)).astype(int)
    tile = drawn[drawn.shape[0] // 2 :, 800:]
    blue = (tile[..., 0] - tile[..., 2]) > 40
    columns = np.flatnonzero(blue.mean(axis=0) > 0.3)
    assert np.ptp(columns) == pytest.approx(0.5 * 750, rel=0.12)
