"""Timecodes are counted and written both ways, with numbers left out and without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.shotlist.timecode import drops, exists, frame_of, says_drop, timecode_of
from tests.support.layouts import FILM, NTSC, NTSC_FILM, PAL

DAY = 24 * 60 * 60


@pytest.mark.parametrize(
    ("frame", "rate", "drop", "text"),
    [
        (86_400, FILM, False, "01:00:00:00"),
        (86_400 + 23, NTSC_FILM, False, "01:00:00:23"),
        (90_000 + 24, PAL, False, "01:00:00:24"),
        (108_000, NTSC, False, "01:00:00:00"),
        (107_892, NTSC, True, "01:00:00;00"),
        (1799, NTSC, True, "00:00:59;29"),
        (1800, NTSC, True, "00:01:00;02"),
        (17_981, NTSC, True, "00:09:59;29"),
        (17_982, NTSC, True, "00:10:00;00"),
        (86_400, FILM, True, "01:00:00:00"),
        (3600, NTSC * 2, True, "00:01:00;04"),
    ],
)
def test_a_frame_has_its_timecode_and_back(frame, rate, drop, text):
    assert timecode_of(frame, rate, drop=drop) == text
    assert frame_of(text, rate) == frame


@given(st.integers(0, 24 * 107_892 - 1))
def test_every_frame_of_a_day_is_found_again_where_numbers_are_left_out(frame):
    text = timecode_of(frame, NTSC, drop=True)
    assert frame_of(text, NTSC) == frame
    assert exists(text, NTSC)


@given(st.sampled_from([FILM, NTSC_FILM, PAL, NTSC]), st.integers(0, DAY * 24 - 1))
def test_every_frame_is_found_again_where_none_is(rate, frame):
    assert frame_of(timecode_of(frame, rate), rate) == frame


@pytest.mark.parametrize("text", ["00:01:00;00", "00:01:00;01", "23:59:00;00"])
def test_the_numbers_that_are_left_out_are_no_frame(text):
    assert not exists(text, NTSC)
    assert exists(text.replace(";", ":"), NTSC)


def test_the_number_of_a_tenth_minute_is_a_frame():
    assert exists("00:10:00;00", NTSC)


def test_only_ntsc_television_leaves_out_numbers():
    assert [drops(rate) for rate in (FILM, NTSC_FILM, PAL, NTSC, NTSC * 2)] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert says_drop("01:00:00;00")
    assert not says_drop("01:00:00:00")
