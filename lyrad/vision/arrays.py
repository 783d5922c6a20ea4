"""The arrays that this room speaks of, by name.

Shapes and dtypes stand here once; NumPy's own types cannot say shapes.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[Any]
"""A frame: height x width x 3, uint8, BGR."""

Mask: TypeAlias = npt.NDArray[Any]
"""Height x width, uint8, 0 to 255."""

Plane: TypeAlias = npt.NDArray[Any]
"""Height x width (x channels), float32."""

Points: TypeAlias = npt.NDArray[Any]
"""N x 2, float32: x and y in pixels, (0, 0) at the centre of the first pixel."""

Matrix: TypeAlias = npt.NDArray[Any]
"""3 x 3, float64: a projective map of the plane, acting on columns (x, y, 1)."""
