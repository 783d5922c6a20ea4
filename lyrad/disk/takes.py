"""Read the takes that stand in a shot's folder, and those that somebody dragged into `selects/`.

A receipt that is broken or missing makes a take without one; a share that does not answer is not
taken for an empty folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from lyrad.core.history import History
from lyrad.core.naming import body, natural_key, parse_stem, parse_take
from lyrad.core.provenance import foreign
from lyrad.disk.receipts import INFO, Receipts
from lyrad.disk.write import writing
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Receipt, Take

TAKES = "takes"
SELECTS = "selects"

_RECEIPT = TypeAdapter(Receipt)
_SELECTS_DEPTH = 3


def receipt_text(receipt: Receipt) -> bytes:
    """Return the receipt as it stands in a take."""
    return Receipts(_RECEIPT).text(receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """Something of a take in `selects/`: the whole take, with its receipt, or one of its files."""

    take: int
    path: RelPath
    receipt: Receipt | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Selects:
    """A folder of `selects/` as listed: takes and names by a stem's body, and folders."""

    stamp: int
    files: Mapping[str, tuple[tuple[int, str], ...]]
    folders: tuple[str, ...]


class Takes:
    """The takes of one production, as its folders show them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._receipts = Receipts(_RECEIPT)
        self._selects: dict[Path, _Selects] = {}

    def of(self, folder: RelPath) -> tuple[Take, ...]:
        """Return the takes in a shot's folder in order of their numbers, receipts read once.

        Raises:
            Temporary: the share does not let lyrad look.
        """
        place = self._root / folder / TAKES
        with writing(str(place)):
            takes = [
                Take(
                    number=number,
                    folder=RelPath(f"{folder}/{TAKES}/{entry.name}"),
                    receipt=self._receipts.of(Path(entry.path)),
                )
                for entry in _folders(place)
                if (number := parse_take(entry.name)) is not None
            ]
        return tuple(sorted(takes, key=lambda take: (take.number, natural_key(take.folder))))

    def receipt(self, folder: RelPath) -> Receipt | None:
        """Return the receipt of one take's folder, or None."""
        with writing(str(self._root / folder)):
            return self._receipts.of(self._root / folder)

    def selects(self, shot: ShotKey) -> frozenset[int]:
        """Return the numbers of the shot's takes in `selects/`: whole takes, or their files."""
        return frozenset(one.take for one in self.circled(shot))

    def circled(self, shot: ShotKey) -> tuple[Selected, ...]:
        """Return what lies in `selects/` of the shot's takes: whole takes, or their files."""
        place = self._root / SELECTS
        with writing(str(place)):
            return tuple(self._selected(place, shot, _SELECTS_DEPTH))

    def counted(self, folder: RelPath, shot: ShotKey, history: History) -> tuple[Take, ...]:
        """Return the takes that count for the shot: those of a copied folder's original do not.

        What makes a take foreign is `core.provenance`'s to say.

        Raises:
            Temporary: the share does not let lyrad look.
        """
        return tuple(
            take
            for take in self.of(folder)
            if not foreign(take, shot, folder, history, takes_of=self.of, size=self._size)
        )

    def _size(self, path: RelPath) -> int | None:
        with writing(str(self._root / path)):
            try:
                return (self._root / path).stat().st_size
            except (FileNotFoundError, NotADirectoryError):
                return None

    def _selected(self, place: Path, shot: ShotKey, depth: int) -> Iterator[Selected]:
        listed, below = self._list(place), place.relative_to(self._root).as_posix()
        for take, name in listed.files.get(body(shot).casefold(), ()):
            yield Selected(take=take, path=RelPath(f"{below}/{name}"), receipt=None)
        for name in listed.folders if depth else ():
            receipt = self._receipts.of(place / name)
            if receipt and receipt.shot == shot:
                path = RelPath(f"{below}/{name}")
                yield Selected(take=receipt.take, path=path, receipt=receipt)
            yield from self._selected(place / name, shot, depth - 1)

    def _list(self, place: Path) -> _Selects:
        """Return what a folder of `selects/` holds, listed again only when its own time moved."""
        try:
            stamp = place.stat().st_mtime_ns
        except (FileNotFoundError, NotADirectoryError):
            return _Selects(stamp=0, files={}, folders=())
        known = self._selects.get(place)
        if known is None or known.stamp != stamp:
            known = self._selects[place] = _selects(place, stamp)
        return known


def _selects(place: Path, stamp: int) -> _Selects:
    files: dict[str, tuple[tuple[int, str], ...]] = {}
    folders: list[str] = []
    for entry in _entries(place):
        if stem := parse_stem(entry.name):
            key = stem.body.casefold()
            files[key] = (*files.get(key, ()), (stem.take, entry.name))
        if entry.is_dir(follow_symlinks=False) and entry.name != INFO:
            folders.append(entry.name)
    return _Selects(stamp=stamp, files=files, folders=tuple(folders))


def _entries(place: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a folder, lyrad's and the system's hidden things left out."""
    try:
        with os.scandir(place) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _folders(place: Path) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(place) if entry.is_dir()]
