from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from lyrad.config.lengths import MOST_FRAMES, Length, read_duration, read_frames, read_rate


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("24", Fraction(24)),
        ("24.0", Fraction(24)),
        ("25 fps", Fraction(25)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("23,976", Fraction(24000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("47.952", Fraction(48000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("119.88", Fraction(120000, 1001)),
        ("24000/1001", Fraction(24000, 1001)),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_rates_are_exact(text, rate):
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["0", "-24", "241", "24/0", "fast", "", "24/7/1", "1e3"])
def test_other_rates_are_refused(text):
    with pytest.raises(PydanticCustomError):
        read_rate(text)


@pytest.mark.parametrize(
    "text", ["4s", "4 s", "4.0s", "4,0 s", "4 sec", "4 seconds", "4000ms", "0m 4s", "4S", "04s"]
)
def test_spellings_of_a_duration_are_one_duration(text):
    assert read_duration(text).canonical() == {"duration": "4s"}


@pytest.mark.parametrize("text", ["97f", "97 f", "97 frames", "097f"])
def test_frames_are_frames_however_they_are_said(text):
    assert read_duration(text).canonical() == read_frames("97").canonical() == {"frames": 97}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4", "`4s` for seconds or `4f` for frames"),
        ("00:00:04:00", "Timecode"),
        ("4s 3f", "alone"),
        ("1.5f", "alone"),
        ("999999999 s", "shorter"),
        ("0s", "longer"),
        ("1f", "limits"),
        ("-4s", "duration: 4s"),
        ("long", "duration: 4s"),
    ],
)
def test_a_duration_that_will_not_do_says_what_would(text, hint):
    with pytest.raises(PydanticCustomError) as raised:
        read_duration(text)
    assert hint in raised.value.context["cure"]


def test_an_absurd_duration_names_the_limit():
    with pytest.raises(PydanticCustomError, match=str(MOST_FRAMES)):
        read_duration("999999999 s")


@pytest.mark.parametrize(
    ("seconds", "rate", "frames"),
    [
        (Fraction(4), Fraction(24), 96),
        (Fraction(4), Fraction(24000, 1001), 96),  # 95.904
        (Fraction(5, 2), Fraction(25), 63),  # 62.5, half up
        (Fraction(1), Fraction(30000, 1001), 30),
        (Fraction(60), Fraction(24000, 1001), 1439),  # 1438.56
    ],
)
def test_a_duration_becomes_frames_by_the_exact_rate_half_up(seconds, rate, frames):
    assert Length(seconds=seconds).in_frames(rate) == frames


@given(
    st.decimals(min_value="0.1", max_value="4000", places=3), st.sampled_from(["s", " s", "sec"])
)
def test_a_canonical_duration_reads_as_itself(value, unit):
    length = read_duration(f"{value}{unit}")
    again = read_duration(str(length.canonical()["duration"]))
    assert again == length
    assert length.seconds == Fraction(value)


@given(st.fractions(min_value=1, max_value=240, max_denominator=1001))
def test_a_canonical_rate_reads_as_itself(rate):
    assert read_rate(str(rate)) == rate
