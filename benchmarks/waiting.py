"""What a person waits for, and what nobody notices: drop to order, and standing by.

    python -m benchmarks.waiting

The first is the time from the last byte of a shot to its order in the queue, by the daemon's own
log, beyond the settle time: shots dropped one after the other into a production on a local disk,
while the queue is paused. The second is the daemon's processor time, engine and all, over a
production with 100,000 files of other people in which nothing happens, beside `find` once a
minute, which would be the plainest way to know of a change.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from benchmarks.idle import used
from benchmarks.table import Row, milliseconds, of_a_core, table
from benchmarks.watching import find
from tests.support.production import SPEC, Daemon, Film, until

SETTLE = 0.5
DROPS = 100
MOST_BEYOND = 0.150
FILES, IN_A_FOLDER = 100_000, 7
MOST_IDLE = 2.5
REST = 75.0


def rows() -> Iterator[Row]:
    """Yield both figures."""
    beyond = sorted(waits())
    late = beyond[DROPS * 99 // 100 - 1]
    yield Row(
        what=f"drop to order beyond settling, {DROPS} drops, median",
        peer="settling itself",
        ours=statistics.median(beyond),
        theirs=SETTLE,
        shown=milliseconds,
    )
    yield Row(
        what=f"drop to order beyond settling, {DROPS} drops, 99 % of them",
        peer="settling itself",
        ours=late,
        theirs=SETTLE,
        shown=milliseconds,
        goal=f"at most {milliseconds(MOST_BEYOND)}",
        good=late <= MOST_BEYOND,
    )
    ours, theirs = standing_by()
    yield Row(
        what=f"idle daemon over {FILES:,} files",
        peer="`find` once a minute",
        ours=ours,
        theirs=100 * theirs / 60,
        shown=of_a_core,
        goal=f"at most {MOST_IDLE:g} % of a core",
        good=ours <= MOST_IDLE,
    )


def waits() -> Iterator[float]:
    """Yield for each drop the seconds from its last byte to its order, beyond the settle time."""
    with tempfile.TemporaryDirectory() as place:
        film = Film(root=Path(place) / "FILM", home=Path(place) / "home").begin()
        text = f"state: {film.state}\nsettle: {{local: {SETTLE}}}\n"
        film.settings.write_text(text)
        daemon = begun(film)
        assert film.lyrad("pause").returncode == 0
        for number in range(DROPS):
            code = f"SC{number:03}/SH0010"
            film.drop(code, SPEC, seed=number)
            ended = time.time()
            until(lambda: code in ordered(film), seconds=30, every=0.02)  # noqa: B023
            yield ordered(film)[code] - ended - SETTLE
        daemon.stop()


def standing_by() -> tuple[float, float]:
    """Return the per cent of a core that the daemon takes, and the seconds of one `find`."""
    with tempfile.TemporaryDirectory() as place:
        film = Film(root=Path(place) / "FILM", home=Path(place) / "home").begin()
        film.settings.write_text(f"state: {film.state}\n")
        for folder in range(FILES // IN_A_FOLDER):
            assets = film.root / f"assets/{folder // 100:03}/{folder % 100:02}"
            assets.mkdir(parents=True)
            for number in range(IN_A_FOLDER):
                (assets / f"plate_{number}.exr").touch()
        daemon = begun(film)
        time.sleep(REST)
        (share,) = used(daemon.process.pid)
        daemon.stop()
        return share, find(film.root)


def begun(film: Film) -> Daemon:
    daemon = film.start()
    until(lambda: (film.state / "status.json").exists() and daemon.status()["productions"])
    return daemon


def ordered(film: Film) -> dict[str, float]:
    """Return when each shot was ordered, in seconds since 1970."""
    found = {}
    for line in (film.home / "daemon.log").read_text().splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        if said.get("action") == "job_ordered":
            found[said["shot"]] = datetime.fromisoformat(said["timestamp"]).timestamp()
    return found


if __name__ == "__main__":
    print(table(rows()))
