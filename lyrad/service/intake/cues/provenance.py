"""Tell a cue's own takes from those that came with a copied folder.

A take whose receipt names another cue is foreign while that cue still has it; where the other has
it no more, this folder was renamed.
"""

from __future__ import annotations

from lyrad.core import match
from lyrad.model.cue import CUES, CueKey
from lyrad.model.cue_take import CueReceipt, CueTake
from lyrad.model.names import RelPath
from lyrad.ports import Clock
from lyrad.service.intake.desk import Desk


def takes_of(
    cue: CueKey, folder: RelPath, desk: Desk
) -> tuple[tuple[CueTake, ...], tuple[CueTake, ...]]:
    """Return the cue's own takes and the foreign ones, in order of their numbers."""
    here = tuple(take for take in desk.cue_takes.of(folder) if take.receipt)
    foreign = tuple(
        take
        for take in here
        if take.receipt and _stands_elsewhere(take.receipt, cue, folder, desk)
    )
    return tuple(take for take in here if take not in foreign), foreign


def first_take(takes: tuple[CueTake, ...], clock: Clock) -> float | None:
    """Return when the first of the takes was published, in the clock's monotonic seconds."""
    moments = [take.receipt.published_at for take in takes if take.receipt]
    if not moments:
        return None
    return clock.monotonic() - (clock.now() - min(moments)).total_seconds()


def _stands_elsewhere(receipt: CueReceipt, cue: CueKey, folder: RelPath, desk: Desk) -> bool:
    if receipt.cue == cue:
        return False
    place = _home(receipt, desk)
    return place != folder and any(
        other.receipt is not None and other.receipt.job == receipt.job
        for other in desk.cue_takes.of(place)
    )


def _home(receipt: CueReceipt, desk: Desk) -> RelPath:
    """Return the cue's folder in which a take was published."""
    line = desk.ledger.history.cue(receipt.cue).did(receipt.job)
    if line is not None:
        return RelPath(line.folder.rpartition("/")[0].rpartition("/")[0])
    scene = match.scene_folder(desk.production.tree, receipt.cue.scene)
    return RelPath(f"{scene}/{CUES}/{receipt.cue.cue}")
