from __future__ import annotations

import cv2
import numpy as np
import pytest

from lyrad.vision.sheet import GROUND, sheet

RED = np.full((90, 160, 3), (20, 20, 200), np.uint8)
BLUE = np.full((90, 160, 3), (200, 40, 20), np.uint8)


def area(picture: np.ndarray, colour: np.ndarray) -> int:
    return int((np.abs(picture.astype(int) - colour).max(axis=2) < 3).sum())


def test_a_sheet_has_the_asked_width_and_as_many_rows_as_it_needs():
    one_row = sheet([("a", RED)] * 4, width=800)
    two_rows = sheet([("a", RED)] * 5, width=800)
    assert one_row.shape[1] == two_rows.shape[1] == 800
    assert one_row.shape[0] < two_rows.shape[0] <= 2 * one_row.shape[0]
    assert one_row.dtype == np.uint8


def test_every_picture_is_on_the_sheet_once():
    drawn = sheet([("first", RED), ("last", BLUE), ("frame 1", RED)], width=900)
    assert area(drawn, RED[0, 0]) == pytest.approx(2 * area(drawn, BLUE[0, 0]), rel=0.01)
    assert area(drawn, BLUE[0, 0]) > 0.12 * drawn.shape[0] * drawn.shape[1]


def test_the_ground_is_dark_and_has_no_tint():
    drawn = sheet([("x", RED)], width=400)
    assert tuple(drawn[0, 0]) == GROUND
    assert max(GROUND) - min(GROUND) == 0


def test_labels_are_written_and_differ():
    one, other = sheet([("first", RED)], width=400), sheet([("last", RED)], width=400)
    assert not np.array_equal(one, other)
    strip = one[-40:].max(axis=2)
    assert strip.max() > 150


def test_a_long_label_stays_under_its_own_picture():
    words = "frame 31, a quarter of the way, in a scene with a very long name indeed"
    drawn = sheet([(words, RED), ("", RED)], width=800)
    blank = sheet([("", RED), ("", RED)], width=800)
    changed = np.flatnonzero(np.abs(drawn.astype(int) - blank).max(axis=(0, 2)))
    assert changed.max() < 400


def test_letters_that_cannot_be_drawn_become_plain_ones():
    assert np.array_equal(sheet([("Küche", RED)]), sheet([("Kuche", RED)]))


def test_a_picture_of_another_shape_keeps_its_shape():
    tall = np.full((160, 90, 3), 240, np.uint8)
    drawn = sheet([("wide", RED), ("tall", tall)], width=800)
    rows = np.flatnonzero((drawn == 240).all(axis=2).any(axis=1))
    columns = np.flatnonzero((drawn == 240).all(axis=2).any(axis=0))
    assert np.ptp(rows) / np.ptp(columns) == pytest.approx(160 / 90, rel=0.05)


def test_an_empty_sheet_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        sheet([])


def test_a_sheet_survives_being_stored():
    kept, _ = cv2.imencode(".png", sheet([("a", RED)]))
    assert kept
