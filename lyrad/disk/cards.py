"""Show cards in folders: at most one drop's card and one summary each, and pages beside them.

Decides which files are lyrad's own and what must change on the disk; what a card says is decided
elsewhere. A person's file is never touched, whatever its name; a card that somebody wrote into is
put aside under another name. Cheap enough to be called again and again: a folder in which nothing
changed costs one listing.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from lyrad.disk.card_text import (
    CARD_PREFIX,
    CARD_SUFFIX,
    STAMP_REACH,
    CardFile,
    Kind,
    Whose,
    card_file,
    page_file,
    stamped,
    summary_file,
    whose,
)
from lyrad.disk.rename import rename_exclusive
from lyrad.disk.write import Sharing, share_fault, write_whole
from lyrad.errors import Fault, Temporary
from lyrad.model.card import Card, Page, Summary
from lyrad.model.names import RelPath

_SIDE = ".lyrad-card.tmp"

_Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of a card's name, as it was when it was read."""

    stamp: _Stamp
    whose: Whose
    kind: Kind | None
    data: bytes


class CardRack:
    """The cards of one production.

    `held` gives the path to the root by which cards are written; the root itself unless told.
    """

    def __init__(
        self,
        root: Path,
        sharing: Sharing | None = None,
        *,
        held: Callable[[], AbstractContextManager[Path]] | None = None,
    ) -> None:
        self._root = root
        self._held = held or (lambda: nullcontext(root))
        self._sharing = sharing or Sharing()
        self._lock = threading.Lock()
        self._known: dict[RelPath, dict[str, _Found]] = {}

    def show(self, folder: RelPath, card: Card | None) -> Fault | None:
        """Let the folder show this card, or none; return what is in the way, if anything is."""
        return self._show(folder, Kind.CARD, (card_file(card),) if card else ())

    def summary(self, folder: RelPath, summary: Summary | None) -> Fault | None:
        """Let the folder show this summary, or none; return what is in the way."""
        return self._show(folder, Kind.SUMMARY, (summary_file(summary),) if summary else ())

    def pages(self, folder: RelPath, pages: Iterable[Page]) -> Fault | None:
        """Let the folder show these pages and no others; return what is in the way."""
        return self._show(folder, Kind.PAGE, tuple(page_file(page) for page in pages))

    def touch(self, folder: RelPath) -> Fault | None:
        """Make the folder's summary young again, so that people see that lyrad is running."""
        with self._lock:
            try:
                with self._held() as root:
                    for name, found in self._look(root, folder).items():
                        if (found.whose, found.kind) == (Whose.OURS, Kind.SUMMARY):
                            os.utime(root / folder / name)
            except Temporary as error:
                return error.fault
            except OSError as error:
                return share_fault(error, str(self._root / folder))
        return None

    def _show(self, folder: RelPath, kind: Kind, wanted: Collection[CardFile]) -> Fault | None:
        with self._lock:
            try:
                with self._held() as root:
                    self._settle(root, folder, kind, wanted)
            except Temporary as error:
                return error.fault
            except (FileNotFoundError, NotADirectoryError):
                # The folder went away: there is nowhere to show anything.
                self._known.pop(folder, None)
            except OSError as error:
                return share_fault(error, str(self._root / folder))
        return None

    def _settle(
        self, root: Path, folder: RelPath, kind: Kind, wanted: Collection[CardFile]
    ) -> None:
        looked = self._look(root, folder)
        found = {name: file for name, file in looked.items() if file.kind is kind}
        place = root / folder
        for name in [name for name, file in found.items() if file.whose is Whose.EDITED]:
            _put_aside(place / name)
            del found[name]
        standing = {self._write(place, file, found) for file in wanted}
        for name in found:
            if name not in standing:
                (place / name).unlink(missing_ok=True)

    def _write(self, place: Path, wanted: CardFile, own: dict[str, _Found]) -> str:
        """Bring the card under its name, or the next one that no person uses; return the name."""
        for name in _names(wanted.name):
            if name in own and own[name].data == wanted.data:
                return name
            path = place / name
            if name in own or not os.path.lexists(path):
                write_whole(path, wanted.data, self._sharing, temporary=_SIDE)
                return name
        raise AssertionError("names never end")

    def _look(self, root: Path, folder: RelPath) -> dict[str, _Found]:
        """Return the files of a card's name in the folder, reading only those that changed."""
        known = self._known.get(folder, {})
        found = {}
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if _card_name(entry.name) and entry.is_file(follow_symlinks=False):
                    file = _read(Path(entry.path), entry.stat(), known.get(entry.name))
                    if file:
                        found[entry.name] = file
        self._known[folder] = found
        return dict(found)


def _card_name(name: str) -> bool:
    return name.startswith(CARD_PREFIX) and name.endswith(CARD_SUFFIX)


def _read(path: Path, status: os.stat_result, known: _Found | None) -> _Found | None:
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    if known and known.stamp == stamp:
        return known
    try:
        data = _own_bytes(path, status.st_size)
    except FileNotFoundError:
        return None
    owner, kind = whose(data)
    return _Found(stamp, owner, kind, data)


def _own_bytes(path: Path, size: int) -> bytes:
    """Return the file's bytes, or none where its end shows that lyrad never wrote it.

    So a stranger's file costs its last lines only, and a card of lyrad's is known at any size.
    """
    with path.open("rb") as file:
        file.seek(max(0, size - STAMP_REACH))
        if not stamped(file.read(STAMP_REACH)):
            return b""
        file.seek(0)
        return file.read()


def _put_aside(path: Path) -> None:
    """Rename a card that a person wrote into: from now on it is theirs."""
    stem = f"_edited card {path.name.removeprefix(CARD_PREFIX).removesuffix(CARD_SUFFIX)}"
    for name in _names(f"{stem}{CARD_SUFFIX}"):
        with suppress(FileExistsError):
            rename_exclusive(path, path.with_name(name))
            return


def _names(name: str) -> Iterator[str]:
    """Return the name, then `name (2)`, `name (3)` and so on."""
    stem = name.removesuffix(CARD_SUFFIX)
    return chain([name], (f"{stem} ({number}){CARD_SUFFIX}" for number in count(2)))
