"""Say that a take was rendered smaller than it could have been, as its spec allows.

The fact is the backend's, in what the receipt keeps of the render: which size it would have had.
"""

from __future__ import annotations

from collections.abc import Mapping

from lyrad.model.names import JSON
from lyrad.model.take import Check

FACT = "smaller_than"
"""The fact that names the size that the card's memory was not enough for."""

RENDERED = "rendered size"
"""The check that fails then: the take is as large as the film, and softer than it should be."""


def smaller_check(facts: Mapping[str, JSON]) -> Check | None:
    """Return the check of a step that rendered smaller, or None."""
    return None if FACT not in facts else Check(name=RENDERED, passed=False, figure=_sizes(facts))


def smaller_words(facts: Mapping[str, JSON]) -> str | None:
    """Return what the card says of it, or None."""
    if FACT not in facts:
        return None
    return (
        f"Rendered at {_sizes(facts)}, because the graphics card's memory was not enough: "
        "softer than usual."
    )


def _sizes(facts: Mapping[str, JSON]) -> str:
    return f"{facts.get('asked_size')} instead of {facts[FACT]}"
