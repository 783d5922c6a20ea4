"""A furnished room in true perspective: walls and boxes as textured quads with a depth buffer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

Array = np.ndarray[Any, Any]
Surface = tuple[Array, Array]
"""Four corners, and a texture."""

Box = tuple[tuple[float, ...], tuple[float, ...], tuple[int, int, int]]
"""Its near lower left corner, its extent, its colour."""

FIELD = 1.05
"""Focal length as a share of the width."""

NEAR = 0.1


def seen(
    size: tuple[int, int], eye: Array, aim: Array, surfaces: tuple[Surface, ...] = ()
) -> Array:
    """Return the picture of a camera at `eye` that looks at `aim`; metres, y is up.

    It stands in the usual room, unless the surfaces of another are given.
    """
    width, height = 2 * size[0], 2 * size[1]
    to_camera = _looking(eye, aim)
    picture = np.zeros((height, width, 3), np.uint8)
    nearness = np.zeros((height, width), np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    for corners, texture in surfaces or quads():
        points = (corners - eye) @ to_camera.T
        _paint(picture, nearness, (columns, rows), points, texture)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _looking(eye: Array, aim: Array) -> Array:
    ahead = (aim - eye) / np.linalg.norm(aim - eye)
    right = np.cross(np.array([0.0, 1.0, 0.0]), ahead)
    right /= np.linalg.norm(right)
    return np.stack([right, -np.cross(ahead, right), ahead])


def _paint(
    picture: Array, nearness: Array, grid: tuple[Array, Array], points: Array, texture: Array
) -> None:
    """Draw one quad where it is nearer than what is there.

    On a plane n.p = d a pixel's ray r meets it at depth d / n.r: nearness is linear in pixels.
    """
    height, width = nearness.shape
    focal = FIELD * width
    normal = np.cross(points[1] - points[0], points[3] - points[0])
    offset = float(normal @ points[0])
    if abs(offset) < 1e-9:
        return
    camera = np.array([[focal, 0, width / 2 - 0.5], [0, focal, height / 2 - 0.5], [0, 0, 1]])
    high, wide = texture.shape[:2]
    # The quad's own plane, from texture pixels straight to the screen: no corner is divided, so
    # a wall may reach behind the camera.
    edges = np.stack(
        [(points[1] - points[0]) / wide, (points[3] - points[0]) / high, points[0]], axis=1
    )
    to_screen = camera @ edges
    slope = normal @ np.linalg.inv(camera) / offset
    near = (slope[0] * grid[0] + slope[1] * grid[1] + slope[2]).astype(np.float32)
    back = np.linalg.inv(to_screen)
    depth = back[2, 0] * grid[0] + back[2, 1] * grid[1] + back[2, 2]
    u = (back[0, 0] * grid[0] + back[0, 1] * grid[1] + back[0, 2]) / depth
    v = (back[1, 0] * grid[0] + back[1, 1] * grid[1] + back[1, 2]) / depth
    shown = (near > nearness) & (near < 1 / NEAR) & (u >= 0) & (u < wide) & (v >= 0) & (v < high)
    if not shown.any():
        return
    painted = cv2.remap(
        texture,
        (u - 0.5).astype(np.float32),
        (v - 0.5).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    picture[shown] = painted[shown]
    nearness[shown] = near[shown]


@lru_cache(maxsize=1)
def quads() -> tuple[Surface, ...]:
    """Return the usual room's surfaces."""
    boxes = [
        ((-1.5, 0.0, 1.2), (0.9, 0.9, 0.8), (60, 80, 160)),
        ((0.2, 0.0, 0.2), (1.0, 0.7, 0.7), (140, 90, 60)),
        ((1.7, 0.0, 1.8), (0.8, 1.9, 0.6), (70, 130, 90)),
        ((-2.9, 0.0, 2.2), (0.7, 2.1, 0.7), (90, 90, 90)),
    ]
    return furnished(boxes)


def furnished(boxes: Sequence[Box], seed: int = 0) -> tuple[Surface, ...]:
    """Return the surfaces of a room with these boxes in it; the seed paints them."""
    x, y, back, front = 3.6, 3.0, 3.2, -6.0
    walls = [
        ([(-x, y, back), (x, y, back), (x, 0, back), (-x, 0, back)], (120, 150, 175)),
        ([(-x, 0, back), (x, 0, back), (x, 0, front), (-x, 0, front)], (70, 95, 130)),
        ([(-x, y, front), (x, y, front), (x, y, back), (-x, y, back)], (185, 190, 195)),
        ([(-x, y, front), (-x, y, back), (-x, 0, back), (-x, 0, front)], (150, 130, 110)),
        ([(x, y, back), (x, y, front), (x, 0, front), (x, 0, back)], (110, 140, 120)),
    ]
    surfaces = [
        (np.array(corners), _texture(colour, seed + 40 + k))
        for k, (corners, colour) in enumerate(walls)
    ]
    for k, (place, extent, colour) in enumerate(boxes):
        surfaces += [
            (face, _texture(colour, seed + 60 + 5 * k + j))
            for j, face in enumerate(_faces(place, extent))
        ]
    return tuple(surfaces)


def _faces(place: tuple[float, ...], extent: tuple[float, ...]) -> list[Array]:
    (x, y, z), (w, h, d) = place, extent
    left, right, low, high, near, far = x, x + w, y, y + h, z, z + d
    return [
        np.array([(left, high, near), (right, high, near), (right, low, near), (left, low, near)]),
        np.array([(left, high, far), (right, high, far), (right, high, near), (left, high, near)]),
        np.array([(left, high, far), (left, high, near), (left, low, near), (left, low, far)]),
        np.array([(right, high, near), (right, high, far), (right, low, far), (right, low, near)]),
    ]


def _texture(colour: tuple[int, int, int], seed: int) -> Array:
    """Return a surface with grain and a few posters or panels on it."""
    rng = np.random.default_rng(seed)
    grain = sum(
        cv2.resize(rng.random((c, c), dtype=np.float32), (640, 640), interpolation=cv2.INTER_CUBIC)
        for c in (8, 24, 72, 160)
    )
    texture = np.clip(np.array(colour) * (0.35 + 0.33 * grain[..., None]), 0, 255).astype(np.uint8)
    for _ in range(14):
        x, y, w, h = (int(v) for v in rng.integers((0, 0, 30, 30), (560, 560, 140, 120)))
        paint = tuple(int(v) for v in rng.integers(30, 235, 3))
        cv2.rectangle(texture, (x, y), (x + w, y + h), paint, -1)
        cv2.rectangle(texture, (x, y), (x + w, y + h), (20, 20, 20), 3)
        cv2.circle(texture, (x + w // 2, y + h // 2), min(w, h) // 4, (240, 240, 240), -1)
    return texture
