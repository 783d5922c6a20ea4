"""Hand shot lists and specs to the daemon: their words from one room, their files from another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from lyrad.config.reading import shot_of
from lyrad.config.shotlist.reading import read_list
from lyrad.config.text import text_of
from lyrad.disk import specs
from lyrad.disk.write import Sharing
from lyrad.errors import ConfigError, Permanent
from lyrad.model.names import Fields, RelPath
from lyrad.model.shotlist import ShotList, SpecFound


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotListShelf:
    """The lists and specs of one production; `held` gives the path by which it is written."""

    root: Path
    sharing: Sharing
    held: Callable[[], AbstractContextManager[Path]]

    def read(self, path: Path, shown: str, rate: Fraction) -> ShotList:
        """Read a list. Raises ConfigError with every fault."""
        return read_list(path, shown, rate)

    def spec(self, folder: RelPath) -> SpecFound | None:
        """Return the spec that stands in a shot's folder now, or None."""
        try:
            found = specs.standing(self.root, folder)
        except Permanent:
            return SpecFound(path=RelPath(f"{folder}/{specs.SPEC_NAME}"), sha256="", fields=None)
        if found is None:
            return None
        path, data = found
        return SpecFound(
            path=path, sha256=hashlib.sha256(data).hexdigest(), fields=_fields(data, path)
        )

    def make(self, folder: RelPath, data: bytes) -> RelPath | None:
        """Make a shot's folder and its spec; return its path, None where one stands."""
        with self.held() as root:
            return specs.make(root, folder, data, self.sharing)

    def renew(self, path: RelPath, data: bytes, was: Collection[str]) -> bool:
        """Replace a spec whose sha256 is one of these; return whether it was."""
        with self.held() as root:
            return specs.renew(root, path, data, was, self.sharing)

    def file(self, source: RelPath, target: RelPath) -> bool:
        """Rename a frame to a name that is free; return whether it was."""
        with self.held() as root:
            return specs.file_frame(root, source, target)


def _fields(data: bytes, shown: str) -> Fields | None:
    """Return what a spec says, or None where it cannot be read."""
    try:
        return shot_of(text_of(data, shown), shown).fields
    except ConfigError:
        return None
