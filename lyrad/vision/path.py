"""The path of a camera move: how far the picture has moved at each moment.

A map G between two frames is walked as G^t, by the matrix logarithm: a pan at an even pace, a
push that grows by the same factor in each second, a roll at a steady rate, all at once about
the move's own fixed point.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lyrad.vision.arrays import Matrix

SINGULAR = 1e-12
CLOSE = 0.25
TERMS = 9
"""With the matrix within CLOSE of 1, nine terms of either series leave less than 1e-14."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A move from the first frame (t = 0) to the last (t = 1), in full-size pixels."""

    matrix: Matrix
    centring: Matrix
    rate: Matrix

    def at(self, t: float) -> Matrix:
        """Return the map from the first frame to the moment t."""
        return np.linalg.inv(self.centring) @ exponential(t * self.rate) @ self.centring

    def back(self, t: float) -> Matrix:
        """Return the map from the last frame to the moment t."""
        return self.at(t - 1)


def path(matrix: Matrix, size: tuple[int, int]) -> Path | None:
    """Return the even path of a map, or None where there is none (half a turn, a mirror)."""
    half = size[0] / 2
    centring = np.array([[1 / half, 0, -1], [0, 1 / half, -size[1] / size[0]], [0, 0, 1]])
    centred = centring @ matrix @ np.linalg.inv(centring)
    volume = float(np.linalg.det(centred))
    rate = logarithm(centred / np.cbrt(volume)) if volume > 0 else None
    if rate is None:
        return None
    return Path(matrix=matrix, centring=centring, rate=rate)


def logarithm(matrix: Matrix) -> Matrix | None:
    """Return the real principal logarithm of a 3 x 3 matrix, or None where it has none.

    Inverse scaling and squaring (Higham, Functions of Matrices, 2008, chapter 11): square roots
    until the matrix is near 1, then log X = 2 artanh((X - 1) / (X + 1)).
    """
    one, root, scale = np.eye(3), matrix, 2.0
    while np.linalg.norm(root - one) > CLOSE:
        halved = _square_root(root)
        if halved is None or scale > 2.0**20:
            return None
        root, scale = halved, 2 * scale
    ratio = (root - one) @ np.linalg.inv(root + one)
    result = sum(np.linalg.matrix_power(ratio, 2 * k + 1) / (2 * k + 1) for k in range(TERMS))
    return scale * np.asarray(result)


def exponential(matrix: Matrix) -> Matrix:
    """Return e to the power of a 3 x 3 matrix, by scaling and squaring (Higham, chapter 10)."""
    halvings = max(0, int(np.ceil(np.log2(max(float(np.linalg.norm(matrix)), 1e-12) / CLOSE))))
    step, result, term = matrix / 2.0**halvings, np.eye(3), np.eye(3)
    for k in range(1, TERMS + 1):
        term = term @ step / k
        result = result + term
    for _ in range(halvings):
        result = result @ result
    return result


def _square_root(matrix: Matrix) -> Matrix | None:
    """Return the principal square root by the Denman-Beavers iteration (1976)."""
    root, inverse = matrix, np.eye(3)
    for _ in range(40):
        if min(abs(np.linalg.det(root)), abs(np.linalg.det(inverse))) < SINGULAR:
            return None
        following = (root + np.linalg.inv(inverse)) / 2
        inverse = (inverse + np.linalg.inv(root)) / 2
        step, root = float(np.linalg.norm(following - root)), following
        if step < 1e-13 * max(1.0, float(np.linalg.norm(root))):
            break
    return root if np.allclose(root @ root, matrix, rtol=1e-9, atol=1e-9) else None
