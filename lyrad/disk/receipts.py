"""Read the receipts that stand in takes' folders; each is read once, until its file changes."""

from __future__ import annotations

from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

INFO, RECEIPT_NAME = "_info", "receipt.json"

R = TypeVar("R")

_Stamp = tuple[int, int, int]


class Receipts(Generic[R]):
    """The receipts of one kind; one that is broken or no receipt counts as none."""

    def __init__(self, adapter: TypeAdapter[R]) -> None:
        self._adapter = adapter
        self._known: dict[Path, tuple[_Stamp, R | None]] = {}

    def text(self, receipt: R) -> bytes:
        """Return the receipt as it stands in a take."""
        return self._adapter.dump_json(receipt, indent=2) + b"\n"

    def of(self, folder: Path) -> R | None:
        """Return the receipt in a take's folder, or None. Raises OSError."""
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
            receipt: R | None = self._adapter.validate_json(text)
        except ValidationError:
            receipt = None
        self._known[path] = (stamp, receipt)
        return receipt
