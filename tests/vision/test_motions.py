from __future__ import annotations

import cv2
import numpy as np

from lyrad.vision.explain import background, explanations, thumbs
from lyrad.vision.features import matches
from lyrad.vision.flatness import flatness
from lyrad.vision.motions import motions, still
from lyrad.vision.plane import believable, corners, moved, size_of
from lyrad.vision.subjects import subjects
from tests.support import scenes

SIZE = scenes.SMALL


def understood(move: scenes.Move):
    first, last = move.first, move.last
    pairs, pair = matches(first, last), thumbs(first, last)
    candidates = explanations(motions(pairs, SIZE), still(pairs, SIZE), pair, SIZE)
    camera = background(candidates, SIZE)
    return camera, subjects(camera, candidates, pair, SIZE[0])


def test_the_cameras_map_is_found_to_a_third_of_a_pixel():
    first = scenes.push().first
    truth = np.array([[1.1, -0.05, -20], [0.04, 1.08, 6], [2e-5, 1e-5, 1]])
    last = cv2.warpPerspective(first, truth, SIZE, flags=cv2.INTER_CUBIC)
    found = motions(matches(first, last), SIZE)[0]
    off = moved(found.matrix, corners(SIZE)) - moved(truth, corners(SIZE))
    assert np.abs(off).max() < 0.34


def test_a_pan_is_found_behind_a_subject_that_walks():
    camera, cast = understood(scenes.subject(share=0.15))
    assert moved(camera.path.matrix, np.zeros((1, 2)))[0][0] < -0.12 * SIZE[0]
    assert len(cast) == 1


def test_a_subject_is_cut_out_along_its_outline():
    _, (balloon,) = understood(scenes.subject())
    height, width = balloon.first.shape
    rows, columns = np.mgrid[0:height, 0:width]
    across, down = columns / width - 0.32, rows / height - 0.45
    truth = (across * 16 / 9 / 0.16) ** 2 + (down / 0.2) ** 2 < 1
    mask = balloon.first > 0
    assert (mask & truth).sum() / (mask | truth).sum() > 0.85


def test_a_camera_that_does_not_move_is_called_still():
    camera, cast = understood(scenes.subject())
    assert camera.still
    assert len(cast) == 1


def test_flat_scenes_and_rooms_in_parallax_are_told_apart():
    flat, room = scenes.subject(share=0.15), scenes.orbit()
    measured = []
    for move in (flat, room):
        camera, cast = understood(move)
        measured.append(flatness(move.first, move.last, camera.path, cast))
    assert measured[0] > 0.93
    assert measured[1] < 0.85


def test_nothing_is_matched_in_pictures_without_texture():
    gray = np.full((270, 480, 3), 128, np.uint8)
    assert len(matches(gray, gray)) == 0
    assert len(matches(gray, scenes.push().first)) == 0


def test_the_same_pictures_give_the_same_motions():
    move = scenes.subject(share=0.15)
    once, again = (motions(matches(move.first, move.last), SIZE) for _ in range(2))
    assert len(once) == len(again)
    assert all(np.array_equal(a.matrix, b.matrix) for a, b in zip(once, again, strict=True))


def test_a_mirrored_or_folded_picture_is_no_camera_move():
    assert believable(np.eye(3), SIZE)
    assert not believable(np.diag([-1.0, 1, 1]), SIZE)
    assert not believable(np.array([[1, 0, 0], [0, 1, 0], [-0.003, 0, 1.0]]), SIZE)
    assert not believable(np.diag([0.01, 0.01, 1]), SIZE)
    assert size_of(np.zeros((2, 3, 3), np.uint8)) == (3, 2)
