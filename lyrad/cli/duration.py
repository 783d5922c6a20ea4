"""Durations on the command line: `90`, `30s`, `5m`, `1h`."""

from __future__ import annotations

import re

import click

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)")


def duration(text: str) -> float:
    """Return seconds. Raises click.BadParameter."""
    found = _DURATION.fullmatch(text)
    if not found:
        raise click.BadParameter(f"{text} is no time span: write 30s, 5m or 1h")
    return float(found[1]) * _UNITS[found[2]]
