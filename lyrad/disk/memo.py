"""Remember what files hashed to, so that a restart does not read a thousand pictures again.

A cache: losing it costs time only. What is remembered is believed only while the file looks
exactly as it did, and only if it had not been touched just before it was hashed.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from lyrad.ports import Kept

_SCHEMA = """
CREATE TABLE IF NOT EXISTS memo (
  path BLOB PRIMARY KEY, looks TEXT NOT NULL,
  size INTEGER NOT NULL, sha256 TEXT NOT NULL, xxh64 TEXT NOT NULL
) WITHOUT ROWID
"""
# A file may change again within the same tick of its file system's clock (2 s on FAT) and look
# the same. git calls such entries racy, and does not believe them either.
_RACY_NS = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """How a file looks from outside; its times are the file system's, in nanoseconds."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def key(self) -> tuple[bytes, str]:
        """Return the place and the looks as the memory keeps them, whatever bytes and sizes."""
        looks = f"{self.size} {self.mtime_ns} {self.ctime_ns} {self.inode}"
        return os.fsencode(self.path), looks

    def settled(self, now_ns: int) -> bool:
        """Decide whether the file was last touched long enough ago to be known by its looks."""
        return now_ns - max(self.mtime_ns, self.ctime_ns) > _RACY_NS


class Memo:
    """The memory, in a small SQLite file on a local disk. Threads may share it."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._base = _opened(path)

    def recall(self, looks: Looks) -> Kept | None:
        """Return what a file that looks like this hashed to, or None."""
        ask = "SELECT size, sha256, xxh64 FROM memo WHERE path = ? AND looks = ?"
        with self._lock, contextlib.suppress(sqlite3.Error):
            if found := self._base.execute(ask, looks.key).fetchone():
                return Kept(size=found[0], sha256=found[1], xxh64=found[2])
        return None

    def remember(self, looks: Looks, kept: Kept) -> None:
        """Write down what a file that looks like this hashed to."""
        row = (*looks.key, kept.size, kept.sha256, kept.xxh64)
        with self._lock, contextlib.suppress(sqlite3.Error), self._base:
            self._base.execute("INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?, ?)", row)

    def forget_all_but(self, keep: set[str]) -> None:
        """Forget every file whose content (sha256) is not among these."""
        with self._lock, contextlib.suppress(sqlite3.Error), self._base:
            known = {row[0] for row in self._base.execute("SELECT DISTINCT sha256 FROM memo")}
            self._base.executemany(
                "DELETE FROM memo WHERE sha256 = ?", [(sha256,) for sha256 in known - keep]
            )

    def close(self) -> None:
        """Close the file."""
        self._base.close()


def _opened(path: Path) -> sqlite3.Connection:
    """Return the memory; an empty one in place of one that cannot be used."""
    try:
        return _open(str(path))
    except sqlite3.OperationalError:  # another lyrad holds it, or it cannot be written
        return _open(":memory:")
    except sqlite3.DatabaseError:  # damaged, or no database
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()
        return _open(str(path))


def _open(path: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, check_same_thread=False)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute(_SCHEMA)
    except sqlite3.DatabaseError:
        base.close()
        raise
    return base
