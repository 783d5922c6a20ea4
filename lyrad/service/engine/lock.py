"""One executor for an engine: two would do the same step at the same time.

A lock on a file in the state folder keeps a second lyrad of this machine out; on Postgres, a
session's advisory lock keeps out one of another machine. Both are gone with the process, however
it ends, so nothing stale is ever left to clear.
"""

from __future__ import annotations

import fcntl
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import psycopg

from lyrad.errors import Code, Fault, Permanent

_KEY = int.from_bytes(b"lyrad", "big")

_PAUSE = 0.5

# The server notices within half a minute that a machine is gone, not after the usual two hours.
_KEEPALIVE = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)

_HOLDER = (
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
    "AND (l.classid::bigint << 32) + l.objid::bigint = %s "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class StateLock:
    """The lock on a file in the state folder; the file names the process that has it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock.

        Raises:
            Permanent: another process has it (STATE_IN_USE).
        """
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise Permanent(_in_use(f"process {holder}", str(self._path.parent))) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file:
            self._file.close()
            self._file = None


class SessionLock:
    """The advisory lock, on a Postgres connection of its own.

    After a kill the server needs a moment to end the session of the one who had the lock; a
    restart that is quicker than that is not refused before so many seconds of `patience`.
    """

    def __init__(self, url: str, *, patience: float = 3.0) -> None:
        self._tries = 1 + int(patience / _PAUSE)
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._session: psycopg.Connection[Any] | None = None

    def take(self) -> None:
        """Take the lock on a new connection.

        Raises:
            Permanent: another lyrad has it (STATE_IN_USE).
            psycopg.OperationalError: the server does not answer.
        """
        self.release()
        name = f"lyrad on {socket.gethostname()}, process {os.getpid()}"
        session = psycopg.connect(
            self._url, autocommit=True, connect_timeout=5, application_name=name
        )
        for statement in _KEEPALIVE:
            session.execute(statement)
        if _granted(session, self._tries):
            self._session = session
            return
        holder = session.execute(_HOLDER, (_KEY,)).fetchone()
        session.close()
        raise Permanent(_in_use(holder[0] if holder else "another lyrad", "the engine's database"))

    def held(self) -> bool:
        """Return whether the session still lives, and the lock with it."""
        if self._session is None:
            return False
        try:
            self._session.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def release(self) -> None:
        """Give the lock back; a session that is broken has given it back already."""
        if self._session:
            with suppress(psycopg.Error):
                self._session.execute("SELECT pg_advisory_unlock(%s)", (_KEY,))
            self._session.close()
            self._session = None


def _granted(session: psycopg.Connection[Any], tries: int) -> bool:
    for left in reversed(range(tries)):
        answer = session.execute("SELECT pg_try_advisory_lock(%s)", (_KEY,)).fetchone()
        if answer and answer[0]:
            return True
        if left:
            threading.Event().wait(_PAUSE)
    return False


def _in_use(holder: str, where: str) -> Fault:
    return Fault(
        code=Code.STATE_IN_USE,
        what=f"Another lyrad is at work already ({holder}).",
        where=where,
        next="Stop that one first, or give this one a state folder and an engine database of its "
        "own ($LYRAD_STATE, `engine.url`).",
    )
