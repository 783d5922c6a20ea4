"""How many frames, and how large a picture, a model is asked for."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.core.workflow.canvas import canvas
from lyrad.core.workflow.lengths import frames_to_ask, longest, split
from lyrad.model.media import Retime, Size
from lyrad.model.workflow import FrameRule, SizeRule

WAN = FrameRule(step=4, plus=1, longest=81, rate=Fraction(16))
FILM = Fraction(24)
RULE = SizeRule(step=16, largest=Size(width=1280, height=720))
SIDES = st.integers(8, 2160).map(lambda half: 2 * half)


def ask(frames, rate=FILM, retime=Retime.INTERPOLATE):
    return frames_to_ask(WAN, frames=frames, rate=rate, retime=retime)


def test_five_seconds_at_24_are_81_frames_at_16():
    assert ask(121) == 81
    assert longest(WAN, rate=FILM, retime=Retime.INTERPOLATE) == 121


def test_frame_for_frame_asks_for_the_next_length_that_the_model_takes():
    assert [ask(n, retime=Retime.AS_IS) for n in (2, 5, 6, 81)] == [5, 5, 9, 81]


@given(st.integers(2, 2000), st.sampled_from([Fraction(24), Fraction(24000, 1001), Fraction(60)]))
def test_what_is_asked_for_is_a_length_of_the_model_and_long_enough(frames, rate):
    asked = ask(frames, rate)
    assert (asked - WAN.plus) % WAN.step == 0
    assert (asked - 1) / WAN.rate >= (frames - 1) / rate
    fits = asked <= WAN.longest
    assert fits == (frames <= longest(WAN, rate=rate, retime=Retime.INTERPOLATE))


@given(st.integers(3, 5000), st.integers(2, 200))
def test_a_split_is_as_few_shots_of_about_equal_length_as_can_be(frames, most):
    parts = split(frames, most)
    assert sum(part - 1 for part in parts) + 1 == frames
    assert max(parts) <= most
    assert max(parts) - min(parts) <= 1
    assert (len(parts) - 1) * (most - 1) < frames - 1


def test_a_film_that_the_model_takes_as_it_is_needs_no_edge():
    found = canvas(Size(width=1920, height=1080), RULE)
    assert str(found.model) == str(found.picture) == "1280x720"


@pytest.mark.parametrize("shape", [(2048, 858), (1080, 1920), (1998, 1080), (640, 480)])
def test_a_wide_or_tall_film_lies_in_the_middle_of_what_the_model_makes(shape):
    size = Size(width=shape[0], height=shape[1])
    found = canvas(size, RULE)
    assert found.model.width * found.model.height <= 1280 * 720
    assert found.left == (found.model.width - found.picture.width) // 2


def test_a_smaller_render_has_seven_tenths_of_each_side_in_steps_of_the_model():
    found = canvas(Size(width=1920, height=1080), RULE, part=0.7)
    assert (str(found.picture), str(found.model)) == ("896x504", "896x512")


@given(SIDES, SIDES)
def test_no_film_is_stretched_nor_asked_for_in_a_size_that_the_model_refuses(width, height):
    found = canvas(Size(width=width, height=height), RULE)
    assert found.model.width % 16 == found.model.height % 16 == 0
    assert found.picture.width <= found.model.width
    assert found.picture.height <= found.model.height
    small = min(found.picture.width, found.picture.height)
    shape = (found.picture.width * height) / (found.picture.height * width)
    assert abs(shape - 1) <= 2.5 / small
