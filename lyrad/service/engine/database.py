"""The engine's database before it is used: found, sound, backed up, and ours alone.

SQLite on a local disk by default, Postgres by URL. Never deletes anything: what cannot be used is
named, and the person decides.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import psycopg

from lyrad.errors import Fault, LyradError, Permanent, Temporary
from lyrad.service.engine.lock import SessionLock, StateLock
from lyrad.service.engine.rows import gone, unreadable

FILE = "engine.sqlite"
_LOCK = "engine.lock"
_MAGIC = b"SQLite format 3\x00"


def library() -> str:
    """Return the version of the library that owns the database's tables."""
    return version("dbos")


class Database:
    """The database and the locks that make it ours."""

    def __init__(self, *, state: Path, url: str | None, wrote: str) -> None:
        self._state = state
        self._wrote = wrote
        self.url = url or f"sqlite:///{state / FILE}"
        self._file = StateLock(state / _LOCK)
        self._session = SessionLock(url) if url else None

    def open(self) -> None:
        """Make the database ours, and ready for use.

        Raises:
            Permanent: another lyrad has it (STATE_IN_USE); the file is no database
            (ENGINE_UNREADABLE).
            Temporary: the server does not answer (ENGINE_GONE).
        """
        self._file.take()
        try:
            self._ready()
        except LyradError:
            self.close()
            raise

    def _ready(self) -> None:
        if self._session is None:
            prepare(self._state / FILE, wrote=self._wrote, writes=library())
            return
        try:
            self._session.take()
        except psycopg.Error as error:
            raise Temporary(gone(str(error))) from error

    def close(self) -> None:
        """Let another process have the database."""
        if self._session:
            self._session.release()
        self._file.release()

    def lost(self) -> Fault | None:
        """Return what is wrong with our hold on the database, or None.

        A lock that broke with its session is taken again where the server lets us: a short
        outage of the server ends no render.

        Raises:
            Temporary: the server does not answer (ENGINE_GONE).
        """
        if self._session is None or self._session.held():
            return None
        try:
            self._session.take()
        except psycopg.Error as error:
            raise Temporary(gone(str(error))) from error
        except Permanent as error:
            return error.fault
        return None


def prepare(path: Path, *, wrote: str, writes: str) -> None:
    """Make the SQLite file ready: sound, backed up before another version changes its tables.

    Its journal is a write-ahead log, four times as fast; `synchronous` stays FULL, since with
    less the last drop could be lost in a power cut.

    Raises:
        Permanent: the file is no database (ENGINE_UNREADABLE).
    """
    try:
        if path.exists() and path.stat().st_size:
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise Permanent(unreadable(str(path)))
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            if wrote and wrote != writes:
                _back_up(database, path.with_name(f"engine.before-dbos-{writes}.sqlite"))
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("PRAGMA schema_version").fetchone()
    except sqlite3.DatabaseError as error:
        raise Permanent(unreadable(str(path))) from error


def _back_up(database: sqlite3.Connection, target: Path) -> None:
    if not target.exists():
        database.execute("VACUUM INTO ?", (str(target),))
