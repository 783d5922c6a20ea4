"""Keep what is known of one folder beside its content: when what in it changed, and its own time.

Whether a folder's time tells of its names is decided here, without any clock of the disk's: one
second of a coarse file system may see a name come before and another after a listing. So a time
is trusted from a listing on at which it had stood still for some seconds.
"""

from __future__ import annotations

from array import array

from lyrad.core.settle import LONGEST
from lyrad.disk.watch.content import Content
from lyrad.disk.watch.differences import Differences

# FAT tells times apart by 2 s, the coarsest of all; git keeps the same distance in its index.
_STOOD_STILL = 3.0


class Known:
    """One folder as it was last seen. One date stands for all entries where they share it."""

    __slots__ = ("_changed", "_since", "_time", "below", "content", "gap", "trusted")

    def __init__(
        self, content: Content, changed: float | array[float], below: float | None
    ) -> None:
        self.content = content
        self.below = below
        self.gap = 0.0
        self.trusted: int | None = None
        self._changed = changed
        self._time: int | None = None
        self._since = 0.0

    def changed_at(self, place: int) -> float:
        """Return when the entry at a place last changed."""
        changed = self._changed
        return changed if isinstance(changed, float) else changed[place]

    def lately(self, since: float) -> tuple[str, ...]:
        """Return the names of the files that changed after a moment."""
        changed = self._changed
        if isinstance(changed, float):
            return tuple(self.content.file_names) if changed > since else ()
        dates = zip(self.content.file_names, changed, strict=False)
        return tuple(name for name, at in dates if at > since)

    def become(self, content: Content, found: Differences, now: float) -> None:
        """Take in another content; what did not change keeps its date."""
        dates = {name: self.changed_at(place) for place, name in enumerate(self.content.names)}
        dates |= dict.fromkeys(found.changed, now)
        changed = [dates[name] for name in content.names]
        alike = all(at == changed[0] for at in changed)
        self._changed = (changed[0] if changed else now) if alike else array("d", changed)
        self.content = content

    def stirred(self, at: float) -> bool:
        """Take in that something below changed; return whether that is news.

        The longest pause of an arrival is kept; a longer one than anybody waits ends it.
        """
        if self.below is not None and at <= self.below:
            return False
        pause = LONGEST + 1 if self.below is None else at - self.below
        self.gap = max(self.gap, pause) if pause <= LONGEST else 0.0
        self.below = at
        return True

    def note_time(self, time: int | None, now: float) -> None:
        """Note the folder's own time at a listing; None distrusts it until the next."""
        if time is None or time != self._time:
            self._time, self._since, self.trusted = time, now, None
        elif now - self._since >= _STOOD_STILL:
            self.trusted = time
