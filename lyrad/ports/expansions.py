"""Where what language models wrote is kept: a retake changes the seed and not the words."""

from __future__ import annotations

from typing import Protocol

from lyrad.model.names import Fields
from lyrad.ports.writer import Written


class Expansions(Protocol):
    """Answers by everything that was asked: the same question has one answer for good."""

    def get(self, asked: Fields) -> Written | None:
        """Return the answer to a question that was asked before, or None."""
        ...

    def keep(self, asked: Fields, written: Written) -> None:
        """Keep an answer, whole or not at all. Raises Temporary where there is no room."""
        ...
