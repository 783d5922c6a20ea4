"""Read JSON of which nothing is promised: what is not of the wanted shape counts as absent."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def fields(value: object) -> Mapping[str, Any]:
    """Return an object's fields, or none."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a list's entries, or none."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a text, or an empty one."""
    return value if isinstance(value, str) else ""


def number(value: object) -> int:
    """Return a whole number, or 0; Python reads NaN and Infinity as JSON too, which are none."""
    if isinstance(value, float) and not math.isfinite(value):
        return 0
    return int(value) if isinstance(value, int | float) else 0


def line(value: object) -> str:
    """Return a text as one line, for people."""
    return " ".join(text(value).split())
