"""Tell a shot's own takes from those that came with a copied folder."""

from __future__ import annotations

from lyrad.core import match
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Take
from lyrad.ports import Clock
from lyrad.service.intake.desk import Desk


def takes_of(
    shot: ShotKey, folder: RelPath, desk: Desk
) -> tuple[tuple[Take, ...], tuple[Take, ...]]:
    """Return the shot's own takes and the foreign ones, in order of their numbers.

    A take is foreign where its receipt names another shot and that shot still has it: the folder
    is a copy. Where it has not, this shot was renamed, and the other may be a new one.
    """
    here = tuple(take for take in desk.takes.of(folder) if take.receipt)
    others = {take.receipt.shot for take in here if take.receipt} - {shot}
    originals = {
        original.receipt.job
        for other in others
        for original in desk.takes.of(match.shot_folder(desk.production.tree, other))
        if original.receipt and original.receipt.shot == other
    }
    foreign = tuple(
        take
        for take in here
        if take.receipt and take.receipt.shot != shot and take.receipt.job in originals
    )
    return tuple(take for take in here if take not in foreign), foreign


def first_take(takes: tuple[Take, ...], clock: Clock) -> float | None:
    """Return when the first of the takes was published, in the clock's monotonic seconds."""
    moments = [take.receipt.published_at for take in takes if take.receipt]
    if not moments:
        return None
    return clock.monotonic() - (clock.now() - min(moments)).total_seconds()
