"""Name what lies in a scene for its cues: the spec, the cut that an editor made, the assembly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lyrad.core.naming import assembly_stem, parse_assembly
from lyrad.model.cue import CueKey
from lyrad.model.names import RelPath

SPEC = "cue.yaml"
DRAFT = "cue.draft.yaml"

CUTS = ("otio", "edl", "mov", "mp4")
"""The kinds of an editor's own cut, the one that says most first."""

FILMS = ("mov", "mp4")
"""Those of them that are seen."""

_SPEC = re.compile(r"cue\.(yaml|yml)(\.txt)?", re.IGNORECASE)
_CUT = re.compile(rf"cut\.({'|'.join(CUTS)})", re.IGNORECASE)


def conventional(cue: CueKey) -> RelPath:
    """Return a cue's spec as rules are written: in the conventional tree."""
    return RelPath(f"scenes/{cue}/{SPEC}")


def spec_files(names: Iterable[str]) -> tuple[str, ...]:
    """Return the files that are a cue's spec, under any of the names that editors give it."""
    return tuple(sorted(name for name in names if _SPEC.fullmatch(name)))


def cut_file(names: Iterable[str]) -> str | None:
    """Return the editor's own cut among a scene's files, or None; of several that says most."""
    found = [name for name in names if _CUT.fullmatch(name)]
    return min(found, key=lambda name: (CUTS.index(_kind(name)), name), default=None)


def assembly_file(scene: str, names: Iterable[str]) -> str | None:
    """Return the newest assembly that lyrad made among a scene's files, or None."""
    return _newest(scene, names, "otio")


def film_file(scene: str, names: Iterable[str]) -> str | None:
    """Return the film of a scene that music can be made to: an editor's, else lyrad's newest."""
    found = list(names)
    own = [name for name in found if _CUT.fullmatch(name) and _kind(name) in FILMS]
    if own:
        return min(own, key=lambda name: (CUTS.index(_kind(name)), name))
    return _newest(scene, found, "mp4")


def _newest(scene: str, names: Iterable[str], ending: str) -> str | None:
    """Return the file of lyrad's newest assembly; a person's of nearly that name is none."""
    made = {
        version: name
        for name in names
        if (version := parse_assembly(name)) is not None
        and name == f"{assembly_stem(scene, version=version)}.{ending}"
    }
    return made[max(made)] if made else None


def _kind(name: str) -> str:
    return name.lower().rpartition(".")[2]
