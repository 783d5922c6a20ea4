"""Tell all about a shot or a cue: takes and ledger, read from the production itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lyrad.core.history import History
from lyrad.disk.cues import CueTakes
from lyrad.disk.ledger import Ledger
from lyrad.disk.takes import Takes
from lyrad.model.cue import CUES, CueKey
from lyrad.model.cue_take import CueTake
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Take


@dataclass(frozen=True, slots=True, kw_only=True)
class ShotTale:
    """A shot's or a cue's takes as they stand, and the production's history."""

    takes: tuple[Take | CueTake, ...]
    history: History


def tale(root: Path, folder: str) -> ShotTale:
    """Return what a production says of one of its shots or cues; nothing is written."""
    of_cue = folder.rpartition("/")[0].rpartition("/")[2].lower() == CUES
    takes: Iterable[Take | CueTake] = (CueTakes(root) if of_cue else Takes(root)).of(
        RelPath(folder)
    )
    return ShotTale(takes=tuple(takes), history=Ledger(root).history)


def highest(found: ShotTale, scene: str, shot: str) -> int:
    """Return the highest take number ever given to the shot or cue."""
    above, _, last = scene.rpartition("/")
    if last == CUES:
        return found.history.cue(CueKey(scene=above, cue=shot)).highest_take
    return found.history.highest_take(ShotKey(scene=scene, shot=shot))
