"""Follow what a trainer prints: its bar, its losses, and its last words.

Reads only what was added since it last looked. What the words mean is decided in `core.training`.
"""

from __future__ import annotations

import math
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lyrad.core.training.bar import read_bar, without_bar
from lyrad.core.training.ending import SAVED
from lyrad.model.training import Bar

LAST_LINES = 200

_ENDS = re.compile(rb"[\r\n]+")


@dataclass(slots=True)
class _Stream:
    """One file that is written to, and how far it was read; `rest` is a line without its end."""

    path: Path
    offset: int = 0
    rest: bytes = b""

    def lines(self) -> Iterator[str]:
        """Yield what was added; the last line as often as it is seen unfinished."""
        try:
            with self.path.open("rb") as file:
                file.seek(self.offset)
                added = file.read()
        except FileNotFoundError:
            return
        self.offset += len(added)
        *whole, self.rest = _ENDS.split(self.rest + added)
        yield from (line.decode("utf-8", errors="replace") for line in whole if line.strip())

    @property
    def unfinished(self) -> str:
        return self.rest.decode("utf-8", errors="replace")


@dataclass(slots=True)
class Follower:
    """A reader of what one run prints.

    Attributes:
        streams: its files, standard error first.
        bar: as it was drawn last.
        losses: the mean loss after each step that was seen.
        saved: whether the trainer said that it wrote its last file.
    """

    streams: list[_Stream]
    bar: Bar | None = None
    losses: dict[int, float] = field(default_factory=dict)
    saved: bool = False
    _last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))

    @classmethod
    def of(cls, *paths: Path) -> Follower:
        """Return a reader of these files, from their beginning."""
        return cls([_Stream(path) for path in paths])

    def read(self) -> bool:
        """Read on; return whether there was anything new."""
        before = sum(stream.offset for stream in self.streams)
        for stream in self.streams:
            for line in stream.lines():
                self._bar(line)
                self._word(without_bar(line))
            self._bar(stream.unfinished)
        return sum(stream.offset for stream in self.streams) > before

    @property
    def last(self) -> list[str]:
        """Return the last lines, without bars; unfinished ones too."""
        unfinished = [without_bar(stream.unfinished) for stream in self.streams]
        return [*self._last, *(line for line in unfinished if line)]

    @property
    def diverged(self) -> bool:
        """Return whether the loss is no number any more, which never heals."""
        loss = self.bar.loss if self.bar else None
        return loss is not None and not math.isfinite(loss)

    def _bar(self, line: str) -> None:
        bar = read_bar(line)
        if bar is None:
            return
        self.bar = bar
        if bar.loss is not None:
            self.losses[bar.done] = bar.loss

    def _word(self, line: str) -> None:
        if line:
            self._last.append(line)
            self.saved = self.saved or SAVED in line
