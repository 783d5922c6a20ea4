"""Keep the production's ledger: one JSON object a line, appended and brought down to the disk.

Written by the holder of the lease only; read by anybody. What the lines together mean is decided
by `core.history`. A line that a power cut tore is stepped over, and so is one of a later lyrad.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from lyrad.core.history import History
from lyrad.disk.write import Sharing, own_folder, share, sync_folder, writing
from lyrad.model.ledger import LedgerLine

LEDGER_NAME = "ledger.jsonl"

_REMEMBERED = 512
"""Bytes before the place that was read up to, by which the file is known again: a line or two."""

_LINE: TypeAdapter[LedgerLine] = TypeAdapter(
    Annotated[LedgerLine, Field(discriminator="event")],
)


class Ledger:
    """The ledger of one production; safe to use from several threads."""

    def __init__(self, root: Path, sharing: Sharing | None = None) -> None:
        self._root = root
        self._sharing = sharing or Sharing()
        self._path = root / ".lyrad" / LEDGER_NAME
        self._lock = threading.RLock()
        self._history: History | None = None
        self._offset = 0
        self._read_last = b""
        self._torn = False
        self._skipped = 0

    @property
    def history(self) -> History:
        """Return what the ledger said when it was last read."""
        with self._lock:
            return self.refresh() if self._history is None else self._history

    @property
    def skipped(self) -> int:
        """Return how many lines nobody here can read: torn ones and those of a later lyrad."""
        return self._skipped

    def refresh(self) -> History:
        """Read what was added since and return what the ledger now says.

        A ledger that is gone, or was put back from a backup, takes nothing away from what was
        known: a number that was given stays given.

        Raises:
            Temporary: the share does not let lyrad read it.
        """
        with self._lock, writing(str(self._path)):
            if self._history is None:
                self._history = History()
            data = self._read()
            whole = data.rfind(b"\n") + 1
            self._offset += whole
            self._read_last = (self._read_last + data[:whole])[-_REMEMBERED:]
            self._torn = whole < len(data)
            if whole:
                self._history = self._history.with_lines(self._lines(data[:whole]))
            return self._history

    def append(self, line: LedgerLine) -> None:
        """Add a line; when this returns it is on the disk.

        Raises:
            Temporary: the share is full, locked or away; the line may be appended again.
        """
        data = _LINE.dump_json(line) + b"\n"
        with self._lock:
            self.refresh()
            folder = own_folder(self._root, self._sharing)
            with writing(str(self._path)):
                new = not self._path.exists()
                # A torn line is ended first, so that it spoils nothing but itself.
                _append(self._path, b"\n" + data if self._torn else data)
                if new:
                    share(self._path, self._sharing)
                    sync_folder(folder)
            self.refresh()

    def _read(self) -> bytes:
        """Return the bytes after those read before; all of them where the file is another one.

        Told by what was read last, not by the inode: some shares make those up as they go.
        """
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset - len(self._read_last))
                data = file.read()
                if data.startswith(self._read_last):
                    return data[len(self._read_last) :]
                self._offset, self._read_last = 0, b""
                file.seek(0)
                return file.read()
        except FileNotFoundError:
            self._offset, self._read_last = 0, b""
            return b""

    def _lines(self, data: bytes) -> list[LedgerLine]:
        lines = []
        for text in data.split(b"\n"):
            # Some file systems fill what a power cut took with zeros.
            written = text.strip(b"\0 \r")
            if not written:
                continue
            try:
                lines.append(_LINE.validate_json(written))
            except ValidationError:
                self._skipped += 1
        return lines


def _append(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o664)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
