"""Decide the next take and version numbers. Numbers only grow; writing them down is the ledger's.

A shot whose folder was renamed keeps counting: its takes' receipts name the shot it was before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from lyrad.core.history import History
from lyrad.model.names import ShotKey
from lyrad.model.take import Take


def next_take(
    history: History, takes: Sequence[Take], selects: Collection[int], shot: ShotKey
) -> int:
    """Return 1 + the highest number that ledger, folder or selects know.

    Args:
        history: the ledger's.
        takes: every take folder beside the shot, foreign ones too: their names are occupied.
        selects: the numbers of the shot's takes that somebody dragged into `selects/`.
        shot: whose take it is.
    """
    given = (history.highest_take(key) for key in _keys(takes, shot))
    return 1 + max((*given, *(take.number for take in takes), *selects), default=0)


def version_for(history: History, takes: Sequence[Take], shot: ShotKey, key: str) -> int:
    """Return the version number of a key: the one it has, else 1 + the highest.

    Args:
        history: the ledger's.
        takes: the takes that count for the shot; those of a copied folder are left out.
        shot: whose version it is.
        key: the plan's `version_key`.
    """
    own = history.version(shot, key)
    if own is not None:
        return own
    receipts = [take.receipt for take in takes if take.receipt]
    keys = _keys(takes, shot)
    same = [history.version(known_as, key) for known_as in keys]
    same += [receipt.version for receipt in receipts if receipt.version_key == key]
    if any(same):
        return min(version for version in same if version)
    given = (history.highest_version(known_as) for known_as in keys)
    return 1 + max((*given, *(receipt.version for receipt in receipts)), default=0)


def _keys(takes: Sequence[Take], shot: ShotKey) -> frozenset[ShotKey]:
    return frozenset((shot, *(take.receipt.shot for take in takes if take.receipt)))
