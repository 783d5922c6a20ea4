from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lyrad.vision.path import exponential, logarithm, path

SIZE = (640, 360)


def similarity(times: float, degrees: float, x: float, y: float) -> np.ndarray:
    turn = np.radians(degrees)
    c, s = times * np.cos(turn), times * np.sin(turn)
    return np.array([[c, -s, x], [s, c, y], [0, 0, 1]])


moves = st.builds(
    similarity,
    st.floats(0.2, 5),
    st.floats(-170, 170),
    st.floats(-2000, 2000),
    st.floats(-2000, 2000),
)
tilts = st.builds(
    lambda move, a, b: move @ np.array([[1, 0, 0], [0, 1, 0], [a, b, 1]]),
    st.builds(similarity, st.floats(0.5, 2), st.floats(-40, 40), st.just(3.0), st.just(-8.0)),
    st.floats(-5e-4, 5e-4),
    st.floats(-5e-4, 5e-4),
)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    one, other = one / one[2, 2], other / other[2, 2]
    return bool(np.allclose(one, other, rtol=1e-6, atol=1e-5))


@given(moves | tilts)
def test_a_path_begins_where_the_first_frame_is_and_ends_where_the_last_one_is(matrix):
    way = path(matrix, SIZE)
    assert way is not None
    assert same(way.at(0), np.eye(3))
    assert same(way.at(1), matrix)
    assert same(way.back(1), np.eye(3))


@given(moves | tilts)
def test_the_second_half_of_a_path_is_the_first_half_again(matrix):
    way = path(matrix, SIZE)
    assert way is not None
    assert same(way.at(0.5) @ way.at(0.5), matrix)


@given(moves, st.floats(0, 1))
def test_the_way_from_the_last_frame_agrees_with_the_way_from_the_first(matrix, t):
    way = path(matrix, SIZE)
    assert way is not None
    assert same(way.back(t) @ matrix, way.at(t))


def test_a_pan_goes_at_an_even_pace():
    way = path(similarity(1, 0, 120, -40), SIZE)
    assert way is not None
    assert same(way.at(0.25), similarity(1, 0, 30, -10))


def test_a_push_grows_by_the_same_factor_in_each_second():
    way = path(similarity(4, 0, 0, 0), SIZE)
    assert way is not None
    assert same(way.at(0.5), similarity(2, 0, 0, 0))


def test_a_roll_turns_by_the_same_angle_in_each_second():
    way = path(similarity(1, 60, 0, 0), SIZE)
    assert way is not None
    assert same(way.at(0.25), similarity(1, 15, 0, 0))


@pytest.mark.parametrize(
    "matrix",
    [similarity(1, 180, 50, 0), np.diag([-1.0, 1, 1]), np.diag([-2.0, -1, 1])],
    ids=["half a turn", "a mirror", "two mirrors"],
)
def test_what_no_camera_does_has_no_path(matrix):
    assert path(matrix, SIZE) is None


def test_logarithm_and_exponential_undo_each_other():
    matrix = np.array([[1.2, -0.4, 0.1], [0.5, 0.9, -0.3], [0.05, 0.02, 1.1]])
    rate = logarithm(matrix)
    assert rate is not None
    assert np.allclose(exponential(rate), matrix, atol=1e-10)
