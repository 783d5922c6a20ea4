"""Ask each known folder for its own time: a name that came or went has moved it.

This is what a tree costs in which nothing happens: one question for each folder, none for a file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from lyrad.model.names import RelPath

_EACH = 64
_Time = tuple[RelPath, int | None]


def moved(root: Path, times: Iterable[_Time], *, threads: int = 1) -> set[RelPath]:
    """Return the folders whose time is another than these, in nanoseconds, or that are not there.

    One with None is among them. Asked with several threads where each answer takes its time.

    Raises:
        OSError: the root cannot be opened.
    """
    handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        ask = partial(_moved, handle)
        if threads == 1:
            return set(ask(times))
        asked = tuple(times)
        parts: Sequence[Iterable[_Time]] = [
            asked[start : start + _EACH] for start in range(0, len(asked), _EACH)
        ]
        with ThreadPoolExecutor(threads, thread_name_prefix="look") as pool:
            return {folder for found in pool.map(ask, parts) for folder in found}
    finally:
        os.close(handle)


def _moved(root: int, times: Iterable[_Time]) -> list[RelPath]:
    found = []
    for folder, time in times:
        try:
            # Of a path below an open root the kernel has less to walk.
            now = None if time is None else os.stat(folder or ".", dir_fd=root).st_mtime_ns
        except OSError:
            now = None
        if now is None or now != time:
            found.append(folder)
    return found
