"""Hear the operating system's own file events below one root, as hints.

watchdog is asked for few kinds of event. Its default asks for every opening of a file too: its
own walk over a tree of some six thousand folders then overflows the kernel's queue, the walk is
repeated, and no event ever arrives (watchdog 7.1.0, inotify queue of 16,384).
Events are lost all the same, at times silently. What is lost, the next scan finds.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from lyrad.disk.watch.hints import Hints
from lyrad.model.names import RelPath

_KINDS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileMovedEvent,
]
_STOP_SECONDS = 5.0
_FDS = Path("/proc/self/fd")
# Starting is one at a time, so that a new inotify descriptor is known to be this root's.
_starting = threading.Lock()


class Events:
    """The native events of one root. Starts at once.

    Raises:
        OSError: the system gives no events, or no more of them (ENOSPC, EMFILE).
    """

    def __init__(self, root: Path, hints: Hints) -> None:
        self._hints = hints
        self._ear = _Ear(hints)
        self._observer: BaseObserver | None = None
        _silence()
        with _starting:
            before = _descriptors()
            self._connect(root)
            self._own = _descriptors() - before
        logging.getLogger("watchdog").addHandler(self._ear)

    def _connect(self, root: Path) -> None:
        observer = Observer()
        listener = _Listener(root, self._hints)
        try:
            observer.schedule(listener, str(root), recursive=True, event_filter=_KINDS)
            observer.start()
        except OSError:
            observer.stop()  # half-started: its threads and descriptors are given back
            raise
        self._observer = observer

    def took_overflow(self) -> bool:
        """Return whether the system said since the last time that it lost events."""
        heard, self._ear.overflowed = self._ear.overflowed, False
        return heard

    @property
    def alive(self) -> bool:
        """Return whether the threads that hear the events still run."""
        observer = self._observer
        return (
            observer is not None
            and observer.is_alive()
            and all(emitter.is_alive() for emitter in observer.emitters)
        )

    def watched(self) -> int | None:
        """Return how many folders the kernel watches for this root, or None if it doesn't say.

        watchdog 7.1 leaves a folder out without a word where the limit is reached, so the
        kernel is asked: proc(5), `fdinfo` of an inotify descriptor has a line for each.
        """
        try:
            lines = [
                line
                for number in self._own
                for line in (_FDS.with_name("fdinfo") / number).read_text().splitlines()
            ]
        except OSError:
            return None
        return sum(line.startswith("inotify wd:") for line in lines) if self._own else None

    def stop(self) -> None:
        """End the events; return when their threads are gone."""
        logging.getLogger("watchdog").removeHandler(self._ear)
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(_STOP_SECONDS)
            self._observer = None


class _Listener(FileSystemEventHandler):
    """Turns watchdog's events into hints."""

    def __init__(self, root: Path, hints: Hints) -> None:
        self._root = str(root)
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        for place in (event.src_path, event.dest_path):
            path = os.fsdecode(place)
            if path == self._root or path.startswith(f"{self._root}/"):
                below = RelPath(path[len(self._root) + 1 :])
                self._hints.touched(below, folder=event.is_directory)


class _Ear(logging.Handler):
    """Hears in watchdog's log what it tells no handler: that the kernel's queue overflowed."""

    def __init__(self, hints: Hints) -> None:
        super().__init__(logging.WARNING)
        self._hints = hints
        self.overflowed = False

    def emit(self, record: logging.LogRecord) -> None:
        words = record.getMessage()
        if "overflow" in words or "rebuild" in words:
            self.overflowed = True
            self._hints.lost()


def _silence() -> None:
    """Keep watchdog's log and warnings to ourselves.

    In a burst of new folders it warns with the path of each watched folder, hundreds of
    megabytes in all.
    """
    logging.getLogger("watchdog").propagate = False
    warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")


def _descriptors() -> set[str]:
    """Return the numbers of this process's inotify descriptors; none outside Linux."""
    found: set[str] = set()
    if not _FDS.is_dir():
        return found
    for link in _FDS.iterdir():
        try:
            if link.readlink().name.endswith("inotify"):
                found.add(link.name)
        except OSError:
            continue  # closed meanwhile, as the descriptor of this very listing is
    return found
