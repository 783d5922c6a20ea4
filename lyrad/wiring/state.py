"""What the command line needs of a running daemon: its status, and a way to ask for something.

Costs little to import: no settings are read where none are named, and no engine is loaded.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from lyrad.config.places import settings_path
from lyrad.config.places import state_folder as usual_state
from lyrad.disk.state_files import Tray
from lyrad.disk.state_files import read_status as read
from lyrad.errors import Code, Fault, LyradError
from lyrad.model.command import Command
from lyrad.model.status import Status

EVERY = 0.1
FRESH = 1.5


def now() -> float:
    """Return the time in seconds since 1970."""
    return datetime.now(UTC).timestamp()


def state_folder(config: Path | None) -> Path:
    """Return the state folder: $LYRAD_STATE, what the settings say, or the user's own."""
    given = os.environ.get("LYRAD_STATE")
    if given and config is None:
        return Path(given).expanduser()
    if settings_path(config, os.environ) is None:
        return usual_state(os.environ)
    from lyrad.config.settings import load_settings  # noqa: PLC0415 - costs more than the rest

    return load_settings(config, os.environ).state


def read_status(state: Path) -> Status:
    """Return the last status. Raises LyradError where no daemon ever wrote one."""
    found = read(state)
    if found is None:
        raise LyradError(
            Fault(
                code=Code.NOT_RUNNING,
                what="lyrad has not run here yet: there is no status",
                where=str(state),
                next="start it with `lyrad run FILM/`, or set LYRAD_STATE to its state folder",
            )
        )
    return found


def next_status(state: Path, before: Status) -> Status:
    """Return the next status that the daemon writes, or the same where it writes none soon.

    The page is up to a second old, and somebody may ask for what they have just seen appear.
    """
    pause = threading.Event()
    end = time.monotonic() + FRESH
    found = before
    while found.at == before.at and time.monotonic() < end:
        pause.wait(EVERY)
        found = read_status(state)
    return found


def ask(state: Path, command: Command, patience: float) -> str | None:
    """Write a command down and wait for the answer; None where none came in `patience` seconds."""
    tray = Tray(state)
    tray.put(command)
    end = time.monotonic() + patience
    pause = threading.Event()
    while time.monotonic() < end:
        words = tray.answered(command)
        if words is not None:
            return words
        pause.wait(EVERY)
    return None
