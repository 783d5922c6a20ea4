"""Say how far a task is, and for the receipt what was asked of ACE-Step and what it did."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from lyrad.backends.acestep.answers import AtWork, Made, short
from lyrad.backends.acestep.asking import unsaid
from lyrad.backends.acestep.paper import Paper
from lyrad.model.job import Progress
from lyrad.model.names import JSON
from lyrad.ports import ComposeOrder

MODEL_LICENCE = "MIT"
"""What ACE-Step 1.5's own page says of its code and its models."""


def words(note: str) -> Progress:
    """Return progress that has no figures."""
    return Progress(done=0, total=0, unit="", note=note)


IN_LINE = words("waiting for its turn at ACE-Step")


def telling(stand: AtWork) -> Progress:
    """Return what a person is told of a task at work."""
    if not stand.part:
        return IN_LINE
    return words(f"at work at ACE-Step, {stand.part:.0%}")


def facts(
    order: ComposeOrder, ours: Paper, made: Made, path: Path, seconds: Fraction
) -> dict[str, JSON]:
    """Return what the receipt says; `remarks` are sentences for people."""
    return {
        "composer": "acestep",
        "model": made.model,
        "model_licence": MODEL_LICENCE,
        "asked": dict(ours.asked),
        "seconds": round(float(seconds), 3),
        "format": path.suffix.removeprefix("."),
        "remarks": list(_remarks(order, ours, made)),
    }


def _remarks(order: ComposeOrder, ours: Paper, made: Made) -> Iterator[str]:
    yield from unsaid(order)
    asked = short(str(ours.asked.get("model", "")))
    if asked and made.model and made.model != asked:
        yield f"ACE-Step used its model {made.model}: {asked} was not loaded."
    if made.seed is None:
        yield "ACE-Step does not say which seed it used: it may not make this music again."
    elif made.seed != ours.asked.get("seed"):
        yield f"ACE-Step used the seed {made.seed} instead of the one that it was given."
    if ours.unsure:
        yield "ACE-Step may have made this music more than once: an answer of its was lost."
