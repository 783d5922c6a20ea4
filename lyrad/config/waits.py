"""Read a span of time that a machine waits, as people write it: `3s`, `2m`, `1h`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from lyrad.config.unfit import unfit

LONGEST_WAIT = 24 * 3600.0
WAIT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s*(ms|s|sec|seconds?|m|min|minutes?|h|hours?)?")
SECONDS = {"ms": Fraction(1, 1000), "s": Fraction(1), "m": Fraction(60), "h": Fraction(3600)}


def read_seconds(value: object) -> float:
    """Return a span of time in seconds, from `3s`, `2m` or a number of seconds."""
    found = WAIT.fullmatch(str(value).strip().lower()) if isinstance(value, str) else None
    if found:
        unit = found.group(2) or "s"
        seconds = float(Fraction(found.group(1)) * SECONDS["ms" if unit == "ms" else unit[0]])
        if 0 < seconds <= LONGEST_WAIT:
            return seconds
    raise unfit("a time above 0 and up to 24 h, such as `3s` or `2m`", "Write for example `3s`.")


Seconds = Annotated[
    float, PlainValidator(read_seconds), WithJsonSchema({"type": ["number", "string"]})
]
