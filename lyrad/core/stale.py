"""Decide which takes are stale: what they inherited has changed since. Nothing is made again."""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.core.admit import current_key, made
from lyrad.model.names import Fields
from lyrad.model.rule import Match
from lyrad.model.standing import Ready, Stale
from lyrad.model.take import Take


def stale(ready: Ready, match: Match, takes: Iterable[Take]) -> Stale | None:
    """Return the takes of this drop that were made with something else inherited.

    None where at least one take was made with what is inherited now.
    """
    key = current_key(ready, match)
    mine = made(takes, match.rule.name, ready)
    if not mine or any(take.receipt and take.receipt.version_key == key for take in mine):
        return None
    before = mine[-1].receipt.inherited if mine[-1].receipt else {}
    return Stale(
        takes=tuple(take.number for take in mine), changed=_changed(before, ready.spec.inherited)
    )


def _changed(before: Fields, now: Fields) -> Fields:
    names = sorted({*before, *now})
    return {
        name: f"{before.get(name, 'unset')} -> {now.get(name, 'unset')}"
        for name in names
        if before.get(name) != now.get(name)
    }
