"""Examine one production where it lies: what its disk does, and what lyrad may do there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lyrad.core.portable import faults_of
from lyrad.disk import mounts
from lyrad.disk.rights import try_rights
from lyrad.disk.watch.ignore import ignored
from lyrad.disk.watch.mode import Every, choose
from lyrad.disk.watch.probe import Probe, probe
from lyrad.errors import Fault, LyradError
from lyrad.model.names import RelPath
from lyrad.model.settings import Settings
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.finding import Finding, space
from lyrad.wiring.roots import productions

SKEW = 2.0
"""Seconds; FAT's own times are as coarse as that."""

OLD = 10.0
"""Seconds for which a share may tell of a file what was so before; longer than a look's pace."""

NAMED = 3


@dataclass(slots=True)
class Examination:
    """One root; `id` and `heard`, the folders watched by events, are filled in on the way."""

    root: Path
    settings: Settings
    id: str = ""
    heard: int = 0


def examined(one: Examination) -> Iterator[Finding]:
    """Yield every finding of one root. Raises OSError; may hang with its share."""
    root = one.root
    try:
        ((_, production),) = productions([root])
    except LyradError as error:
        yield Finding(what="Root", said=str(error.fault.what), good=False, next=error.fault.next)
        return
    one.id = production.id
    found = probe(root, clock=SystemClock())
    scan = one.settings.scan
    mode = choose(found, Every(local=scan.local, share=scan.share))
    kind = f"{root} ({found.kind})"
    yield Finding(what="Root", said=f"{production.title}, {kind}, {mode.words}")
    yield from _of_disk(root, found)
    yield _rights(root)
    yield space("Space for takes", root)
    folders, faults = _tree(root)
    one.heard = folders if mode.events else 0
    yield _names(faults)


def _of_disk(root: Path, found: Probe) -> Iterator[Finding]:
    if not found.share and found.events is False:
        yield Finding(what="Events", said="the system told nothing of a file that was just made")
    elif found.events:
        yield Finding(what="Events", said="the system told of a file that was just made")
    if found.folder_times is not None:
        words = "tell of files that come and go" if found.folder_times else "do not move"
        often = "" if found.folder_times else ", so every folder is listed at each look"
        yield Finding(what="Folder times", said=f"{words}{often}")
    if found.skew is not None:
        yield _clock(found.skew)
    seconds = mounts.attribute_seconds(root)
    if seconds:
        yield _memory(seconds)


def _clock(skew: float) -> Finding:
    off = abs(skew) > SKEW
    side = "ahead of" if skew > 0 else "behind"
    return Finding(
        what="Clock",
        said=f"{abs(skew):.0f} s {side} this machine's" if off else "agrees with this machine's",
        good=not off,
        next="set both by a time server; lyrad itself goes by its own clock" if off else "",
    )


def _memory(seconds: float) -> Finding:
    late = seconds > OLD
    return Finding(
        what="Share's memory",
        said=f"what it says of a file may be {seconds:.0f} s old",
        good=not late,
        next="mount it with actimeo=3, or new files are seen that much later" if late else "",
    )


def _rights(root: Path) -> Finding:
    rights = try_rights(root)
    if rights.refused:
        return Finding(
            what="Writing",
            said=f"not possible {rights.refused}",
            good=False,
            next=f"let lyrad's user write in {root}",
        )
    if not rights.keeps:
        return Finding(
            what="Writing",
            said="a rename replaced what stood there",
            good=False,
            next="put the production on a disk that renames as POSIX says",
        )
    how = "in one exclusive call" if rights.exclusive else "under a claim on the name"
    return Finding(what="Writing", said=f"create, rename and delete work; takes are renamed {how}")


def _tree(root: Path) -> tuple[int, tuple[Fault, ...]]:
    """Return how many folders there are, and the faults of all names."""
    count = 0
    faults: list[Fault] = []
    for place, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not ignored(name)]
        count += 1
        below = RelPath(Path(place).relative_to(root).as_posix().removeprefix("."))
        names = (*folders, *(name for name in files if not ignored(name)))
        faults += faults_of(below, names)
    return count, tuple(faults)


def _names(faults: tuple[Fault, ...]) -> Finding:
    if not faults:
        return Finding(what="Names", said="all of them work on Windows and on a Mac too")
    first = "; ".join(f"{fault.where}: {fault.what}" for fault in islice(faults, NAMED))
    return Finding(
        what="Names",
        said=f"{len(faults)} do not work everywhere: {first}",
        good=False,
        next="rename them; `lyrad check` tells all of them",
    )
