"""Examine this machine: the tools, the state folder, the engine's database, the roots."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lyrad.backends.ffmpeg import FFmpeg
from lyrad.config.settings import load_settings
from lyrad.disk import mounts
from lyrad.disk.rename import rename_exclusive
from lyrad.disk.watch import Watch
from lyrad.errors import LyradError
from lyrad.model.settings import Settings
from lyrad.wiring.clock import SystemClock
from lyrad.wiring.roots import productions
from lyrad.wiring.words import rule_desk

GIGABYTE = 1_000_000_000
LITTLE = 20 * GIGABYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was examined. `next` is what to do, empty where it is fine."""

    what: str
    said: str
    good: bool = True
    next: str = ""


def examine(paths: Iterable[Path], config: Path | None) -> tuple[Finding, ...]:
    """Return every finding. Raises ConfigError where the settings themselves are wrong."""
    settings = load_settings(config, os.environ)
    roots = tuple(paths) or settings.roots
    return (
        Finding(what="Python", said=sys.version.split()[0]),
        *_tools(),
        *_state(settings),
        _rules(settings),
        *(finding for root in roots for finding in _root(root)),
    )


def _tools() -> Iterator[Finding]:
    try:
        yield Finding(what="FFmpeg", said=FFmpeg().version())
    except LyradError as error:
        yield Finding(what="FFmpeg", said=error.fault.what, good=False, next=error.fault.next)
    there = shutil.which("setpriv") is not None
    yield Finding(
        what="setpriv",
        said="there" if there else "missing: tools may outlive a killed lyrad",
        good=there or sys.platform != "linux",
        next="" if there else "install util-linux",
    )


def _state(settings: Settings) -> Iterator[Finding]:
    state = settings.state
    share = mounts.is_share(state)
    yield Finding(
        what="State folder",
        said=f"{state} ({mounts.file_system(state)})",
        good=not share,
        next="put it on a local disk: $LYRAD_STATE" if share else "",
    )
    above = next(folder for folder in (state, *state.parents) if folder.exists())
    yield _space("Space for the state", above)
    yield Finding(
        what="Engine",
        said="Postgres" if settings.engine.url else "SQLite in the state folder",
    )


def _rules(settings: Settings) -> Finding:
    try:
        book = rule_desk(settings).book
    except LyradError as error:
        return Finding(what="Rules", said=str(error), good=False, next=error.fault.next)
    return Finding(what="Rules", said=", ".join(rule.name for rule in book.rules))


def _root(path: Path) -> Iterator[Finding]:
    try:
        found = productions([path])
    except LyradError as error:
        yield Finding(what="Root", said=str(error.fault.what), good=False, next=error.fault.next)
        return
    for root, production in found:
        share = mounts.is_share(root)
        watch = Watch(root, share=share, clock=SystemClock())
        watch.start()
        watch.look(full=True)
        kind = mounts.file_system(root)
        yield Finding(what="Root", said=f"{production.title}, {root} ({kind}), {watch.mode}")
        for warning in watch.warnings:
            yield Finding(what="Watching", said=warning, good=False, next="see docs/limits.md")
        watch.stop()
        yield _writes(root)
        yield _space("Space for takes", root)


def _writes(root: Path) -> Finding:
    """Create, rename without replacing, and delete a file, as publishing will."""
    probe = root / f".lyrad-probe-{uuid.uuid4().hex}"
    moved = probe.with_name(f"{probe.name}-moved")
    try:
        probe.write_bytes(b"lyrad")
        rename_exclusive(probe, moved)
        moved.unlink()
    except OSError as error:
        for path in (probe, moved):
            path.unlink(missing_ok=True)
        return Finding(
            what="Writing",
            said=f"not possible: {error.strerror}",
            good=False,
            next=f"let lyrad's user write in {root}",
        )
    return Finding(what="Writing", said="create, rename and delete work")


def _space(what: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    return Finding(
        what=what,
        said=f"{free / GIGABYTE:.0f} GB free",
        good=free > LITTLE,
        next="" if free > LITTLE else "free some space before a night of takes",
    )
