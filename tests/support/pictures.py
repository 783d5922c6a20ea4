"""Pictures as people drop them: valid files in memory, the same bytes for the same seed."""

from __future__ import annotations

import cv2
import numpy as np


def pixels(width: int, height: int, *, seed: int = 1) -> np.ndarray:
    """A gradient with grain, 8-bit BGR: no format shrinks it to nothing."""
    noise = np.random.default_rng(seed).integers(0, 64, (height, width, 3), dtype=np.uint8)
    slope = np.linspace(32, 160, width, dtype=np.uint8)[None, :, None]
    return noise + slope


def png(width: int = 64, height: int = 36, *, seed: int = 1) -> bytes:
    return _encoded(".png", width, height, seed)


def jpeg(width: int = 64, height: int = 36, *, seed: int = 1, progressive: bool = False) -> bytes:
    return _encoded(".jpg", width, height, seed, cv2.IMWRITE_JPEG_PROGRESSIVE, int(progressive))


def tiff(width: int = 64, height: int = 36, *, seed: int = 1, compression: int = 5) -> bytes:
    """`compression` is TIFF's own number: 1 none, 5 LZW, 8 deflate."""
    return _encoded(".tiff", width, height, seed, cv2.IMWRITE_TIFF_COMPRESSION, compression)


def webp(width: int = 64, height: int = 36, *, seed: int = 1, quality: int = 90) -> bytes:
    return _encoded(".webp", width, height, seed, cv2.IMWRITE_WEBP_QUALITY, quality)


def _encoded(suffix: str, width: int, height: int, seed: int, *options: int) -> bytes:
    done, data = cv2.imencode(suffix, pixels(width, height, seed=seed), list(options))
    assert done
    return bytes(data)
