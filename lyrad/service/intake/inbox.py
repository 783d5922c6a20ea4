"""Keep the requests that are not seen to yet: from folders, and from the command line.

A request in a scene or in the root speaks of every shot below. It goes when each of them has been
answered; what it did stands in the ledger, so that a kill in between repeats nothing.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lyrad.model.card import Request
from lyrad.model.names import RelPath
from lyrad.ports import RequestTray

INBOX = RelPath("inbox")
"""The folder for what has no home yet; what is asked in it speaks of its shot lists."""


@dataclass(slots=True)
class _Pending:
    request: Request
    remove: Callable[[], None]
    answered: set[RelPath] = field(default_factory=set)
    announced: bool = False


class Inbox:
    """The open requests of one production; `give` may be called from any thread."""

    def __init__(self, tray: RequestTray) -> None:
        self._tray = tray
        self.waiting: tuple[Request, ...] = ()
        self._pending: dict[str, _Pending] = {}
        self._lock = threading.Lock()

    def give(self, request: Request, remove: Callable[[], None]) -> None:
        """Take in a request from the command line; `remove` is called when it is seen to."""
        with self._lock:
            self._pending.setdefault(request.id, _Pending(request=request, remove=remove))

    def claim(self, folder: RelPath) -> None:
        """Claim what people dropped into a folder."""
        for request in self._tray.claim(folder):
            self.give(request, functools.partial(self._tray.remove, request))

    def speaking_of(self, folder: RelPath) -> tuple[Request, ...]:
        """Return the requests that a shot's folder has not answered yet."""
        with self._lock:
            return tuple(
                pending.request
                for pending in self._pending.values()
                if folder not in pending.answered and within(folder, pending.request.folder)
            )

    def fresh(self) -> tuple[Request, ...]:
        """Return the requests that came since this was last asked."""
        with self._lock:
            news = [pending for pending in self._pending.values() if not pending.announced]
            for pending in news:
                pending.announced = True
            return tuple(pending.request for pending in news)

    def answered(self, request: Request, folder: RelPath) -> None:
        """Note that one shot has answered."""
        with self._lock:
            if request.id in self._pending:
                self._pending[request.id].answered.add(folder)

    def take_away(self, request: Request) -> None:
        """Remove a request that was seen to without asking any shot.

        Raises:
            Temporary: the share does not let lyrad remove it; then it stays open.
        """
        self._pending[request.id].remove()
        with self._lock:
            del self._pending[request.id]

    def sweep(
        self, folders: Iterable[RelPath], stands: Callable[[RelPath], bool]
    ) -> tuple[Request, ...]:
        """Remove the requests that every shot below has answered; return them.

        One in a scene or root that has no shots yet waits for the first ones, as long as its
        folder stands; `waiting` names it.
        """
        with self._lock:
            if not self._pending:
                self.waiting = ()
                return ()
            shots = set(folders)
            asked = [(one, _spoken_of(one, shots)) for one in self._pending.values()]
            idle = [one for one, speaks_of in asked if not speaks_of]
            wait = [one.request for one in idle if not one.answered and stands(one.request.folder)]
            self.waiting = tuple(wait)
            over = [
                one
                for one, speaks_of in asked
                if speaks_of <= one.answered and one.request not in wait
            ]
            for pending in over:
                del self._pending[pending.request.id]
        for pending in over:
            pending.remove()
        return tuple(pending.request for pending in over)


def within(folder: RelPath, above: RelPath) -> bool:
    """Return whether a folder is another one or lies below it; '' is the root."""
    return not above or folder == above or folder.startswith(above + "/")


def _spoken_of(pending: _Pending, shots: set[RelPath]) -> set[RelPath]:
    return {folder for folder in shots if within(folder, pending.request.folder)}
