"""Tell all about a shot: its takes and what the ledger says, read from the production itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lyrad.core.history import History
from lyrad.disk.ledger import Ledger
from lyrad.disk.takes import Takes
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTale:
    """A shot's takes as they stand, and the production's history."""

    takes: tuple[Take, ...]
    history: History


def tale(root: Path, folder: str) -> ShotTale:
    """Return what a production says of one of its shots; nothing is written."""
    return ShotTale(takes=Takes(root).of(RelPath(folder)), history=Ledger(root).history)


def highest(found: ShotTale, scene: str, shot: str) -> int:
    """Return the highest take number ever given to the shot."""
    return found.history.highest_take(ShotKey(scene=scene, shot=shot))
