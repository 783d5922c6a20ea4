"""Name the files in a shot's folder that nothing uses, and what they may have been meant for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from lyrad.core.frames import DRAFT, OTHER_PICTURES, PICTURES
from lyrad.model.card import RequestWord
from lyrad.model.drop import Seen
from lyrad.model.names import ShotKey
from lyrad.model.standing import Unused

_LIKENESS = 0.6


def unused(
    files: Mapping[str, Seen],
    *,
    used: frozenset[str],
    shot: ShotKey,
    now: float,
    patience: float,
) -> tuple[tuple[Unused, ...], float | None]:
    """Return what nothing has used for `patience` seconds, and when to look again for more."""
    idle = {name: seen for name, seen in files.items() if name not in used and name != DRAFT}
    ripe = sorted(name for name, seen in idle.items() if now >= seen.changed_at + patience)
    later = [seen.changed_at + patience for name, seen in idle.items() if name not in ripe]
    found = tuple(Unused(name=name, advice=advice(name, shot)) for name in ripe)
    return found, min(later, default=None)


def advice(name: str, shot: ShotKey) -> str:
    """Return what a person may do with a file that has no use under this name."""
    stem, _, kind = name.lower().rpartition(".")
    if kind in OTHER_PICTURES:
        return f"lyrad does not read {kind.upper()}: export it as PNG, named first.png or last.png"
    words = [f"{role}.{kind}" for role in ("first", "last")] if kind in PICTURES else []
    words += ["shot.yaml", *(word.value.lower() for word in RequestWord)]
    words += [f"{shot.scene}_{shot.shot}_{role}.{kind}".lower() for role in ("first", "last")]
    near = difflib.get_close_matches(name.lower(), words, n=1, cutoff=_LIKENESS)
    if near:
        return f"did you mean {near[0]}?"
    if kind in PICTURES:
        return f"rename it to first.{kind} or last.{kind}, or name it in shot.yaml"
    if kind in {"yaml", "yml"}:
        return "the shot's spec is called shot.yaml"
    return f"{'this file' if stem else 'it'} may stay; no rule speaks of it"
