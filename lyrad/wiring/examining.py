"""Examine this machine: the tools, the state folder, the engine's database, then the roots."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from lyrad.backends.ffmpeg import FFmpeg
from lyrad.config.settings import load_settings
from lyrad.disk import mounts
from lyrad.errors import LyradError
from lyrad.model.settings import Settings
from lyrad.wiring.examining_composers import examine_composers
from lyrad.wiring.examining_roots import examine_roots
from lyrad.wiring.examining_tools import examine_tools
from lyrad.wiring.examining_trainers import examine_trainers
from lyrad.wiring.examining_words import examine_words
from lyrad.wiring.finding import Finding, space
from lyrad.wiring.words import rule_desk


def examine(paths: Iterable[Path], config: Path | None) -> tuple[Finding, ...]:
    """Return every finding. Raises ConfigError where the settings themselves are wrong."""
    settings = load_settings(config, os.environ)
    roots = tuple(paths) or settings.roots
    return (
        Finding(what="Python", said=sys.version.split()[0]),
        *_tools(),
        *_state(settings),
        _rules(settings),
        *examine_tools(settings),
        *examine_words(settings),
        *examine_trainers(settings),
        *examine_composers(settings),
        *examine_roots(roots, settings),
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
    yield space("Space for the state", above)
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
