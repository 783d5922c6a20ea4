"""Read the takes that stand in a cue's folder: lyrad's own, and folders that people made.

A take is a folder `T01`; a receipt that is broken or missing makes one without a receipt. A share
that does not answer is not taken for an empty folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from lyrad.core.naming import natural_key, parse_take
from lyrad.disk.receipts import Receipts
from lyrad.disk.takes import TAKES
from lyrad.disk.write import writing
from lyrad.model.cue_take import CueReceipt, CueTake
from lyrad.model.names import RelPath

_MUSIC = (".wav", ".aif", ".aiff", ".flac")
_RECEIPT = TypeAdapter(CueReceipt)


def receipt_text(receipt: CueReceipt) -> bytes:
    """Return the receipt as it stands in a take."""
    return Receipts(_RECEIPT).text(receipt)


class CueTakes:
    """The takes of one production's cues, as its folders show them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._receipts = Receipts(_RECEIPT)

    def of(self, folder: RelPath) -> tuple[CueTake, ...]:
        """Return a cue's takes in order of their numbers, receipts read once.

        Raises:
            Temporary: the share does not let lyrad look.
        """
        place = self._root / folder / TAKES
        with writing(str(place)):
            found = [
                CueTake(
                    number=number,
                    folder=RelPath(entry.relative_to(self._root).as_posix()),
                    receipt=self._receipts.of(entry),
                    music=_music(entry),
                )
                for entry, number in _takes(place)
            ]
        return tuple(sorted(found, key=lambda take: (take.number, natural_key(take.folder))))


def _takes(place: Path) -> Iterator[tuple[Path, int]]:
    try:
        entries = sorted(place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        number = None if entry.name.startswith(".") else parse_take(entry.name)
        if number is not None and entry.is_dir():
            yield entry, number


def _music(folder: Path) -> str:
    """Return the name of the music in a take's folder, empty where there is none."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in _MUSIC)
    return next((name for name in names if not name.startswith((".", "_"))), "")
