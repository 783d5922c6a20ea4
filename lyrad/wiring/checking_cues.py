"""Check a production's cues: their words, their places in the film, what rules make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lyrad.core import match
from lyrad.errors import ConfigError, Fault
from lyrad.model.cue import CueKey
from lyrad.model.names import RelPath
from lyrad.model.spotting import CueLook, Spotted
from lyrad.model.standing import Lacking, Refused
from lyrad.service.intake.cues.ground import Ground
from lyrad.service.intake.cues.look import look
from lyrad.wiring.looking import Visit


def cues_of(seen: Visit) -> dict[RelPath, CueKey]:
    """Return every cue's folder."""
    tree = seen.desk.production.tree
    found = ((folder, match.cue_at(tree, folder)) for folder in sorted(seen.desk.watch.index))
    return {folder: cue[0] for folder, cue in found if cue and cue[1] == folder}


def cue_looks(seen: Visit) -> Iterator[CueLook]:
    """Yield how every cue stands, whatever is still changing."""
    ground = Ground()
    for folder, cue in cues_of(seen).items():
        yield look(cue, folder, seen.reader, ground)


def cue_faults(seen: Visit) -> Iterator[tuple[tuple[Fault, ...], tuple[str, ...]]]:
    """Yield of every cue what is wrong with it, and what it waits for."""
    for found in cue_looks(seen):
        match found.standing:
            case Refused(faults=faults):
                yield faults, ()
            case Lacking(detail=detail):
                yield (), (f"{found.folder}: WAITING {detail}",)
            case Spotted() as spotted:
                yield tuple(_plans(seen, found, spotted)), ()


def _plans(seen: Visit, found: CueLook, spotted: Spotted) -> Iterator[Fault]:
    """Yield what keeps a whole cue from being made: what a rule fills in."""
    rules = seen.desk.rules
    for rule in spotted.matches:
        try:
            rules.cue_steps(rule, spotted.spec, spotted.span, found.cue, spotted.hits)
        except ConfigError as error:
            for fault in error.faults:
                yield replace(fault, where=f"{found.folder}: {fault.where}")
