"""Decide which takes in a shot's folder came with a copied folder, and are another shot's.

A take is foreign where its receipt names another shot that still stands in its place: one that has
this very take, or still holds all that it was made of, though the take itself was dragged away.
Where it has neither, this shot was renamed, and what stands in its old place is a new one.
Looks at nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lyrad.core.history import History
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Receipt, Take

Sized = Callable[[RelPath], int | None]
"""Says how many bytes the file at a path has; None where there is none."""

TakesOf = Callable[[RelPath], Iterable[Take]]
"""Says which takes stand in a shot's folder."""


def foreign(
    take: Take, shot: ShotKey, folder: RelPath, history: History, *, takes_of: TakesOf, size: Sized
) -> bool:
    """Decide whether a take in the folder of this shot is another shot's.

    Sizes stand for contents: a new shot in a renamed one's place has other frames or another spec.
    """
    receipt = take.receipt
    if receipt is None or receipt.shot == shot:
        return False
    place = home(receipt, history)
    if place is None or place == folder:
        return False
    has_it = any(
        other.receipt is not None
        and (other.receipt.job, other.receipt.shot) == (receipt.job, receipt.shot)
        for other in takes_of(place)
    )
    return has_it or _made_of(receipt, size)


def home(receipt: Receipt, history: History) -> RelPath | None:
    """Return the shot's folder in which a take was published; None where nothing tells."""
    published = history.published(receipt.job)
    if published is not None:
        return RelPath(published.folder.rpartition("/")[0].rpartition("/")[0])
    specs = [record.name for record in receipt.inputs if record.role == "spec"]
    return RelPath(specs[0].rpartition("/")[0]) if specs else None


def _made_of(receipt: Receipt, size: Sized) -> bool:
    """Return whether all that a take was made of still stands in its place."""
    inputs = receipt.inputs
    return bool(inputs) and all(size(RelPath(one.name)) == one.size for one in inputs)
