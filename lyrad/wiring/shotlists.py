"""Hand shot lists and specs to the daemon: their words from one room, their files from another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
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
    """The lists and specs of one production; `held` gives the path by which it is written.

    Specs are read once for each look; before one is replaced, its bytes are asked again.
    """

    root: Path
    sharing: Sharing
    held: Callable[[], AbstractContextManager[Path]]
    _known: dict[RelPath, tuple[specs.Stamp, SpecFound]] = field(default_factory=dict)

    def read(self, path: Path, shown: str, rate: Fraction) -> ShotList:
        """Read a list. Raises ConfigError with every fault."""
        return read_list(path, shown, rate)

    def spec(self, folder: RelPath) -> SpecFound | None:
        """Return the spec that stands in a shot's folder now, or None."""
        found = specs.standing(self.root, folder)
        if found is None:
            return None
        path, stamp = found
        known = self._known.get(path)
        if known is None or known[0] != stamp:
            known = self._known[path] = (stamp, self._read(path))
        return known[1]

    def _read(self, path: RelPath) -> SpecFound:
        try:
            data = specs.content(self.root, path)
        except Permanent:
            return SpecFound(path=path, sha256="", fields=None)
        digest = hashlib.sha256(data).hexdigest()
        return SpecFound(path=path, sha256=digest, fields=_fields(data, path))

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
