"""Decide whether the production is there, or only the place where it should be.

A share that is not mounted, an empty folder in its place, another disk with another film: none
of them says that anything was deleted. Asking is two calls to the system, so it is done at every
look. A share that hangs, hangs here: whoever asks does so in the production's own thread.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lyrad.errors import Code, Fault, Temporary

MARK = "production.yaml"
"""The file that says that the root is really there."""

_AWAY = "is not there: is the share mounted?"
_EMPTY = "is an empty folder: is the share mounted?"
_NO_MARK = f"has no {MARK}: is it the right folder?"
_ANOTHER = "holds another production now: is the right disk mounted?"
_UNREADABLE = f"is another disk than before, and its {MARK} cannot be read."
_SILENT = "cannot be read: {error}."
_AGAIN = 5.0
_HANDLES = Path("/proc/self/fd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which folder stands at the root, on which device."""

    device: int
    inode: int


class Anchor:
    """Holds to one root, and says whether the production is there.

    Args:
        root: the production's folder.
        id: the production's id; None for commands that only look, for whom any will do.
        reads_id: gives the id that stands in a `production.yaml`, or None where it says none, as
            while it is being saved. May raise OSError.
    """

    def __init__(
        self,
        root: Path,
        id: str | None,  # noqa: A002 (the production's own word for it)
        *,
        reads_id: Callable[[Path], str | None],
    ) -> None:
        self._root = root
        self._id = id
        self._reads_id = reads_id
        self._good: Identity | None = None
        self._words = ""

    @property
    def words(self) -> str:
        """Return why the production was not there when last asked; empty where it was."""
        return self._words

    def identify(self) -> Identity | None:
        """Return which folder stands at the root, or None where it is not the production's."""
        try:
            found, fault = self._look()
        except OSError as error:
            found, fault = None, _SILENT.format(error=error.strerror or error)
        self._words = f"{self._root} {fault}" if fault else ""
        # Forgotten with an absence: another disk may come with the same numbers.
        self._good = found
        return found

    def require(self) -> None:
        """Return if the production is there; asked before anything is written.

        Raises:
            Temporary: it is not (`share-away`).
        """
        if self.identify() is None:
            raise self._away()

    @contextmanager
    def held(self) -> Iterator[Path]:
        """Give a path to the root that leads to this very folder, whatever becomes of its mount.

        A share may go between the question and the writing; what is written through this path
        is refused then, and does not land on the bare mount point or on another disk.

        Raises:
            Temporary: the production is not there (`share-away`).
            OSError: the root cannot be opened.
        """
        handle = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            state = os.fstat(handle)
            if self.identify() != Identity(device=state.st_dev, inode=state.st_ino):
                raise self._away()
            yield _HANDLES / str(handle) if _HANDLES.is_dir() else self._root
        finally:
            os.close(handle)

    def _away(self) -> Temporary:
        fault = Fault(
            code=Code.SHARE_AWAY,
            what=f"The folder {self._words or _AWAY}",
            where=str(self._root),
            next="Connect the share, or the right disk; lyrad goes on by itself.",
        )
        return Temporary(fault, delay=_AGAIN)

    def _look(self) -> tuple[Identity | None, str]:
        """Return the identity, or what is wrong. Raises OSError where the disk gives no answer."""
        try:
            state = self._root.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None, _AWAY
        if not self._marked():
            return None, _NO_MARK if any(self._root.iterdir()) else _EMPTY
        found = Identity(device=state.st_dev, inode=state.st_ino)
        if self._id is None or found == self._good:
            return found, ""
        fault = self._fault_of(found)
        return (None, fault) if fault else (found, "")

    def _marked(self) -> bool:
        try:
            return stat.S_ISREG((self._root / MARK).stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _fault_of(self, found: Identity) -> str:
        """Say what is wrong with a folder that is not the one that stood here before."""
        id = self._reads_id(self._root / MARK)  # noqa: A001
        if id == self._id:
            return ""
        if id is not None:
            return _ANOTHER
        # A file that is just being saved is no other disk.
        same_disk = self._good is not None and self._good.device == found.device
        return "" if same_disk else _UNREADABLE
