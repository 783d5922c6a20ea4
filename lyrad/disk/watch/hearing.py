"""Keep one root's ears open: begin to listen, see that the events still come, and give up.

Where the system gives no events, or not enough of them, looking must do: people are told.
"""

from __future__ import annotations

import errno
from pathlib import Path

from lyrad.disk.watch import words
from lyrad.disk.watch.ears import Ears, listen
from lyrad.disk.watch.hints import Hinted, Hints
from lyrad.model.names import RelPath
from lyrad.ports import Clock

_WARNING_SECONDS = 600.0
_LIMITS = {errno.ENOSPC, errno.EMFILE}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE}


class Hearing:
    """The events of one root, as long as there are any."""

    def __init__(self, root: Path, hints: Hints, clock: Clock) -> None:
        self._root = root
        self._hints = hints
        self._clock = clock
        self._ears: Ears | None = None
        self._refused = ""
        self._lost_at: float | None = None

    @property
    def refused(self) -> bool:
        """Return whether the system gave no events, or not for all folders."""
        return bool(self._refused)

    @property
    def listening(self) -> bool:
        """Return whether events are heard, or were until they ended by themselves."""
        return self._ears is not None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what people should know of the events, a sentence each."""
        lately = self._clock.monotonic() - _WARNING_SECONDS
        lost = self._lost_at is not None and self._lost_at > lately
        return tuple(word for word in (self._refused, words.LOST if lost else "") if word)

    def begin(self) -> None:
        """Listen to the root, anew if need be; where that was refused once, not again."""
        self.end()
        if self._refused:
            return
        try:
            self._ears = listen(self._root, self._hints)
        except OSError as error:
            if error.errno in _GONE:
                return  # it went meanwhile, and all begins anew when it is back
            sentence = words.LIMIT if error.errno in _LIMITS else words.NO_EVENTS
            self._refused = sentence.format(root=self._root)

    def end(self) -> None:
        """Listen no more; return when nothing runs any more."""
        if self._ears is not None:
            self._ears.stop()
            self._ears = None

    def attend(self, folder: RelPath) -> None:
        """Hear from now on what happens in a folder, if anything is heard at all."""
        if self._ears is not None:
            self._ears.attend(folder)

    def leave(self, folder: RelPath) -> None:
        """Forget a folder that went, and all below it."""
        if self._ears is not None:
            self._ears.leave(folder)

    def lost(self, hinted: Hinted) -> bool:
        """Return whether all must be looked at, since events were lost or ended; listen again."""
        if self._ears is None:
            return hinted.everything
        overflowed, ended = self._ears.took_overflow(), not self._ears.alive
        if ended:
            self.begin()
        if ended or overflowed:
            self._lost_at = self._clock.monotonic()
        return ended or hinted.everything

    def give_up_if_full(self) -> None:
        """Listen no more where the kernel has no room for all folders: half would be worse."""
        if self._ears is not None and self._ears.full:
            self.end()
            self._refused = words.LIMIT.format(root=self._root)
