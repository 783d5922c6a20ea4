"""Durations on the command line: `90`, `30s`, `5m`, `1h`."""

from __future__ import annotations

import re

import click

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)")


class Duration(click.ParamType):
    """A time span; the value is seconds."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return seconds."""
        found = _DURATION.fullmatch(str(value))
        if not found:
            self.fail(f"{value} is no time span: write 30s, 5m or 1h", param, ctx)
        return float(found[1]) * _UNITS[found[2]]


DURATION = Duration()
