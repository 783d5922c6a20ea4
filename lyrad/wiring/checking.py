"""Check a production's files and the rules, without running anything: every fault at once.

A fault in one file hides none in another: with wrong rules the shipped ones stand in, with a wrong
`production.yaml` what holds without any.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from lyrad.config.settings import load_settings
from lyrad.core import match
from lyrad.core.characters.references import SPEC as CHARACTER
from lyrad.core.characters.references import character_at, character_folder
from lyrad.core.frames import looks_like_frame
from lyrad.core.naming import shot_collisions
from lyrad.core.portable import faults_of
from lyrad.core.style.finding import needed
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import ProductionId, RelPath, ShotKey
from lyrad.model.production import Production, Tree
from lyrad.model.settings import Settings
from lyrad.model.standing import Lacking, Ready, Refused
from lyrad.model.style import Style
from lyrad.ports import RuleDesk
from lyrad.service.intake.styling import style_files
from lyrad.wiring.checking_cues import cue_faults
from lyrad.wiring.looking import Visit, production_of, visit
from lyrad.wiring.roots import MARK
from lyrad.wiring.words import Shelf, rule_desk
from lyrad.wiring.workflows import own_faults

T = TypeVar("T")

NOWHERE = Path(os.devnull)


def check(paths: Iterable[Path], config: Path | None) -> tuple[int, tuple[str, ...]]:
    """Return how many shots were looked at, what they wait for, and which names break elsewhere.

    Raises:
        ConfigError: with every fault of the settings, the rules and the files.
    """
    settings = load_settings(config, os.environ)
    faults: list[Fault] = []
    faults += own_faults(settings)
    waits: list[str] = []
    count = 0
    for root in sorted({production_of(path)[0] for path in paths}):
        rules, production = _rules(settings, root, faults), _production(root, faults)
        with visit(root, settings, rules, production) as seen:
            shots = seen.shots()
            count += len(shots)
            faults += collisions(shots.values())
            faults += _scenes(seen)
            faults += _characters(seen)
            faults += _styles(seen)
            waits += _names(seen)
            for found, said in (*_shots(seen), *cue_faults(seen)):
                faults += found
                waits += said
    if faults:
        raise ConfigError(*dict.fromkeys(faults))
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


def _rules(settings: Settings, root: Path, faults: list[Fault]) -> RuleDesk:
    shipped = replace(settings, rules=NOWHERE, trust_rules_in_roots=False)
    return _or(lambda: rule_desk(settings, (root,)), lambda: rule_desk(shipped), faults)


def _production(root: Path, faults: list[Fault]) -> Production:
    plain = Production(
        id=ProductionId(""),
        title=root.name,
        timezone="UTC",
        defaults={},
        tree=Tree(),
        hold_over=1,
        start_timecode="01:00:00:00",
    )
    return _or(lambda: Shelf().production(root / MARK, MARK), lambda: plain, faults)


def _or(wanted: Callable[[], T], instead: Callable[[], T], faults: list[Fault]) -> T:
    try:
        return wanted()
    except ConfigError as error:
        faults.extend(error.faults)
        return instead()


def _scenes(seen: Visit) -> Iterator[Fault]:
    """Yield the faults of every scene's file, also where no shot stands yet."""
    desk = seen.desk
    for folder in sorted(desk.watch.index):
        code, path = match.scene_at(desk.production.tree, folder), RelPath(f"{folder}/scene.yaml")
        if code is None or desk.watch.index.seen(path) is None:
            continue
        try:
            desk.library.scene(desk.root / path, path, code)
        except ConfigError as error:
            yield from error.faults


def _characters(seen: Visit) -> Iterator[Fault]:
    """Yield the faults of every character's file."""
    desk = seen.desk
    for folder in sorted(desk.watch.index):
        code, path = character_at(folder), RelPath(f"{folder}/{CHARACTER}")
        if code is None or character_folder(code) != folder or desk.watch.index.seen(path) is None:
            continue
        try:
            desk.library.character(desk.root / path, path, code)
        except ConfigError as error:
            yield from error.faults


def _styles(seen: Visit) -> tuple[Fault, ...]:
    """Return what is wrong with the styles, also with those that no shot names."""
    desk, there = seen.desk, style_files(seen.desk.watch.index)

    def read(name: str) -> Style | tuple[Fault, ...]:
        path = there[name][0]
        try:
            return desk.library.style(desk.root / path, path, name)
        except ConfigError as error:
            return error.faults

    return needed(tuple(there), there, read).faults


def _names(seen: Visit) -> Iterator[str]:
    """Yield what is to be said of names that do no harm here, and break on other machines."""
    index = seen.desk.watch.index
    for folder in sorted(index):
        names = (child.sighting.path.rpartition("/")[2] for child in index.children(folder))
        for fault in faults_of(folder, names):
            yield f"{fault.where}: {fault.what} {fault.next}"
    yield from seen.desk.watch.warnings


def _shots(seen: Visit) -> Iterator[tuple[tuple[Fault, ...], tuple[str, ...]]]:
    for folder, shot in seen.shots().items():
        found = seen.look(folder, shot)
        standing = found.standing
        said = tuple(f"{folder}/{unused.name}: {unused.advice}" for unused in found.unused)
        if isinstance(standing, Lacking):
            said = (f"{folder}: WAITING {standing.detail}", *said)
        if isinstance(standing, Refused):
            yield (*standing.faults, *_pictures(seen, folder, shot)), said
        elif isinstance(standing, Ready):
            yield tuple(_plans(seen, folder, standing)), said
        else:
            yield (), said


def _plans(seen: Visit, folder: RelPath, ready: Ready) -> Iterator[Fault]:
    """Yield what keeps a whole shot from being made: what a rule fills in, a workflow's limits."""
    desk = seen.desk
    for found in (*ready.matches, *ready.finishes):
        try:
            desk.rules.steps(found, ready.spec, desk.production)
        except ConfigError as error:
            for fault in error.faults:
                yield replace(fault, where=f"{folder}: {fault.where}")


def _pictures(seen: Visit, folder: RelPath, shot: ShotKey) -> Iterator[Fault]:
    """Yield what is wrong with the frames of a shot that was refused, perhaps for its spec."""
    for child in seen.desk.watch.index.children(folder):
        path = child.sighting.path
        if not child.sighting.folder and looks_like_frame(path.rpartition("/")[2], shot):
            fault = seen.desk.pictures.check(seen.desk.root / path, path)
            if fault:
                yield fault
