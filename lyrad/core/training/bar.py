"""Read a trainer's progress bar, as it stands in what the trainer prints.

The bar is redrawn in place twice a step: first with the new count and the loss before it, then
with the loss of that step, so that the last of two with one count is the one to believe. Other
bars (captions, caches, a validation) are drawn into the same stream and are none of ours.
"""

from __future__ import annotations

import re

from lyrad.model.training import Bar

_BAR = re.compile(
    r"(?<!validation )\bsteps:\s+\d+%\|[^|]*\|\s*(?P<done>\d+)/(?P<total>\d+)\s"
    r"\[[\d:]+<(?P<left>[\d:?]+),\s*(?P<rate>[\d.?]+)\s*(?P<unit>s/it|it/s)(?P<rest>[^\]]*)"
)
_LOSS = re.compile(r"avr_loss=([^,\]\s]+)")
_LINES = re.compile(r"[\r\n]+")


def lines(text: str) -> list[str]:
    """Return what was printed, line by line; each redrawing of a bar is a line of its own."""
    return [line for line in _LINES.split(text) if line.strip()]


def read_bar(line: str) -> Bar | None:
    """Return the state of the bar that a line shows, or None; the log may be glued to it."""
    found = None
    for found in _BAR.finditer(line):  # noqa: B007 - the last one is the newest
        pass
    if found is None:
        return None
    loss = _LOSS.search(found["rest"])
    return Bar(
        done=int(found["done"]),
        total=int(found["total"]),
        left=_seconds(found["left"]),
        pace=_pace(found["rate"], found["unit"]),
        loss=_number(loss[1]) if loss else None,
    )


def without_bar(line: str) -> str:
    """Return what else stands on a line that shows a bar: the log, where it is glued to it."""
    return _BAR.sub("", line).lstrip("] \t").rstrip()


def _seconds(text: str) -> float | None:
    """Return `1:02:03` in seconds."""
    if "?" in text:
        return None
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part or 0)
    return float(seconds)


def _pace(rate: str, unit: str) -> float | None:
    number = _number(rate)
    if number is None or unit == "s/it":
        return number
    return 1 / number if number else None


def _number(text: str) -> float | None:
    """Return a number, `nan` and `inf` too; None for `?`."""
    try:
        return float(text)
    except ValueError:
        return None
