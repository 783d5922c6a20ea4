"""A real Postgres for tests: a private cluster in a temporary folder, gone afterwards.

`initdb` refuses to run as root, so there the server runs as the `postgres` user, which the
packages of every distribution make.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_INITDB = ("-U", "lyrad", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")

MISSING = (
    "The engine's tests need a real Postgres, and its server programs are not on this machine.\n"
    "Install them and run again: `sudo apt-get install postgresql` (Debian, Ubuntu, WSL), "
    "`sudo dnf install postgresql-server` (Fedora), `brew install postgresql` (macOS)."
)


class PostgresMissingError(RuntimeError):
    """No server programs; says how to install them."""


@dataclass(frozen=True)
class Cluster:
    """A running server. `restart` ends it at once, as a power cut would, and starts it again."""

    programs: Path
    data: Path
    port: int

    def url(self, database: str) -> str:
        return f"postgresql://lyrad@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"t{uuid4().hex[:12]}"
        sql = f"CREATE DATABASE {name}"
        _run(
            [self.programs / "psql", "-qX", "-d", self.url("postgres"), "-c", sql],
        )
        return self.url(name)

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.data.parent}"
        options += " -c fsync=off -c shared_buffers=16MB -c max_connections=100"
        log = self.data.parent / "log"
        _run([self.programs / "pg_ctl", "-w", "-D", self.data, "-l", log, "-o", options, "start"])

    def stop(self) -> None:
        _run([self.programs / "pg_ctl", "-w", "-D", self.data, "-m", "immediate", "stop"])


def programs() -> Path:
    """Return the folder of the newest server's programs."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(packaged, key=lambda path: int(path.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresMissingError(MISSING)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a server, reachable on a free port of this machine only."""
    folder = Path(tempfile.mkdtemp(prefix="lyrad-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _server_user())
        server = Cluster(programs(), folder / "data", _free_port())
        _run(
            [server.programs / "initdb", "-D", server.data, *_INITDB],
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> str:
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as error:
        raise PostgresMissingError(MISSING) from error


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: Sequence[str | Path]) -> None:
    user = _server_user() if os.geteuid() == 0 else None
    done = subprocess.run(
        [str(word) for word in command],
        user=user,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        close_fds=True,
    )
    if done.returncode:
        raise RuntimeError(done.stdout)
