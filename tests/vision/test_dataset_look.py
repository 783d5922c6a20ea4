"""What is measured of reference pictures, on drawn ones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from lyrad.core.dataset.alike import NEAR, STRONGEST, distance, strongest
from lyrad.core.dataset.balance import BRIGHT, DARK
from lyrad.core.dataset.pixels import SOFT
from lyrad.model.dataset import Framing
from lyrad.vision.dataset.look import looked
from lyrad.vision.dataset.softness import softness
from tests.support.datasets import figure, scene

CHANGES = {
    "half the size": lambda p: cv2.resize(p, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
    "compressed": lambda p: cv2.imdecode(
        cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR
    ),
    "slightly soft": lambda p: cv2.GaussianBlur(p, (0, 0), 1),
}


@pytest.mark.parametrize("change", list(CHANGES))
@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_picture_saved_otherwise_looks_the_same(change: str, seed: int) -> None:
    one, other = looked(scene(seed)), looked(CHANGES[change](scene(seed)))
    assert distance(one.hash, other.hash) <= NEAR
    assert strongest(one.cells, other.cells) <= STRONGEST
    assert one.pixels != other.pixels


def test_another_picture_does_not() -> None:
    one, other = looked(scene(1)), looked(scene(2))
    assert distance(one.hash, other.hash) > 4 * NEAR


def test_another_mouth_on_the_same_figure_does_not() -> None:
    smiling, serious = figure(0.5), figure(0.5)
    cv2.ellipse(smiling, (320, 260), (50, 20), 0, 0, 180, (20, 20, 220), -1)
    cv2.line(serious, (270, 265), (370, 265), (20, 20, 220), 4)
    assert strongest(looked(smiling).cells, looked(serious).cells) > STRONGEST


def test_a_flipped_picture_is_known_by_its_other_hash() -> None:
    flipped = looked(np.ascontiguousarray(scene(3)[:, ::-1]))
    assert distance(flipped.mirrored, looked(scene(3)).hash) <= NEAR


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_blur_makes_a_picture_soft_and_size_does_not(seed: int) -> None:
    sharp = scene(seed, 1024, 1024)
    assert softness(sharp) < SOFT
    assert softness(cv2.resize(sharp, None, fx=1.5, fy=1.5)) < SOFT
    assert softness(cv2.GaussianBlur(sharp, (0, 0), 6)) > SOFT


def test_a_sharp_subject_before_a_soft_place_is_sharp() -> None:
    picture = cv2.GaussianBlur(scene(1, 1024, 1024), (0, 0), 12)
    picture[256:768, 256:768] = scene(2, 512, 512)
    assert softness(picture) < SOFT


@pytest.mark.parametrize(
    ("head", "framing"),
    [
        (0.6, Framing.CLOSE),
        (0.45, Framing.CLOSE),
        (0.25, Framing.MEDIUM),
        (0.18, Framing.MEDIUM),
        (0.12, Framing.FULL),
        (0.1, Framing.FULL),
    ],
)
@pytest.mark.parametrize("ground", [30, 200])
def test_framing_is_measured_before_a_plain_ground(
    head: float, framing: Framing, ground: int
) -> None:
    assert looked(figure(head, ground)).framing is framing


def test_framing_is_not_guessed_elsewhere() -> None:
    ball = np.full((640, 640, 3), 200, np.uint8)
    cv2.circle(ball, (320, 320), 150, (60, 60, 90), -1)
    for picture in (scene(1), ball, np.full((640, 640, 3), 90, np.uint8)):
        assert looked(picture).framing is None


def test_light_and_ground_are_measured() -> None:
    dark, bright = (looked(np.full((64, 64, 3), value, np.uint8)) for value in (10, 240))
    assert dark.brightness < DARK
    assert bright.brightness > BRIGHT
    assert abs(bright.ground[0] - bright.brightness) < 1
