"""Decide which take of a shot is cut in: a circled one, else the latest that is no draft."""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.model.assembly import CueFootage, Footage


def chosen(footage: Iterable[Footage]) -> Footage | None:
    """Return the take that is cut in, or None where there is none.

    What a person circled goes before everything, then what is no draft, then the higher number.
    A suspicious take is used: the assembly is where somebody sees whether it will do.
    """
    return max(footage, key=lambda one: (one.circled, not one.draft, one.take), default=None)


def reason(chosen: Footage, footage: Iterable[Footage]) -> str:
    """Return why this take, for people: '' where there is nothing to say."""
    words = ["circled"] if chosen.circled else []
    words += ["draft"] if chosen.draft else []
    words += ["suspicious"] if chosen.suspicious else []
    if any(one.take > chosen.take for one in footage):
        words.append("not the latest")
    return ", ".join(words)


def newest(takes: Iterable[CueFootage]) -> CueFootage | None:
    """Return the take of a cue that is laid under: the latest that is no scratch score."""
    return max(takes, key=lambda one: (not one.draft, one.take), default=None)
