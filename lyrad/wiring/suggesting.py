"""Suggest the middle frame of a pair that is held: drawn from both, laid beside the card.

Nothing of lyrad's ever reads it again. Each pair's is laid down once while lyrad runs: one that
somebody deleted is not wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import structlog

from lyrad.disk import suggested
from lyrad.disk.write import Sharing
from lyrad.errors import LyradError
from lyrad.model.names import RelPath
from lyrad.model.seam import Seam
from lyrad.wiring.seaming import middle

log = structlog.get_logger()


@dataclass(slots=True, kw_only=True)
class Suggestions:
    """The suggested middle frames in one production's folders."""

    root: Path
    sharing: Sharing
    _offered: dict[RelPath, str] = field(default_factory=dict)
    _bare: set[RelPath] = field(default_factory=set)

    def offer(self, folder: RelPath, first: Path, last: Path, seam: Seam) -> bool:
        """Lay down the suggestion for a pair, once; return whether it stands there now."""
        pair, place = f"{first.name} {last.name}", self.root / folder
        try:
            if self._offered.get(folder) == pair:
                return suggested.lies(place)
            if suggested.standing(place) != pair:
                self._lay(place, first, last, seam, pair)
            self._offered[folder] = pair
            self._bare.discard(folder)
            return suggested.standing(place) == pair
        except (OSError, LyradError) as error:
            log.warning("no suggestion", action="not_suggested", where=str(place), why=str(error))
            return False

    def withdraw(self, folder: RelPath) -> None:
        """Take away what was suggested in a folder, unless a person made it their own."""
        if folder in self._bare:
            return
        try:
            suggested.withdraw(self.root / folder)
        except (OSError, LyradError) as error:
            log.warning("suggestion stays", action="not_withdrawn", where=folder, why=str(error))
            return
        self._offered.pop(folder, None)
        self._bare.add(folder)

    def _lay(self, place: Path, first: Path, last: Path, seam: Seam, pair: str) -> None:
        picture = middle(first, last, seam)
        if picture is None:
            suggested.withdraw(place)
        else:
            suggested.suggest(place, picture, pair, self.sharing)
