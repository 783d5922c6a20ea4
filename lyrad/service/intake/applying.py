"""Compare a shot list with the tree as it stands on the disk, and apply it.

What will be lyrad's own stands in the ledger before the first file of it: a kill at any moment
leaves nothing that lyrad would take for a person's, and applying again makes what is missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import structlog

from lyrad.core import match
from lyrad.core.shotlist.difference import difference, meant, rate_of
from lyrad.core.shotlist.spec_text import spec_text
from lyrad.errors import Code, ConfigError, Fault
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.shotlist import (
    Difference,
    Fate,
    ListedShot,
    ShotChange,
    ShotList,
    ShotsWritten,
    SpecWritten,
    TreeShot,
)
from lyrad.service.intake.desk import Desk

SPEC_NAME = "shot.yaml"
PORTION = 100
"""Shots that are made before lyrad looks at anything else: a few seconds on a slow share."""

log = structlog.get_logger()


def read(path: Path, shown: str, desk: Desk) -> ShotList:
    """Return the list in a file, if every shot of it has a place in the production's layout.

    Raises:
        ConfigError: with every fault.
    """
    found = desk.shot_lists.read(path, shown, rate_of(desk.production))
    layout = desk.production.tree
    lost = [
        one
        for one in found.shots
        if match.shot_at(layout, match.shot_folder(layout, one.shot)) != one.shot
    ]
    if lost:
        raise ConfigError(*(_unplaced(one, shown, layout.shot) for one in lost))
    return found


def compare(found: ShotList, desk: Desk, shots: Mapping[RelPath, ShotKey]) -> Difference:
    """Return how a list differs from the tree; specs are read from the disk now.

    Raises:
        Temporary: the share does not let lyrad look.
    """
    layout, index = desk.production.tree, desk.watch.index
    scenes = {code for folder in index if (code := match.scene_at(layout, folder)) is not None}
    listed = replace(found, shots=meant(found, shots.values(), scenes))
    # What was made a moment ago is on the disk before the watch has seen it.
    fresh = {match.shot_folder(layout, one.shot): one.shot for one in listed.shots}
    known = {**{folder: shot for folder, shot in fresh.items() if folder not in shots}, **shots}
    tree = [
        TreeShot(shot=shot, folder=folder, spec=spec)
        for folder, shot in known.items()
        if (spec := desk.shot_lists.spec(folder)) or folder in shots
    ]
    ours = desk.ledger.history.lists.written
    rate = rate_of(desk.production)
    return difference(listed, tree, layout=layout, ours=ours, rate=rate)


def apply(
    found: ShotList, sha256: str, desk: Desk, shots: Mapping[RelPath, ShotKey], *, request: str
) -> bool:
    """Make and renew what the list says, the next few of it; return whether there was anything.

    With the last of them it is written down that the request is obeyed: another list may change
    what this one said, and must not set it off again.

    Raises:
        Temporary: the share refuses; the rest is made when it is applied again.
    """
    open_ = compare(found, desk, shots).open
    if not open_:
        return False
    written = tuple(_written(open_[:PORTION]))
    desk.ledger.append(
        ShotsWritten(
            at=desk.clock.now(),
            list=found.name,
            list_sha256=sha256,
            specs=tuple(spec for _, _, spec in written),
            request=request,
        )
    )
    for change, data, spec in written:
        _write(change, data, spec, desk)
    if len(open_) <= PORTION:
        finish(found.name, sha256, desk, request=request)
    log.info("applied", action="shotlist_applied", list=found.name, shots=len(written))
    return True


def finish(name: str, sha256: str, desk: Desk, *, request: str = "") -> None:
    """Write down that all of a list stands, if it was begun and that is not written yet."""
    past = desk.ledger.history.lists.of(sha256)
    known = past.whole and (not request or request in past.obeyed)
    if (past.made or past.updated) and not known:
        now = desk.clock.now()
        desk.ledger.append(
            ShotsWritten(at=now, list=name, list_sha256=sha256, whole=True, request=request)
        )


def _unplaced(one: ListedShot, shown: str, layout: str) -> Fault:
    """Return the fault of a shot whose folder would be read as another shot's."""
    return Fault(
        code=Code.SHOTLIST_ROW,
        what=f"The folder of {one.shot} would be another shot's in the layout {layout}.",
        where=f"{shown}, {one.where}",
        next="Give it a code without the signs that stand between scene and shot there.",
    )


def _written(changes: tuple[ShotChange, ...]) -> Iterator[tuple[ShotChange, bytes, SpecWritten]]:
    for change in changes:
        data = spec_text(change.fields or {}).encode()
        path = change.spec.path if change.spec else RelPath(f"{change.folder}/{SPEC_NAME}")
        digest = hashlib.sha256(data).hexdigest()
        yield change, data, SpecWritten(path=path, sha256=digest, new=change.fate is Fate.NEW)


def _write(change: ShotChange, data: bytes, spec: SpecWritten, desk: Desk) -> None:
    if change.fate is Fate.NEW:
        done = desk.shot_lists.make(change.folder, data) is not None
    else:
        was = desk.ledger.history.lists.written.get(spec.path, frozenset())
        done = desk.shot_lists.renew(spec.path, data, was)
    if not done:
        # Somebody was there between the look and the writing; the next look tells it.
        log.info("left as it is", action="spec_left", shot=str(change.shot))
