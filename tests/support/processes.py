"""The processes of one lyrad: the daemon, its workers, FFmpeg, and what outlived them.

They are known by the settings file that they all inherit in their environment, which no other
test's lyrad has.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.support.production import Film

_PROC = Path("/proc")


def of(film: Film) -> Mapping[int, str]:
    """Return the command line of every process of this film's lyrad, by process id."""
    mark = f"LYRAD_CONFIG={film.settings}\0".encode()
    found = {}
    for entry in _PROC.iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            with suppress(OSError):
                if mark in (entry / "environ").read_bytes():
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
                    found[int(entry.name)] = words.decode(errors="replace").strip()
    return found


def tools(film: Film) -> Mapping[int, str]:
    """Return those of them that do a step's work: the builtin's worker and FFmpeg."""
    return {
        pid: words
        for pid, words in of(film).items()
        if "builtin.worker" in words or Path(words.partition(" ")[0]).name in {"ffmpeg", "ffprobe"}
    }


def end(film: Film) -> None:
    """Kill whatever is left of this film's lyrad."""
    for pid in of(film):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
