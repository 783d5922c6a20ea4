"""Read the LoRAs that stand in a character's folder: lyrad's own, and those a person put there.

A version is a folder `v001` with a `.safetensors` in it; a receipt that is broken or missing makes
one without a receipt. A share that does not answer is not taken for an empty folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter

from lyrad.core.characters.references import LORAS, character_folder
from lyrad.core.naming import natural_key, parse_version
from lyrad.disk.receipts import Receipts
from lyrad.disk.write import writing
from lyrad.model.lora import LoraFile, LoraReceipt, LoraVersion
from lyrad.model.names import CharacterKey, RelPath

ENDING = ".safetensors"
EXPERTS = ("low", "high")
"""What the files of a base with two experts end in, before their ending."""

_RECEIPT = TypeAdapter(LoraReceipt)

_Stamp = tuple[int, int, int]


def receipt_text(receipt: LoraReceipt) -> bytes:
    """Return the receipt as it stands in a version's folder."""
    return Receipts(_RECEIPT).text(receipt)


class Loras:
    """The LoRAs of one production, as its folders show them."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._receipts = Receipts(_RECEIPT)
        self._hashes: dict[Path, tuple[_Stamp, str]] = {}

    def of(self, character: CharacterKey) -> tuple[LoraVersion, ...]:
        """Return a character's LoRAs in order of their numbers.

        Raises:
            Temporary: the share does not let lyrad look.
        """
        place = self._root / character_folder(character) / LORAS
        with writing(str(place)):
            found = [self._version(path, number) for path, number in _versions(place)]
        whole = (one for one in found if one.files)
        return tuple(sorted(whole, key=lambda one: (one.number, natural_key(one.folder))))

    def _version(self, folder: Path, number: int) -> LoraVersion:
        receipt = self._receipts.of(folder)
        return LoraVersion(
            number=number,
            folder=RelPath(folder.relative_to(self._root).as_posix()),
            files=tuple(self._files(folder, receipt)),
            receipt=receipt,
        )

    def _files(self, folder: Path, receipt: LoraReceipt | None) -> Iterator[LoraFile]:
        known = {record.name: record.sha256 for record in receipt.outputs} if receipt else {}
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() != ENDING or path.name.startswith((".", "_")):
                continue
            yield LoraFile(
                path=RelPath(path.relative_to(self._root).as_posix()),
                sha256=known.get(path.name) or self._sha256(path),
                expert=next((one for one in EXPERTS if path.stem.lower().endswith(one)), ""),
            )

    def _sha256(self, path: Path) -> str:
        """Return the hash of a file that a person put there; read once, until it changes."""
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        known = self._hashes.get(path)
        if known is None or known[0] != stamp:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            known = self._hashes[path] = (stamp, digest)
        return known[1]


def _versions(place: Path) -> Iterator[tuple[Path, int]]:
    try:
        entries = sorted(place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        number = parse_version(entry.name)
        if number is not None and entry.is_dir():
            yield entry, number
