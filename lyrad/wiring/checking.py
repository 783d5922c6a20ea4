"""Check a production's files and the rules, without running anything: every fault at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lyrad.config.settings import load_settings
from lyrad.core.naming import shot_collisions
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import ShotKey
from lyrad.model.standing import Lacking, Refused
from lyrad.wiring.looking import Visit, production_of, visit
from lyrad.wiring.words import rule_desk


def check(paths: Iterable[Path], config: Path | None) -> tuple[int, tuple[str, ...]]:
    """Return how many shots were looked at, and what they wait for.

    Raises:
        ConfigError: with every fault of the settings, the rules and the files.
    """
    settings = load_settings(config, os.environ)
    faults: list[Fault] = []
    waits: list[str] = []
    count = 0
    for root in sorted({production_of(path)[0] for path in paths}):
        rules = rule_desk(settings, (root,))
        with visit(root, settings, rules) as seen:
            shots = seen.shots()
            count += len(shots)
            faults += collisions(shots.values())
            for found, said in _shots(seen):
                faults += found
                waits += said
    if faults:
        raise ConfigError(*faults)
    return count, tuple(waits)


def collisions(shots: Iterable[ShotKey]) -> Iterator[Fault]:
    """Return a fault for shots whose files would have one name."""
    for together in shot_collisions(shots):
        yield Fault(
            code=Code.NAMES_COLLIDE,
            what="These shots would write files of one name.",
            where=", ".join(str(shot) for shot in together),
            next="Rename all but one of their folders.",
        )


def _shots(seen: Visit) -> Iterator[tuple[tuple[Fault, ...], tuple[str, ...]]]:
    for folder, shot in seen.shots().items():
        found = seen.look(folder, shot)
        standing = found.standing
        said = tuple(f"{folder}/{unused.name}: {unused.advice}" for unused in found.unused)
        if isinstance(standing, Lacking):
            said = (f"{folder}: WAITING {standing.detail}", *said)
        yield (standing.faults if isinstance(standing, Refused) else ()), said
