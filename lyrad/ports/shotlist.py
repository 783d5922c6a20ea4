"""What the daemon asks of shot lists, and of the specs that they make."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from lyrad.model.names import RelPath
from lyrad.model.shotlist import ShotList, SpecFound


class ShotListShelf(Protocol):
    """Reads lists, and keeps the specs of the tree; every path is below the production's root."""

    def read(self, path: Path, shown: str, rate: Fraction) -> ShotList:
        """Read a list's private copy. Raises ConfigError with every fault."""
        ...

    def spec(self, folder: RelPath) -> SpecFound | None:
        """Return the spec that stands in a shot's folder now, or None. Raises Temporary."""
        ...

    def make(self, folder: RelPath, data: bytes) -> RelPath | None:
        """Make a shot's folder and its spec; return its path, None where a spec stands already.

        Raises Temporary where the share refuses.
        """
        ...

    def renew(self, path: RelPath, data: bytes, was: Collection[str]) -> bool:
        """Replace a spec whose sha256 is one of these; return whether it was. Raises Temporary."""
        ...

    def file(self, source: RelPath, target: RelPath) -> bool:
        """Rename a frame to a name that is free; return whether it was. Raises Temporary."""
        ...
