"""What the daemon costs while there is nothing to do, beside the queue's library alone.

    python -m benchmarks.idle

A production of three shots that are done, on a local disk, with the default settings: the queues
are looked at every 2 s, the tree every minute. User and system time over 30 s, after 15 s to
settle. The peer is a process that holds `dbos` with the same queue and nothing else, measured
over the same seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Row, of_a_core, table
from tests.support.production import Daemon, Film, until

SHOTS = ("SC010/SH0010", "SC010/SH0020", "SC020/SH0010")
SETTLED = 15.0
SECONDS = 30.0
MOST = 2.5
TICKS = os.sysconf("SC_CLK_TCK")

PEER = """\
import sys, threading
from dbos import DBOS, DBOSConfig
url = f"sqlite:///{sys.argv[1]}/peer.sqlite"
DBOS(config=DBOSConfig(name="peer", system_database_url=url, log_level="ERROR"))
DBOS.launch()
DBOS.register_queue("cpu", worker_concurrency=2, polling_interval_sec=2.0)
print("ready", flush=True)
threading.Event().wait()
"""


def rows() -> Iterator[Row]:
    """Yield what standing by costs."""
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        film = made(Film(root=here / "FILM", home=here / "home").begin())
        with started(film) as daemon, library_alone(here) as peer:
            time.sleep(SETTLED)
            ours, theirs = used(daemon.process.pid, peer.pid)
    yield Row(
        what=f"idle daemon, {len(SHOTS)} done shots, {SECONDS:g} s",
        peer="`dbos` alone",
        ours=ours,
        theirs=theirs,
        shown=of_a_core,
        goal=f"at most {MOST:g} % of a core",
        good=ours <= MOST,
    )


def made(film: Film) -> Film:
    """Let three shots be done, then give the film its default settings."""
    for number, code in enumerate(SHOTS):
        film.drop(code, seed=number)
    done = film.once()
    assert done.returncode == 0, done.stdout + done.stderr
    film.settings.write_text(f"state: {film.state}\n")
    return film


@contextmanager
def started(film: Film) -> Iterator[Daemon]:
    daemon = film.start()
    try:
        until(lambda: daemon.status()["pid"] == daemon.process.pid)
        until(lambda: [shot["state"] for shot in shots(daemon)] == ["DONE"] * len(SHOTS))
        yield daemon
    finally:
        daemon.stop()


def shots(daemon: Daemon) -> list[dict[str, str]]:
    return [shot for film in daemon.status()["productions"] for shot in film["shots"]]


@contextmanager
def library_alone(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-W", "ignore", "-c", PEER, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as peer:
        try:
            assert peer.stdout is not None
            assert peer.stdout.readline() == b"ready\n"
            yield peer
        finally:
            peer.kill()


def used(*processes: int) -> list[float]:
    """Return the per cent of a core that each process used over the next seconds."""
    before = [ticks(process) for process in processes]
    begun = time.perf_counter()
    time.sleep(SECONDS)
    spent = time.perf_counter() - begun
    after = [ticks(process) for process in processes]
    return [100 * (b - a) / TICKS / spent for a, b in zip(before, after, strict=True)]


def ticks(process: int) -> int:
    """Return user and system time in clock ticks, of the process and its ended children."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))


if __name__ == "__main__":
    print(table(rows()))
