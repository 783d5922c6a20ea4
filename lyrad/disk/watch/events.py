"""Hear the system's own file events below one root where there is no inotify, as hints.

watchdog speaks to macOS and Windows, and sees a whole tree by itself. It tells nobody when the
system lost events; what is lost, the next scan finds.
"""

from __future__ import annotations

import os
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from lyrad.disk.watch.hints import Hints
from lyrad.model.names import RelPath

# Files that were closed after writing are told of on Linux only; elsewhere they are modified.
_KINDS: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_STOP_SECONDS = 5.0


class Events:
    """The events of one root, through watchdog. Starts at once.

    Raises:
        OSError: the system gives no events.
    """

    full = False
    watched: int | None = None

    def __init__(self, root: Path, hints: Hints) -> None:
        self._observer: BaseObserver = Observer()
        listener = _Listener(root, hints)
        try:
            self._observer.schedule(listener, str(root), recursive=True, event_filter=_KINDS)
            self._observer.start()
        except OSError:
            self._observer.stop()  # half-started: its threads and descriptors are given back
            raise

    @property
    def alive(self) -> bool:
        """Whether the threads that hear the events still run."""
        emitters = self._observer.emitters
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in emitters)

    def attend(self, folder: RelPath) -> None:
        """Do nothing: what is below the root is heard."""

    def leave(self, folder: RelPath) -> None:
        """Do nothing: what went from the root is not heard."""

    def took_overflow(self) -> bool:
        """Return False: watchdog doesn't say."""
        return False

    def stop(self) -> None:
        """End the events; return when their threads are gone."""
        self._observer.stop()
        self._observer.join(_STOP_SECONDS)


class _Listener(FileSystemEventHandler):
    """Turns watchdog's events into hints."""

    def __init__(self, root: Path, hints: Hints) -> None:
        self._root = root
        self._hints = hints

    def on_any_event(self, event: FileSystemEvent) -> None:
        for place in (event.src_path, event.dest_path):
            path = Path(os.fsdecode(place))
            if place and path.is_relative_to(self._root):
                below = path.relative_to(self._root)
                inside = RelPath("" if below == Path() else below.as_posix())
                self._hints.touched(inside, folder=event.is_directory)
