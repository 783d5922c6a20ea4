"""Name the files in a shot's folder that nothing uses, and what they may have been meant for."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from lyrad.core.frames import OTHER_PICTURES, PICTURES
from lyrad.core.tellings import is_draft, kind_of
from lyrad.model.brief import Kind
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
    idle = {name: seen for name, seen in files.items() if name not in used and not _own(name)}
    ripe = sorted(name for name, seen in idle.items() if now >= seen.changed_at + patience)
    later = [seen.changed_at + patience for name, seen in idle.items() if name not in ripe]
    found = tuple(_advised(name, shot) for name in ripe)
    return found, min(later, default=None)


def advice(name: str, shot: ShotKey) -> str | None:
    """Return what the file was likely meant for and how to say so, or None for nothing here."""
    kind = name.lower().rpartition(".")[2]
    if kind in OTHER_PICTURES:
        return f"lyrad does not read {kind.upper()}: export it as PNG, named first.png or last.png"
    words = {word.lower(): word for word in _words(kind, shot)}
    near = difflib.get_close_matches(name.lower(), words, n=1, cutoff=_LIKENESS)
    if near:
        return f"did you mean {words[near[0]]}?"
    if kind in PICTURES:
        return f"rename it to first.{kind} or last.{kind}, or name it in shot.yaml"
    if kind in {"yaml", "yml"}:
        return "the shot's spec is called shot.yaml"
    return None


def _own(name: str) -> bool:
    """Return whether a file is what lyrad puts there: a draft, or a memo's transcript."""
    return is_draft(name) or kind_of(name) is Kind.TRANSCRIPT


def _advised(name: str, shot: ShotKey) -> Unused:
    if kind_of(name) is not None:
        told = "it may stay here; a shot.yaml stands, so no draft is made of it"
        return Unused(name=name, advice=told, harmless=True)
    found = advice(name, shot)
    if found is None:
        return Unused(name=name, advice="it may stay here; no rule speaks of it", harmless=True)
    return Unused(name=name, advice=found)


def _words(kind: str, shot: ShotKey) -> list[str]:
    """Return the names that files of this kind may have here."""
    if kind not in PICTURES:
        return ["shot.yaml", *(word.value for word in RequestWord)]
    roles = [f"{role}.{kind}" for role in ("first", "last")]
    return [*roles, *(f"{shot.scene}_{shot.shot}_{role}" for role in roles)]
