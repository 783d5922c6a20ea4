"""Decide how the system's own file events are heard below a root: inotify, or watchdog elsewhere.

Ears hear only in the folders that they attend. Whoever lists a folder attends it first: what
comes before the listing is in the listing, what comes after it is heard. So nothing falls between.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from lyrad.disk.watch.hints import Hints
from lyrad.model.names import RelPath

if sys.platform == "linux":
    from lyrad.disk.watch.inotify import Inotify as _Heard
else:
    from lyrad.disk.watch.events import Events as _Heard


class Ears(Protocol):
    """What hears the events below one root and passes them on as hints. Safe to share."""

    @property
    def alive(self) -> bool:
        """Whether the events are still heard; False also when the root itself went."""
        ...

    @property
    def full(self) -> bool:
        """Whether the kernel refused a folder for want of room: this root must be polled."""
        ...

    @property
    def watched(self) -> int | None:
        """How many folders are heard, the root among them, or None if it isn't known."""
        ...

    def attend(self, folder: RelPath) -> None:
        """Hear from now on what happens directly in the folder. To be called before listing it.

        Cheap when it is attended already. A folder that is gone is none; raises nothing.
        """
        ...

    def leave(self, folder: RelPath) -> None:
        """Forget the folder and all below it: it went. Raises nothing.

        One that went to another name of the root, and was attended there, is kept.
        """
        ...

    def took_overflow(self) -> bool:
        """Return whether the system said since the last time that it lost events."""
        ...

    def stop(self) -> None:
        """End the hearing; return when its threads are gone."""
        ...


def listen(root: Path, hints: Hints) -> Ears:
    """Return ears for the root, which attend nothing yet but the root itself.

    Raises:
        OSError: the system gives no events, or no more of them (ENOSPC, EMFILE).
    """
    return _Heard(root, hints)
