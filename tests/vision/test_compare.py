from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage.metrics import structural_similarity

from lyrad.vision.compare import ssim
from tests.support import scenes

PICTURE = scenes.push().first


def reference(one: np.ndarray, other: np.ndarray) -> float:
    gray = [cv2.cvtColor(p, cv2.COLOR_BGR2GRAY) for p in (one, other)]
    return float(
        structural_similarity(
            *gray, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255
        )
    )


@pytest.mark.parametrize(
    "other",
    [
        cv2.GaussianBlur(PICTURE, (0, 0), 2),
        np.roll(PICTURE, 8, axis=1),
        cv2.convertScaleAbs(PICTURE, alpha=0.7),
        scenes.orbit().first,
        255 - PICTURE,
    ],
    ids=["blurred", "shifted", "darker", "another picture", "negative"],
)
def test_likeness_is_that_of_the_published_method(other):
    assert ssim(PICTURE, other) == pytest.approx(reference(PICTURE, other), abs=1e-6)


def test_a_picture_is_wholly_like_itself():
    assert ssim(PICTURE, PICTURE) == pytest.approx(1)


def test_pictures_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match="one size"):
        ssim(PICTURE, PICTURE[:-2])


def test_pictures_smaller_than_the_window_are_refused():
    with pytest.raises(ValueError, match="11 pixels"):
        ssim(PICTURE[:8], PICTURE[:8])
