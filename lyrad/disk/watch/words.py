"""What people are told of the watching: a sentence each, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from lyrad.disk.watch.scan import Listing

AWAY = (
    "{root} is not there, or has no {mark}: is the share mounted? "
    "Nothing is taken for deleted; lyrad goes on when it is back."
)
LIMIT = (
    "This computer's limit of watched folders is reached, so {root} is scanned {every} "
    "instead. Nothing is lost; raise fs.inotify.max_user_watches and start lyrad again."
)
NO_EVENTS = (
    "The system tells nothing of changes below {root}, so it is scanned {every} instead. "
    "Nothing is lost."
)
LOST = "More changed at once than the system could tell; everything was looked at again."
_CLOSED = "{count} folder(s) cannot be read, so what is in them is not seen: {names}."
_ILLEGIBLE = "{count} name(s) are not readable text and are left out; rename them: {names}."
_NAMED = 3


def troubles(listings: Iterable[Listing]) -> tuple[str, ...]:
    """Return a sentence for folders that cannot be read, and one for names that are no text."""
    closed: list[str] = []
    illegible: list[str] = []
    for listing in listings:
        if listing.error and not listing.gone:
            closed.append(listing.folder or "the root")
        illegible += [f"{listing.folder}/{name}".lstrip("/") for name in listing.illegible]
    return tuple(
        sentence.format(count=len(found), names=", ".join(sorted(found)[:_NAMED]))
        for sentence, found in ((_CLOSED, closed), (_ILLEGIBLE, illegible))
        if found
    )
