"""What people are told of the watching: a sentence each, with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lyrad.disk.watch.vanishing import Kept
from lyrad.model.names import RelPath

AWAY = "{why} Nothing is taken for deleted; lyrad goes on when it is back."
LIMIT = (
    "This computer's limit of watched folders is reached, so {root} is looked at every few "
    "seconds instead. Nothing is lost; raise fs.inotify.max_user_watches and start lyrad again."
)
NO_EVENTS = (
    "The system tells nothing of changes below {root}, so it is looked at every few seconds "
    "instead. Nothing is lost."
)
LOST = "More changed at once than the system could tell; everything was looked at again."
POLLED = "the system does not tell of all changes here"
_CLOSED = "{count} folder(s) cannot be read, so what is in them is not seen: {names}."
_ILLEGIBLE = "{count} name(s) are not readable text and are left out; rename them: {names}."
_VANISHED = (
    "{files:,} of {known:,} files are gone at once: {names}. Is a disk or a volume missing? "
    "Nothing is taken for deleted. If that was you, put a file named GO into the root."
)
_NAMED = 3


def troubles(
    unread: Iterable[RelPath], illegible: Mapping[RelPath, Iterable[str]], kept: Kept
) -> tuple[str, ...]:
    """Return a sentence each for unread folders, names that are no text, and what vanished."""
    closed = [folder or "the root" for folder in unread]
    names = [_path(folder, name) for folder, names in illegible.items() for name in names]
    return tuple(_sentences(closed, names, kept))


def _sentences(closed: list[str], illegible: list[str], kept: Kept) -> Iterator[str]:
    if closed:
        yield _CLOSED.format(count=len(closed), names=_some(closed))
    if illegible:
        yield _ILLEGIBLE.format(count=len(illegible), names=_some(illegible))
    if kept.names:
        gone = [_path(folder, name) for folder, names in kept.names.items() for name in names]
        yield _VANISHED.format(files=kept.files, known=kept.known, names=_some(gone))


def _some(names: Iterable[str]) -> str:
    first, *rest = sorted(names)
    shown = ", ".join((first, *rest[: _NAMED - 1]))
    return f"{shown} and more" if len(rest) >= _NAMED else shown


def _path(folder: RelPath, name: str) -> str:
    return f"{folder}/{name}" if folder else name
