"""Places for pairs of frames: photographs that scikit-image brings along, and drawn ones.

Two splits with no place in common: what is tuned on one is tested on the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from pathlib import Path

import cv2
import numpy as np
import skimage

from lyrad.vision.drawn.landscape import coast
from tests.support import room, scenes
from tests.support.room import Surface
from tests.support.scenes import Picture

WIDE = 2400
"""Every place is a canvas so many pixels wide, 16:9, of which a camera sees a part."""

TALL = WIDE * 9 // 16


def photograph(name: str) -> Picture:
    """Return a photograph, its middle cut to 16:9, enlarged to a canvas."""
    picture = cv2.imread(str(Path(skimage.__file__).parent / "data" / name))
    height, width = picture.shape[:2]
    low = min(height, width * 9 // 16)
    top = (height - low) // 2
    part = picture[top : top + low, : low * 16 // 9]
    return cv2.resize(part, (WIDE, TALL), interpolation=cv2.INTER_CUBIC)


def street(seed: int) -> Picture:
    """Return a drawn row of houses under a cloudy sky, different for each seed."""
    rng = np.random.default_rng(seed)
    canvas = _backdrop(rng, seed)
    x = -40
    while x < WIDE:
        width, top = int(rng.integers(160, 420)), int(rng.integers(150, 640))
        _house(canvas, rng, (x, top, width))
        x += width + int(rng.integers(0, 50))
    grain = scenes.noise((WIDE, TALL), seed + 9, coarse=40, fine=3)[..., None]
    return np.clip(canvas * (0.8 + 0.4 * grain), 0, 255).astype(np.uint8)


def _backdrop(rng: np.random.Generator, seed: int) -> Picture:
    clouds = scenes.noise((WIDE, TALL), seed + 5)[..., None]
    sky = rng.integers(110, 210, 3) * (0.6 + 0.5 * clouds)
    canvas = np.clip(sky, 0, 255).astype(np.uint8)
    ground = scenes.noise((WIDE, TALL), seed + 6, coarse=30, fine=2)[..., None]
    paved = rng.integers(50, 130, 3) * (0.5 + ground)
    line = int(0.82 * TALL)
    canvas[line:] = np.clip(paved, 0, 255).astype(np.uint8)[line:]
    return canvas


def _house(canvas: Picture, rng: np.random.Generator, place: tuple[int, int, int]) -> None:
    left, top, width = place
    foot = int(rng.uniform(0.82, 0.92) * TALL)
    wall = tuple(int(v) for v in rng.integers(60, 220, 3))
    cv2.rectangle(canvas, (left, top), (left + width, foot), wall, -1)
    across, down = int(rng.integers(44, 90)), int(rng.integers(70, 130))
    for y in range(top + 30, foot - down // 2, down):
        for x in range(left + 20, left + width - across // 2, across):
            glass = tuple(int(v) for v in rng.integers(10, 250, 3))
            size = (int(across * rng.uniform(0.35, 0.7)), int(down * rng.uniform(0.4, 0.7)))
            cv2.rectangle(canvas, (x, y), (x + size[0], y + size[1]), glass, -1)
            if rng.random() < 0.3:
                cv2.circle(canvas, (x + size[0] // 2, y), size[0] // 3, wall[::-1], -1)
    sign = tuple(int(v) for v in rng.integers(0, 255, 3))
    corner = (left + int(rng.integers(0, width // 2)), foot - int(rng.integers(120, 240)))
    cv2.rectangle(canvas, corner, (corner[0] + 110, corner[1] + 46), sign, -1)
    word = "".join(chr(int(rng.integers(65, 90))) for _ in range(5))
    cv2.putText(
        canvas, word, (corner[0] + 6, corner[1] + 34), cv2.FONT_HERSHEY_SIMPLEX, 1.0,
        tuple(255 - v for v in sign), 3, cv2.LINE_AA,
    )  # fmt: skip


def dusk() -> Picture:
    """Return the coast that lyrad draws for its demo."""
    return _canvas(coast(1080).picture())


def hills() -> Picture:
    """Return the landscape that the in-between is tested on."""
    return _canvas(scenes.landscape())


def _canvas(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    wide = min(width, height * 16 // 9)
    left = (width - wide) // 2
    return cv2.resize(picture[:, left : left + wide], (WIDE, TALL), interpolation=cv2.INTER_AREA)


def room_of(seed: int) -> tuple[Surface, ...]:
    """Return a room with three to six boxes, different for each seed."""
    rng = np.random.default_rng(seed)
    boxes = []
    for _ in range(int(rng.integers(3, 7))):
        place = (float(rng.uniform(-3.0, 2.2)), 0.0, float(rng.uniform(0.0, 2.4)))
        extent = (
            float(rng.uniform(0.5, 1.2)),
            float(rng.uniform(0.5, 2.0)),
            float(rng.uniform(0.4, 0.8)),
        )
        red, green, blue = (int(v) for v in rng.integers(50, 180, 3))
        boxes.append((place, extent, (red, green, blue)))
    return room.furnished(boxes, seed=1000 * seed)


TUNING: Mapping[str, Callable[[], Picture]] = {
    "astronaut": partial(photograph, "astronaut.png"),
    "coffee": partial(photograph, "coffee.png"),
    "cameraman": partial(photograph, "camera.png"),
    "hubble": partial(photograph, "hubble_deep_field.jpg"),
    "moon": partial(photograph, "moon.png"),
    "dusk": dusk,
    "street 1": partial(street, 1),
    "street 2": partial(street, 2),
}
TEST: Mapping[str, Callable[[], Picture]] = {
    "cat": partial(photograph, "chelsea.png"),
    "rocket": partial(photograph, "rocket.jpg"),
    "motorcycle": partial(photograph, "motorcycle_left.png"),
    "retina": partial(photograph, "retina.jpg"),
    "tissue": partial(photograph, "ihc.png"),
    "hills": hills,
    "street 11": partial(street, 11),
    "street 12": partial(street, 12),
}
ROOMS = {"tuning": (1, 2, 3, 4), "test": (11, 12, 13, 14)}


@lru_cache(maxsize=20)
def place(name: str) -> Picture:
    """Return a place's canvas by its name."""
    return {**TUNING, **TEST}[name]()


@lru_cache(maxsize=8)
def furnished_room(seed: int) -> tuple[Surface, ...]:
    """Return a room by its seed."""
    return room_of(seed)
