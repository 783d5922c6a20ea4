"""Read the takes that stand in a shot's folder, and those that somebody dragged into `selects/`.

A receipt that is broken or missing makes a take without one; a share that does not answer is not
taken for an empty folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from lyrad.core.history import History
from lyrad.core.naming import body, natural_key, parse_stem, parse_take
from lyrad.disk.write import writing
from lyrad.model.names import RelPath, ShotKey
from lyrad.model.take import Receipt, Take

TAKES = "takes"
SELECTS = "selects"
INFO = "_info"
RECEIPT_NAME = "receipt.json"

_RECEIPT = TypeAdapter(Receipt)
_SELECTS_DEPTH = 3

_Stamp = tuple[int, int, int]


def receipt_text(receipt: Receipt) -> bytes:
    """Return the receipt as it stands in a take."""
    return _RECEIPT.dump_json(receipt, indent=2) + b"\n"


class Takes:
    """The takes of one production, as its folders show them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Path, tuple[_Stamp, Receipt | None]] = {}

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
                    receipt=self._receipt(Path(entry.path)),
                )
                for entry in _folders(place)
                if (number := parse_take(entry.name)) is not None
            ]
        return tuple(sorted(takes, key=lambda take: (take.number, natural_key(take.folder))))

    def receipt(self, folder: RelPath) -> Receipt | None:
        """Return the receipt of one take's folder, or None."""
        with writing(str(self._root / folder)):
            return self._receipt(self._root / folder)

    def selects(self, shot: ShotKey) -> frozenset[int]:
        """Return the numbers of the shot's takes in `selects/`: whole takes, or their files."""
        place = self._root / SELECTS
        with writing(str(place)):
            return frozenset(self._selected(place, shot, _SELECTS_DEPTH))

    def counted(self, folder: RelPath, shot: ShotKey, history: History) -> tuple[Take, ...]:
        """Return the takes that count for the shot: those of a copied folder's original do not.

        A take is foreign where its receipt names another shot, and the place in which the ledger
        saw it published still stands.
        """
        return tuple(
            take for take in self.of(folder) if not self._foreign(take, folder, shot, history)
        )

    def _foreign(self, take: Take, folder: RelPath, shot: ShotKey, history: History) -> bool:
        if take.receipt is None or take.receipt.shot == shot:
            return False
        published = history.published(take.receipt.job)
        if published is None:
            return False
        home = Path(published.folder).parent.parent
        return home != Path(folder) and (self._root / home).is_dir()

    def _selected(self, place: Path, shot: ShotKey, depth: int) -> Iterator[int]:
        for entry in _entries(place):
            stem = parse_stem(entry.name)
            if stem and stem.body.casefold() == body(shot).casefold():
                yield stem.take
            elif depth and entry.is_dir(follow_symlinks=False) and entry.name != INFO:
                receipt = self._receipt(Path(entry.path))
                if receipt and receipt.shot == shot:
                    yield receipt.take
                yield from self._selected(Path(entry.path), shot, depth - 1)

    def _receipt(self, folder: Path) -> Receipt | None:
        path = folder / INFO / RECEIPT_NAME
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
            known = self._known.get(path)
            if known and known[0] == stamp:
                return known[1]
            text = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        try:
            receipt = _RECEIPT.validate_json(text)
        except ValidationError:
            receipt = None
        self._known[path] = (stamp, receipt)
        return receipt


def _entries(place: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a folder, lyrad's and the system's hidden things left out."""
    try:
        with os.scandir(place) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _folders(place: Path) -> list[os.DirEntry[str]]:
    return [entry for entry in _entries(place) if entry.is_dir()]
