"""End what is left of a training in an earlier life of lyrad, and whatever that started."""

from __future__ import annotations

from collections.abc import Iterator

from lyrad.backends import _marked
from lyrad.backends.kohya.surroundings import MARK


def end_leftovers(order: str) -> None:
    """End every program of a training; return when they are gone, or after five seconds."""
    _marked.end_marked(MARK, order)


def marked(order: str) -> Iterator[int]:
    """Yield the programs of a training, by their process ids."""
    return _marked.marked(MARK, order)
