"""Tell a shot's own takes from those that came with a copied folder."""

from __future__ import annotations

from lyrad.core import provenance
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Take
from lyrad.ports import Clock
from lyrad.service.intake.desk import Desk


def takes_of(
    shot: ShotKey, folder: RelPath, desk: Desk
) -> tuple[tuple[Take, ...], tuple[Take, ...]]:
    """Return the shot's own takes and the foreign ones, in order of their numbers.

    What makes a take foreign is `core.provenance`'s to say.
    """

    def size(path: RelPath) -> int | None:
        seen = desk.watch.index.seen(path)
        return seen.sighting.size if seen else None

    history = desk.ledger.history
    here = tuple(take for take in desk.takes.of(folder) if take.receipt)
    foreign = tuple(
        take
        for take in here
        if provenance.foreign(take, shot, folder, history, takes_of=desk.takes.of, size=size)
    )
    return tuple(take for take in here if take not in foreign), foreign


def first_take(takes: tuple[Take, ...], clock: Clock) -> float | None:
    """Return when the first of the takes was published, in the clock's monotonic seconds."""
    moments = [take.receipt.published_at for take in takes if take.receipt]
    if not moments:
        return None
    return clock.monotonic() - (clock.now() - min(moments)).total_seconds()
