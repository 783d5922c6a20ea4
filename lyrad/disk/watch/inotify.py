"""Hear Linux's own file events below one root, as hints.

Asked is only for what makes a folder worth another look: names that come and go, and files that
were written and closed. Openings, readings and changed attributes are left out, since backups
and indexers make floods of them, in which the rest would be lost. No tree is walked here: whoever
lists a folder attends it first.
"""

from __future__ import annotations

import errno
import os
import select
import threading
from pathlib import Path

from lyrad.disk.watch import inotify_calls as kernel
from lyrad.disk.watch.hints import Hints
from lyrad.disk.watch.ignore import ignored
from lyrad.disk.watch.inotify_places import Places
from lyrad.model.names import RelPath

_ROOT = RelPath("")
_CAME = kernel.CREATE | kernel.MOVED_TO
_ASKED = _CAME | kernel.CLOSE_WRITE | kernel.MOVED_FROM | kernel.DELETE
_HOW = kernel.FOLDERS_ONLY | kernel.NOT_WHEN_UNLINKED
_WENT = kernel.DELETE_SELF | kernel.MOVE_SELF | kernel.UNMOUNT
_FULL = {errno.ENOSPC, errno.ENOMEM, errno.EMFILE}

_READ_BYTES = 1 << 20
# A breath after each reading: the first event is passed on at once, and a thousand that follow
# are read in few goes, while whoever looks has the processor. The kernel's queue holds far more.
_BREATH_MS = 3


class Inotify:
    """The events of one root: one descriptor, and one thread that reads it. Starts at once.

    Raises:
        OSError: the root is gone, or there are no more descriptors or watches (EMFILE, ENOSPC).
    """

    def __init__(self, root: Path, hints: Hints) -> None:
        self._root = os.fsencode(root)
        self._hints = hints
        self._guard = threading.Lock()
        self._places = Places()
        self._full = self._gone = self._overflowed = False
        self._events: int | None = kernel.begin()
        try:
            self._add(self._events, _ROOT)
            self._end = os.eventfd(0, os.EFD_CLOEXEC)
        except OSError:
            os.close(self._events)
            raise
        self._reader = threading.Thread(
            target=self._read, args=(self._events,), name="events", daemon=True
        )
        self._reader.start()

    @property
    def alive(self) -> bool:
        """Whether the events are still heard; False also when the root itself went."""
        return self._reader.is_alive() and not self._gone

    @property
    def full(self) -> bool:
        """Whether the kernel refused a folder for want of room."""
        return self._full

    @property
    def watched(self) -> int | None:
        """How many folders are heard, the root among them."""
        return len(self._places)

    def attend(self, folder: RelPath) -> None:
        """Hear from now on what happens directly in the folder; one that is gone is none.

        The kernel is asked each time: at a path that is known another folder may stand by now.
        """
        with self._guard:
            if self._events is not None:
                try:
                    self._add(self._events, folder)
                except OSError as error:  # gone or closed, as the listing will say; or no room
                    self._full = self._full or error.errno in _FULL

    def leave(self, folder: RelPath) -> None:
        """Forget the folder and all below it, but for what is attended under another name."""
        with self._guard:
            if self._events is not None:
                for number in self._places.drop_tree(folder):
                    kernel.remove(self._events, number)

    def took_overflow(self) -> bool:
        """Return whether the kernel said since the last time that it lost events."""
        with self._guard:
            heard, self._overflowed = self._overflowed, False
            return heard

    def stop(self) -> None:
        """End the thread and give the descriptors back."""
        with self._guard:
            events, self._events = self._events, None
        if events is not None:
            os.eventfd_write(self._end, 1)
            self._reader.join()
            os.close(events)
            os.close(self._end)

    def _add(self, events: int, folder: RelPath) -> None:
        """Watch a folder, and take down its number before any of its events is read."""
        path = self._root + b"/" + os.fsencode(folder)
        mask = _ASKED | _HOW | (kernel.NO_LINKS if folder else _WENT)
        former = self._places.put(kernel.add(events, path, mask), folder)
        if former is not None:  # it went from here; wherever it is seen again, it is attended
            kernel.remove(events, former)

    def _read(self, events: int) -> None:
        """Pass on what the kernel says until the end."""
        either = select.poll()
        either.register(events, select.POLLIN)
        either.register(self._end, select.POLLIN)
        end = select.poll()
        end.register(self._end, select.POLLIN)
        while True:
            either.poll()
            if end.poll(0):
                return
            self._pass_on(os.read(events, _READ_BYTES))
            end.poll(_BREATH_MS)

    def _pass_on(self, data: bytes) -> None:
        """Turn events into hints: a folder to list for each, and new folders with all below."""
        folders: set[RelPath] = set()
        deep: set[RelPath] = set()
        with self._guard:
            for number, mask, name in kernel.decoded(data):
                folder = self._places.path(number)
                if not name:
                    self._heard_of_itself(number, mask, folder)
                elif folder is not None and not ignored(name):
                    folders.add(folder)
                    if mask & kernel.IS_FOLDER and mask & _CAME:
                        deep.add(RelPath(f"{folder}/{name}" if folder else name))
        if folders:
            self._hints.suspect(folders, deep)

    def _heard_of_itself(self, number: int, mask: int, folder: RelPath | None) -> None:
        """Take in what the kernel says of a watched folder itself, or of its own queue."""
        if mask & kernel.OVERFLOW:
            self._overflowed = True
        elif mask & kernel.IGNORED:
            self._places.drop(number)
            return
        elif folder == _ROOT:
            self._gone = True
        self._hints.lost()
