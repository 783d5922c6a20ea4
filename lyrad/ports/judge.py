"""Looking through what was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lyrad.model.clip_check import ClipFindings
from lyrad.model.media import Size
from lyrad.ports.time import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOrder:
    """A clip, or a folder of numbered pictures, of so many frames and this size.

    `first` and `last` are the given frames at the film's size, None where there is none. `sound`
    is a file to listen to.
    """

    clip: Path
    frames: int
    size: Size
    first: Path | None = None
    last: Path | None = None
    sound: Path | None = None


class ClipJudge(Protocol):
    """Looks clips through, away from the daemon."""

    def judge(self, order: LookOrder, signal: Signal) -> ClipFindings:
        """Return what is to be seen in the order's clip.

        Raises:
            Permanent: it cannot be read to its end.
            Temporary: a tool is missing, or was ended from outside.
        """
        ...
