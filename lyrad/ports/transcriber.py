"""What lyrad asks of whoever writes down what is said in a voice memo."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lyrad.errors import Fault
from lyrad.model.names import Fields
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeOrder:
    """A memo to be written down: its private copy, and the name that people know it by.

    `work` is the step's own folder.
    """

    memo: Path
    shown: str
    work: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribed:
    """What is said in a memo, on lines. `facts` are for the record: model, language, seconds."""

    words: str
    facts: Fields = field(default_factory=dict)


class Transcriber(Protocol):
    """Writes down what is said. Errors are `Temporary` (down, loading) or `Permanent`."""

    name: str

    def probe(self) -> Fault | None:
        """Return what is in the way of using it now, or None."""
        ...

    def transcribe(self, order: TranscribeOrder, signal: Signal) -> Transcribed:
        """Return the words of a memo. Permanent(MEMO_SILENT) where there are none in it."""
        ...
